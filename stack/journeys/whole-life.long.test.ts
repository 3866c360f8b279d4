import { afterTests, describeWithRedis, startRedis } from '@marquee/platform/testing';
import Redis from 'ioredis';
import { wholeLife } from './whole-life';

/** What a key holds, as text. */
async function contentOf(redis: Redis, key: string): Promise<string> {
  switch (await redis.type(key)) {
    case 'string':
      return (await redis.get(key)) ?? '';
    case 'hash':
      return JSON.stringify(await redis.hgetall(key));
    case 'list':
      return JSON.stringify(await redis.lrange(key, 0, -1));
    case 'set':
      return JSON.stringify(await redis.smembers(key));
    case 'zset':
      return JSON.stringify(await redis.zrange(key, 0, -1));
    case 'stream':
      return JSON.stringify(await redis.xrange(key, '-', '+'));
    default:
      return '';
  }
}

describeWithRedis('where facts and caches are in Redis', () => {
  test('a person who is gone is in no cache; what is left is facts of 7 days and budgets of minutes, as is written down (must hold 2)', async () => {
    const server = await startRedis();
    afterTests(() => server.stop());
    const { id, marks } = await wholeLife({ REDIS_URL: server.url });
    const redis = new Redis(server.url);
    const found: string[] = [];
    let keys = 0;
    for await (const page of redis.scanStream() as AsyncIterable<string[]>)
      for (const key of page) {
        keys += 1;
        const content = `${key} ${await contentOf(redis, key)}`;
        if (key.startsWith('facts:')) continue;
        // What an account may do in these minutes, and what that costs, is counted by its id.
        const isBudget = [`limits:operations:viewer:${id}`, `limits:cost:viewer:${id}`].includes(key) && (await redis.ttl(key)) > 0;
        if ([...(isBudget ? [] : [id]), ...marks].some((mark) => content.includes(mark))) found.push(key);
      }
    await redis.quit();
    expect(keys).toBeGreaterThan(5);
    expect(found).toEqual([]);
  }, 300_000);
});
