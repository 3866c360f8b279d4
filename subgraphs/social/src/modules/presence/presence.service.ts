import { invalidInput, isId, liveStream } from '@marquee/platform';
import { channels } from '../../channels';
import { viewerOf, type Deps } from '../../deps';
import type { PresenceState } from '../../generated/prisma/client';
import { livePresence } from './presence.live';
import { presenceOf } from './presence.loaders';
import type { PresencePush, PresenceView } from './presence.types';

const FOLLOWED_AT_MOST = 100;

/** Who is there. */
export class PresenceService {
  constructor(private readonly deps: Deps) {}

  /** Null when this person does not show it to the viewer. */
  async of(userId: string): Promise<PresenceView | null> {
    return this.deps.loaders.presenceByUserId.load(userId);
  }

  async heartbeat(): Promise<PresenceView> {
    return this.sign(null);
  }

  async set(state: PresenceState): Promise<PresenceView> {
    return this.sign(state);
  }

  /** See the subscription. What a push means is read anew, and the right to it with it. */
  async changed(userIds: readonly string[]): Promise<AsyncIterableIterator<PresenceView>> {
    const { bus, db, clock } = this.deps;
    const viewer = viewerOf(this.deps);
    const ids = [...new Set(userIds)];
    if (ids.length === 0 || ids.length > FOLLOWED_AT_MOST) throw invalidInput('userIds', `1 to ${FOLLOWED_AT_MOST} ids.`);
    if (!ids.every(isId)) throw invalidInput('userIds', 'must be ids of this graph.');
    const told = new Map<string, number>();
    const news = async (of: readonly string[]): Promise<PresenceView[]> => {
      const fresh = (await presenceOf(db, viewer.id, of, clock.now())).filter(({ userId, version }) => version > (told.get(userId) ?? 0));
      for (const { userId, version } of fresh) told.set(userId, version);
      return fresh;
    };
    const stream = await liveStream<PresencePush, PresenceView>({
      bus,
      channel: ids.map(channels.presence),
      load: async ({ userId }) => (await news([userId]))[0],
      onGap: () => news(ids),
    });
    return livePresence(this.deps, viewer, stream);
  }

  private async sign(state: PresenceState | null): Promise<PresenceView> {
    const { id: userId, sessionId } = viewerOf(this.deps);
    await this.deps.presenceLeases.sign({ userId, sessionId, connectionId: `session:${sessionId}` }, state);
    this.deps.loaders.presenceByUserId.clear(userId);
    const presence = await this.of(userId);
    if (!presence) throw new Error('A person must see their own presence.');
    return presence;
  }
}
