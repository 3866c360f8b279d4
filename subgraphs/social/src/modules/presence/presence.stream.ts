import { randomUUID } from 'node:crypto';
import { followPushes, takeStep } from '@marquee/platform';
import type { Topics } from '@marquee/schema/topics';
import { channels } from '../../channels';
import type { Context, Step } from '../../context';
import type { Kept } from '../../kept';
import { isActive } from '../person/person.store';
import { giveSign, releaseLease } from './presence.store';
import type { PresencePush, PresenceView, Sign } from './presence.types';

/** Each change of the presence of these people, as far as the viewer may see it. What a push means is read anew, and the right to it with it. */
export function followPresence(ctx: Context, userIds: readonly string[]): Promise<AsyncIterableIterator<PresenceView>> {
  const told = new Map<string, number>();
  const newsOf = async (ids: readonly string[], { loaders }: Context): Promise<PresenceView[]> => {
    const seen = (await loaders.presenceByUserId.loadMany(ids)).filter((one) => one !== null && !(one instanceof Error)) as PresenceView[];
    const news = seen.filter(({ userId, version }) => version > (told.get(userId) ?? 0));
    for (const { userId, version } of news) told.set(userId, version);
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

/**
 * A live stream that keeps its reader present for as long as it is open: it gives the signs of life that a client without a stream would
 * have to send. A sign that fails costs nothing but itself; the next one heals it.
 */
export async function livePresence<T>(ctx: Context, stream: AsyncIterableIterator<T>): Promise<AsyncIterableIterator<T>> {
  const { kept, viewer, caller } = ctx;
  const sign: Sign = { userId: viewer.id, sessionId: viewer.sessionId, connectionId: `live:${randomUUID()}` };
  const attempt = async (work: (step: Step, sign: Sign) => Promise<void>): Promise<void> => {
    try {
      await takeStep<Kept, Topics, void>(kept, caller.correlationId, async (step) => {
        // A token outlives an erasure, and nothing of that person may come back.
        if (await isActive(step.tx, sign.userId)) await work(step, sign);
      });
    } catch (error) {
      kept.logger.warn({ err: error }, 'a sign of life could not be kept');
    }
  };

  await attempt(giveSign);
  const renewal = setInterval(() => void attempt(giveSign), kept.settings.PRESENCE_LEASE_MS / 2).unref();
  let open = true;
  const end = () => {
    if (!open) return;
    open = false;
    clearInterval(renewal);
    void attempt(releaseLease);
  };

  const live: AsyncIterableIterator<T> = {
    async next() {
      try {
        const step = await stream.next();
        if (step.done) end();
        return step;
      } catch (error) {
        end();
        throw error;
      }
    },
    async return() {
      end();
      return (await stream.return?.()) ?? { done: true, value: undefined };
    },
    async throw(error) {
      end();
      await stream.return?.();
      throw error;
    },
    [Symbol.asyncIterator]: () => live,
  };
  return live;
}
