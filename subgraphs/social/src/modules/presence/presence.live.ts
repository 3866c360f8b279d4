import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import type { Deps } from '../../deps';
import type { Sign } from './presence.leases';

/**
 * A live stream that keeps its reader present for as long as it is open: it gives the signs of life that a client without a stream would
 * have to send. A sign that fails costs nothing but itself; the next one heals it.
 */
export async function livePresence<T>(deps: Deps, viewer: Viewer, stream: AsyncIterableIterator<T>): Promise<AsyncIterableIterator<T>> {
  const { presenceLeases, logger, settings } = deps;
  const sign: Sign = { userId: viewer.id, sessionId: viewer.sessionId, connectionId: `live:${randomUUID()}` };
  const attempt = (work: Promise<void>) => work.catch((error: unknown) => logger.warn({ err: error }, 'a sign of life could not be kept'));

  await attempt(presenceLeases.sign(sign));
  const renewal = setInterval(() => void attempt(presenceLeases.sign(sign)), settings.PRESENCE_LEASE_MS / 2).unref();
  let open = true;
  const end = () => {
    if (!open) return;
    open = false;
    clearInterval(renewal);
    void attempt(presenceLeases.release(sign));
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
