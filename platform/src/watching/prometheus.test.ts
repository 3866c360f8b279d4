import { atMostEvery } from './at-most-every';
import { countedCache } from './counted-cache';
import { Meter } from './meter';
import { metricsText } from './prometheus';
import { SubgraphMeter } from './subgraph-meter';
import { createMemoryCache } from '../cache';

test('a metric that several meters have stands on the page once, with the values of all', async () => {
  const [users, events] = [new SubgraphMeter('users'), new SubgraphMeter('events')];
  users.told.with('user.updated').add(2);
  events.told.with('event.changed').add();
  events.operationDurations.with('query').took(3);
  const text = await metricsText(users, events);
  expect(text.match(/# TYPE marquee_facts_told_total counter/g)).toHaveLength(1);
  expect(text).toContain('marquee_facts_told_total{subgraph="users",topic="user.updated"} 2\n');
  expect(text).toContain('marquee_facts_told_total{subgraph="events",topic="event.changed"} 1\n');
  expect(text).toContain('marquee_operation_duration_seconds_bucket{subgraph="events",kind="query",le="0.0025"} 0\n');
  expect(text).toContain('marquee_operation_duration_seconds_bucket{subgraph="events",kind="query",le="0.005"} 1\n');
});

test('what cannot be read is left out, and the rest of the page stays', async () => {
  const [down, up] = [new Meter({ subgraph: 'down' }), new Meter({ subgraph: 'up' })];
  down.gauge('waiting', 'Things that wait.', () => Promise.reject(new Error('the database is away')));
  up.gauge('waiting', 'Things that wait.', () => 3);
  expect(await metricsText(down, up)).toContain('gauge\nwaiting{subgraph="up"} 3\n');
});

test('what is counted later than the page was first read is on it', async () => {
  const meter = new Meter();
  const text = () => metricsText(meter);
  expect(await text()).not.toContain('late');
  meter.counter('late', 'Counted late.').with().add();
  expect(await text()).toContain('late 1\n');
});

test('a dear reading is shared, and made again after its time or its failure', async () => {
  let [now, made] = [0, 0];
  const read = atMostEvery(
    1_000,
    async () => {
      if (++made === 3) throw new Error('away');
      return made;
    },
    () => now,
  );
  expect(await Promise.all([read(), read()])).toEqual([1, 1]);
  now = 999;
  expect(await read()).toBe(1);
  now = 1_000;
  expect(await read()).toBe(2);
  now = 2_000;
  await expect(read()).rejects.toThrow('away');
  expect(await read()).toBe(4);
});

test('lookups in the cache are counted by what is kept, not by whose it is', async () => {
  const meter = new SubgraphMeter('events');
  const cache = countedCache(createMemoryCache(), meter);
  await cache.wrap('events:feed:ann', 60, async () => 1);
  await cache.wrap('events:feed:ann', 60, async () => 1);
  await cache.get('events:feed:bob');
  const text = await metricsText(meter);
  expect(text).toContain('marquee_cache_lookups_total{subgraph="events",cache="events:feed",outcome="hit"} 1\n');
  expect(text).toContain('marquee_cache_lookups_total{subgraph="events",cache="events:feed",outcome="miss"} 2\n');
});
