import { followPushes } from '@marquee/platform';
import { channels } from '../../channels';
import type { Context } from '../../context';
import { friendShares } from './location-share.sql';
import type { LocationPush, LocationShareView } from './location-share.types';

/** Where friends are at an event. What a push means is read anew, and the right to it with it: a share that is not found any more is over. */
export function followLocations(ctx: Context, eventId: string): Promise<AsyncIterableIterator<LocationShareView>> {
  const told = new Map<string, LocationShareView>();
  const over = (share: LocationShareView): LocationShareView => {
    told.delete(share.userId);
    return { ...share, latitude: null, longitude: null, accuracyMeters: null, positionedAt: null, isOver: true };
  };
  const look = async ({ kept, viewer }: Context, userIds: readonly string[] | null) => {
    const shares = await kept.db.query<LocationShareView>(friendShares(viewer.id, eventId, kept.clock.now(), userIds));
    const seen = new Set(shares.map(({ userId }) => userId));
    const ended = [...told.values()].filter(({ userId }) => !seen.has(userId) && (userIds?.includes(userId) ?? true)).map(over);
    for (const share of shares) told.set(share.userId, share);
    return [...ended, ...shares];
  };
  return followPushes<Context, LocationPush, LocationShareView>(ctx, {
    channel: channels.locations(ctx.viewer.id),
    load: async ({ userId }, fresh) => (await look(fresh, [userId]))[0] ?? null,
    onGap: (fresh) => look(fresh, null),
    beginsWithGap: true,
    allowed: async (fresh) => (await fresh.services.people.viewerIsActive()) && fresh.services.locationShares.seesEvent(eventId),
    endsOn: [channels.rights(ctx.viewer.id)],
  });
}
