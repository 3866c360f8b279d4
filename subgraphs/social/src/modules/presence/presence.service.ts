import { invalidInput, isId, type Connection, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { PresenceState } from '../../generated/prisma/client';
import type { SetPresence } from './presence.input';
import { byUser, friendsThere, friendsThereCount } from './presence.sql';
import { giveSign } from './presence.store';
import { followPresence } from './presence.stream';
import type { PresenceView } from './presence.types';

const FOLLOWED_AT_MOST = 100;

/** Who is there. */
export class PresenceService {
  constructor(private readonly ctx: Context) {}

  /** Null when this person does not show it to the viewer. */
  ofUser(userId: string): Promise<PresenceView | null> {
    return this.ctx.loaders.presenceByUserId.load(userId);
  }

  /** Friends who are there now. */
  async friendsOnline(args: PageArguments): Promise<Connection<PresenceView>> {
    const { viewer, kept } = this.ctx;
    const now = kept.clock.now();
    const page = byUser.page(args);
    return byUser.connection(await kept.db.query<PresenceView>(friendsThere(viewer.id, now, page)), page, {
      totalCount: async () => (await kept.db.query<{ count: number }>(friendsThereCount(viewer.id, now)))[0]!.count,
    });
  }

  heartbeat(): Promise<PresenceView> {
    return this.signOfLife('heartbeat', {}, null);
  }

  set(input: SetPresence): Promise<PresenceView> {
    return this.signOfLife('setPresence', input, input.state);
  }

  /** See the subscription. */
  async changed(userIds: readonly string[]): Promise<AsyncIterableIterator<PresenceView>> {
    const ids = [...new Set(userIds)];
    if (ids.length === 0 || ids.length > FOLLOWED_AT_MOST) throw invalidInput('userIds', `must be 1 to ${FOLLOWED_AT_MOST} ids`);
    if (!ids.every(isId)) throw invalidInput('userIds', 'must be ids of this graph');
    return followPresence(this.ctx, ids);
  }

  private async signOfLife(operation: string, input: Partial<SetPresence>, state: PresenceState | null): Promise<PresenceView> {
    const { id: userId, sessionId } = this.ctx.viewer;
    await this.ctx.change(operation, input, async (step) => {
      const deedAt = state ? step.now : step.kept.livePresence.lastDeedOf(sessionId);
      await giveSign(step, { userId, sessionId, connectionId: `session:${sessionId}`, deedAt }, state);
      return userId;
    });
    const presence = await this.ofUser(userId);
    if (!presence) throw new Error('A person must see their own presence.');
    return presence;
  }
}
