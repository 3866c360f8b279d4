import { aWorld } from './kit';
import { library } from './library';
import { eventually, measure, planned, watchedWorlds } from './watched-world';

const aWatchedWorld = watchedWorlds();

const TITLES = 'query Titles { books { title } }';
const TWO = 'query One { books { id } } query Two { book(id: "b1") { title author { name } } }';

test('the operations of trusted documents are planned before anybody sends them', async () => {
  const world = await aWatchedWorld({ settings: { trustedDocuments: [TITLES, TWO] } });
  await eventually(async () => (await measure(world, 'gateway_plan_cache_size')) === 4);
  const before = await planned(world);
  expect((await world.ask(TITLES)).data).toHaveProperty('books');
  expect((await world.ask(TITLES, { operationName: 'Titles' })).data).toHaveProperty('books');
  expect((await world.ask(TWO, { operationName: 'Two' })).data).toHaveProperty('book');
  expect(await planned(world)).toBe(before);
  expect(await measure(world, 'gateway_plan_cache_lookups_total{outcome="hit"}')).toBe(3);
});

test('a trusted document that is wrong harms none of the others', async () => {
  const world = await aWatchedWorld({ settings: { trustedDocuments: ['{ nonsense }', 'no document', TITLES] } });
  await eventually(async () => (await measure(world, 'gateway_plan_cache_size')) === 2);
  expect((await world.ask(TITLES)).data).toHaveProperty('books');
});

test('a gateway that stops while it plans stops', async () => {
  const world = await aWorld(library, {
    settings: { trustedDocuments: Array.from({ length: 300 }, (_, n) => `query Q${n} { books { id } }`) },
  });
  await world.stop();
});
