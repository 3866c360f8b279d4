import type { Fact } from '@marquee/platform';
import type { RoomRead } from '@marquee/schema/topics';

/** Somebody has read a room further than before. */
export const roomRead = (payload: RoomRead): Fact<'room.read', RoomRead> => ({ topic: 'room.read', key: payload.roomId, payload });
