import { GraphError, invalidInput } from '@marquee/platform';
import type { Context } from '../../context';
import type { PersonService } from '../person/person.service';
import type { RoomService } from '../room/room.service';
import { followChanges } from './change.stream';
import type { ChangeView } from './change.types';

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
    const { id } = await this.rooms.require(roomId);
    const { live } = this.ctx;
    const from = live?.mode === 'follow' ? (live.after ?? since) : since;
    if (from != null) await this.requireReach(id, from);
    return followChanges(this.ctx, id, since);
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
