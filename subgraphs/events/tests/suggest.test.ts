import { venue } from './searching';
import { startWorld, type World } from './world';

let world: World;

beforeAll(async () => {
  world = await startWorld();
  await world.anEvent({ title: 'Lantern parade', venue: venue('Riverdale Farm', 2) });
  await world.anEvent({ title: 'Jazz in the park', venue: venue('Riverdale Park', 3) });
  await world.anEvent({ title: 'Quartet night', tags: ['strings'], venue: venue('Hall of Strings', 12) });
  await world.anEvent({ title: 'Café des langues', tags: ['languages'] });
});

const suggest = async (prefix: string, first = 8): Promise<string[]> =>
  (await world.run(null, 'query ($prefix: String!, $first: Int) { suggestEvents(prefix: $prefix, first: $first) }', { prefix, first }))
    .suggestEvents;

test('titles, places and tags with a word that begins so; those that begin so themselves first (X78)', async () => {
  expect(await suggest('lan')).toEqual(['languages', 'Lantern parade', 'Café des langues']);
  expect(await suggest('RIVER')).toEqual(['Riverdale Farm', 'Riverdale Park']);
  expect(await suggest('cafe d')).toEqual(['Café des langues']);
  expect(await suggest('string')).toEqual(['strings', 'Hall of Strings']);
});
test('one misspelling is forgiven (X78)', async () => {
  for (const typo of ['lantren', 'latern', 'lanttern', 'lanyern', 'lanetrn']) expect(await suggest(typo)).toContain('Lantern parade');
  expect(await suggest('qaurtet')).toContain('Quartet night');
  expect(await suggest('zzzzzz')).toEqual([]);
});
test('nothing of what is not public: neither its title nor its place nor its tags', async () => {
  const one = await startWorld();
  await one.anEvent({ title: 'Zanzibar night', visibility: 'PRIVATE', tags: ['zanzibar'], venue: { name: 'Zanzibar house' } });
  await one.anEvent({ title: 'Zanzibar draft', status: 'DRAFT', tags: ['zanzibar'] });
  const suggested = async (prefix: string) =>
    (await one.run(null, 'query ($prefix: String!) { suggestEvents(prefix: $prefix) }', { prefix })).suggestEvents;
  expect(await suggested('zanz')).toEqual([]);
  expect(await suggested('zanzbar')).toEqual([]);
});
test.each(['', 'a', ' ', '%', '__', "'"])('%j suggests nothing', async (prefix) => {
  expect(await suggest(prefix)).toEqual([]);
});
