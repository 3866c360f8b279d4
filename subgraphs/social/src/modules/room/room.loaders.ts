import { byId, manyBy, pagesBy, type Caller } from '@marquee/platform';
import type { Kept } from '../../kept';
import { countOfEach, pageOfEach, type CountOfOwner } from '../person/person.sql';
import { MEMBERS_OF_ROOM, ROOM_VIEW } from './room.sql';
import type { MemberView, RoomView } from './room.types';

export const roomLoaders = ({ db }: Kept, { viewer }: Caller) => {
  const viewerId = viewer?.id ?? null;
  const roomBy = (name: string, column: 'id' | 'event_id' | 'group_id', keyOf: (room: RoomView) => string | null) =>
    byId<string, RoomView>(
      (ids) =>
        viewer ? db.query({ name, text: `${ROOM_VIEW} AND r.${column} = ANY ($2::uuid[])`, values: [viewerId, ids] }) : Promise.resolve([]),
      (room) => keyOf(room) as string,
    );
  const roomsOf = (name: string, kind: 'EVENT' | 'GROUP', keyOf: (room: RoomView) => string | null) =>
    manyBy<string, RoomView>(
      (ids) =>
        viewer
          ? db.query({
              name,
              text: `${ROOM_VIEW} AND r.kind = '${kind}' AND r.owner_id = ANY ($2::uuid[]) ORDER BY r.purpose`,
              values: [viewerId, ids],
            })
          : Promise.resolve([]),
      (room) => keyOf(room) as string,
    );
  return {
    roomsByEventId: roomsOf('social.all-rooms-by-event', 'EVENT', (room) => room.eventId),
    roomsByGroupId: roomsOf('social.all-rooms-by-group', 'GROUP', (room) => room.groupId),
    roomById: roomBy('social.rooms-by-id', 'id', (room) => room.id),
    roomByEventId: roomBy('social.rooms-by-event', 'event_id', (room) => room.eventId),
    roomByGroupId: roomBy('social.rooms-by-group', 'group_id', (room) => room.groupId),
    roomMembersPage: pagesBy<MemberView>(
      (ids, page) => db.query(pageOfEach(MEMBERS_OF_ROOM, ids, viewerId, page)),
      (member) => member.roomId,
    ),
    roomMemberCountByRoomId: byId<string, CountOfOwner>(
      (ids) => db.query(countOfEach(MEMBERS_OF_ROOM, ids, viewerId)),
      (row) => row.id,
    ),
  };
};
