import { randomUUID } from 'node:crypto';
import type { Envelope } from '@marquee/platform';
import { sqlOn, type Sql } from './sql';
import { startWorld, type World } from './world';

// What is told because of a fact of bulk work travels in its lane, too: otherwise a seed of one subgraph delays people in the next.

let world: World;
let sql: Sql;
const told: Envelope[] = [];
beforeAll(async () => {
  world = await startWorld();
  sql = sqlOn(world);
  await world.bus.consume('lane-listener', ['event.changed', 'places.granted'], async (fact) => void told.push(fact));
});

/** A tier comes on sale, as payments tells it; grants and a new price follow. */
async function tierOf(eventId: string, headers: Record<string, string>): Promise<void> {
  const tiers = [{ tierId: randomUUID(), name: 'Floor', price: { amountMinor: 2000, currency: 'CAD' }, onSale: true }];
  const payload = { eventId, version: 1, ticketed: true, placesTaken: 0, grant: { version: 0, places: 0 }, tiers };
  const fact = { id: randomUUID(), topic: 'sales.changed', key: eventId, occurredAt: world.clock.now().toISOString(), payload, headers };
  await world.bus.publish([fact]);
}

test.each([
  ['of bulk work is bulk', { bulk: 'true' }, true],
  ['of what somebody does is not', {}, false],
])('what follows from a fact %s', async (_, headers, bulk) => {
  const { id } = await world.anEvent({ capacity: 3 });
  await world.subgraph.drain();
  told.length = 0;
  await sql('DELETE FROM outbox');
  await tierOf(id, headers);
  const { rows } = await sql('SELECT topic, bulk FROM outbox ORDER BY topic');
  expect(rows).toEqual([
    { topic: 'event.changed', bulk },
    { topic: 'places.granted', bulk },
  ]);
  await world.subgraph.drain();
  const marks = told.filter(({ key }) => key.startsWith(id)).map(({ topic, headers: sent }) => [topic, 'bulk' in sent]);
  expect(marks.sort()).toEqual([
    ['event.changed', bulk],
    ['places.granted', bulk],
  ]);
});
