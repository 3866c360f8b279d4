import { invalidInput } from '@marquee/platform';
import type { Context } from '../../context';
import type { RoomChangeService } from '../change/change.service';
import type { RoomView } from '../room/room.types';
import { isCursor, type Sync } from './inbox.input';
import { otherRooms, roomsWrittenSince } from './inbox.sql';
import { followRooms } from './inbox.stream';
import type { ListedRoom, RoomsChange, RoomsSyncView, RoomSyncView } from './inbox.types';

/** The list of the viewer's rooms, live and after being away. */
export class InboxService {
  constructor(
    private readonly ctx: Context,
    private readonly changes: RoomChangeService,
  ) {}

  /** See the subscription. */
  changed(since: string | null | undefined): Promise<AsyncIterableIterator<RoomsChange>> {
    if (since != null && !isCursor(since)) throw invalidInput('since', 'must be a cursor of roomsChanged or sync');
    return followRooms(this.ctx, since ?? null);
  }

  /** Those that the viewer may still read. */
  async rooms(ids: readonly string[]): Promise<RoomView[]> {
    const rooms = await Promise.all(ids.map((id) => this.ctx.loaders.roomById.load(id)));
    return rooms.filter((room) => room !== null);
  }

  async sync({ cursors }: Sync): Promise<RoomsSyncView> {
    const { viewer, kept, loaders } = this.ctx;
    // First the cursor: what changes while the rest is read is told again behind it.
    const [written] = await kept.db.query<ListedRoom>(roomsWrittenSince(viewer.id, null));
    const rooms = await Promise.all(cursors.map(({ roomId }) => loaders.roomById.load(roomId)));
    const others = await kept.db.query<RoomView>(
      otherRooms(
        viewer.id,
        cursors.map(({ roomId }) => roomId),
      ),
    );
    const missed = await this.changes.missedIn(
      cursors.flatMap((cursor, index) => {
        const room = rooms[index];
        return room ? [{ ...cursor, historyFrom: room.historyFrom }] : [];
      }),
    );
    const entries = cursors.map(({ roomId }, index): RoomSyncView => {
      const room = rooms[index];
      const found = missed.get(roomId);
      if (!room || !found) return { type: 'RoomGone', roomId };
      if (found.changes === null) return { type: 'RoomResyncRequired', room, lastChange: found.lastChange };
      return { type: 'RoomCaughtUp', room, changes: found.changes, hasMore: found.hasMore };
    });
    return { cursor: written!.cursor, rooms: entries, others };
  }
}
