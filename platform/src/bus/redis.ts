import type { Logger } from 'pino';
import { openRedis, QUICK, whenReady } from '../redis';
import type { Backoff } from './backoff';
import type { Bus, Envelope } from './bus';
import { RedisConsumer } from './redis.consumer';
import { RedisPushes } from './redis.pushes';
import { addFacts, Backlog } from './redis.streams';

export interface RedisBusOptions {
  url: string;
  logger: Logger;
  /** Handlers running at once in each group of this process: fewer than its pool has connections, so that requests keep some. */
  concurrency?: number;
  /** After so long a replica that does not touch its facts counts as dead and others take them over. */
  claimIdleMs?: number;
  /** Facts are kept so long for groups that are away; the outbox keeps them longer. */
  keepDays?: number;
  backoff?: Backoff;
}

const DAY_MS = 86_400_000;

/**
 * The bus between processes: facts on Redis Streams, a stream for each topic; pushes on Redis Pub/Sub.
 *
 * Facts of a key are in order within one process. Between replicas of one group they are not: two facts can be handled
 * side by side, and those of a dead replica come late. Handlers of facts that carry a state compare versions.
 */
export const createRedisBus = ({ url, logger, concurrency = 8, claimIdleMs = 30_000, keepDays = 7, backoff }: RedisBusOptions): Bus => {
  const commands = openRedis(url, 'bus', logger, QUICK);
  const pushes = new RedisPushes(url, commands, logger);
  const consumers = new Set<RedisConsumer>();
  const backlog = new Backlog(commands);
  let closed = false;
  const refuseWhenClosed = () => {
    if (closed) throw new Error('The bus is closed.');
  };

  return {
    async publish(envelopes: readonly Envelope[]) {
      refuseWhenClosed();
      await whenReady(commands, 500);
      await addFacts(commands, envelopes, keepDays * DAY_MS);
      backlog.note(envelopes);
    },

    async consume(group, topics, handler) {
      refuseWhenClosed();
      if (topics.length === 0) return async () => undefined;
      const consumer = new RedisConsumer({
        ...{ url, commands, group, topics, handler, logger, concurrency, claimIdleMs },
        backoff: backoff ?? { firstMs: 50, mostMs: 5_000 },
      });
      consumers.add(consumer);
      await consumer.start();
      return async () => {
        if (consumers.delete(consumer)) await consumer.stop();
      };
    },

    backlog: () => backlog.read(),

    async push(channel, payload) {
      if (!closed) await pushes.push(channel, payload);
    },

    async listen(channel, listener, options) {
      refuseWhenClosed();
      return pushes.listen(channel, listener, options);
    },

    async healthy() {
      if (closed || !pushes.connected) return false;
      return commands.ping().then(
        () => true,
        () => false,
      );
    },

    async close() {
      closed = true;
      await Promise.all([...consumers].map((consumer) => consumer.stop()));
      consumers.clear();
      pushes.close();
      commands.disconnect();
    },
  };
};
