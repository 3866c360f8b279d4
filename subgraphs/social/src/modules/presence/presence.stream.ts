import { followPushes } from '@marquee/platform';
import { channels } from '../../channels';
import type { Context } from '../../context';
import type { PresencePush, PresenceView } from './presence.types';

/** Each change of the presence of these people, as far as the viewer may see it. What a push means is read anew, and the right to it with it. */
export function followPresence(ctx: Context, userIds: readonly string[]): Promise<AsyncIterableIterator<PresenceView>> {
  const told = new Map<string, PresenceView>();
  const newsOf = async (ids: readonly string[], { loaders }: Context): Promise<PresenceView[]> => {
    const seen = (await loaders.presenceByUserId.loadMany(ids)).filter((one) => one !== null && !(one instanceof Error)) as PresenceView[];
    const newer = seen.filter(({ userId, version }) => version > (told.get(userId)?.version ?? 0));
    // Somebody who sees only a part of it is not told that something else changed.
    const news = newer.filter(({ userId, state }) => state !== told.get(userId)?.state);
    for (const presence of newer) told.set(presence.userId, presence);
    return news;
  };
  return followPushes<Context, PresencePush, PresenceView>(ctx, {
    channel: userIds.map(channels.presence),
    load: async ({ userId }, fresh) => (await newsOf([userId], fresh))[0] ?? null,
    onGap: (fresh) => newsOf(userIds, fresh),
    allowed: (fresh) => fresh.services.people.viewerIsActive(),
    endsOn: [channels.rights(ctx.viewer.id)],
  });
}
