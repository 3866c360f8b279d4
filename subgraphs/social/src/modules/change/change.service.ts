import { GraphError, invalidInput } from '@marquee/platform';
import type { Context } from '../../context';
import type { PersonService } from '../person/person.service';
import type { RoomService } from '../room/room.service';
import { followChanges, loadMissed } from './change.stream';
import type { ChangeView, Missed, RoomPosition } from './change.types';

/** Changes of one room that are told at once to who was away. */
const MISSED_AT_ONCE = 200;

/** The log of a room. */
export class RoomChangeService {
  constructor(
    private readonly ctx: Context,
    private readonly rooms: RoomService,
    private readonly people: PersonService,
  ) {}

  /** See the subscription. */
  async changed(roomId: string, since: number | null | undefined): Promise<AsyncIterableIterator<ChangeView>> {
    if (since != null && since < 0) throw invalidInput('since', 'must not be negative');
    const { id, historyFrom } = await this.rooms.require(roomId);
    const { live } = this.ctx;
    const from = live?.mode === 'follow' ? (live.after ?? since) : since;
    if (from != null) await this.requireReach(id, from);
    const isShared = live?.mode === 'follow' && live.shared === true;
    return followChanges(this.ctx, { id, historyFrom: isShared ? 0 : historyFrom }, since);
  }

  /**
   * What was changed in each of these rooms, which the viewer may read, behind a number of its own; `changes` is null where the log does not
   * reach there.
   */
  async missedIn(cursors: readonly RoomPosition[]): Promise<Map<string, Missed>> {
    const { kept } = this.ctx;
    const reach = await kept.roomLogs.reachOf(cursors.map(({ roomId }) => roomId));
    const within = cursors.filter(({ roomId, since }) => since >= reach.get(roomId)!.forgotten && since <= reach.get(roomId)!.lastChange);
    const changes = await loadMissed(this.ctx, within, MISSED_AT_ONCE + 1);
    return new Map(
      cursors.map((cursor): [string, Missed] => {
        const { lastChange } = reach.get(cursor.roomId)!;
        if (!within.includes(cursor)) return [cursor.roomId, { changes: null, lastChange, hasMore: false }];
        const all = changes.filter(({ roomId }) => roomId === cursor.roomId);
        return [cursor.roomId, { changes: all.slice(0, MISSED_AT_ONCE), lastChange, hasMore: all.length > MISSED_AT_ONCE }];
      }),
    );
  }

  /** Null for people whom the viewer does not see; a shared stream goes to people who are in no block at all. */
  async personOf({ userId }: ChangeView): Promise<string | null> {
    const { live } = this.ctx;
    if (userId === null || (live?.mode === 'follow' && live.shared === true)) return userId;
    return (await this.people.isBlocked(userId)) ? null : userId;
  }

  private async requireReach(roomId: string, since: number): Promise<void> {
    const { lastChange, forgotten } = await this.ctx.kept.roomLogs.reach(roomId);
    if (since < forgotten || since > lastChange)
      throw new GraphError('RESYNC_REQUIRED', 'The log of the room does not reach there. Load the room anew.', { lastChange });
  }
}
