import { aViewer } from '@marquee/platform/testing';
import { startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

const CATEGORIES = '{ categories { id slug name parent { slug } children { slug } eventCount } }';
type Category = { id: string; slug: string; parent: { slug: string } | null; children: { slug: string }[]; eventCount: number };
const categories = async (): Promise<Category[]> => (await world.run(null, CATEGORIES)).categories;

test('the tree is there at once, parents before their children (E16)', async () => {
  const all = await categories();
  for (const [index, category] of all.entries()) {
    if (category.parent) expect(all.findIndex((other) => other.slug === category.parent!.slug)).toBeLessThan(index);
    for (const child of category.children) expect(all.find((other) => other.slug === child.slug)?.parent?.slug).toBe(category.slug);
  }
  expect(all.filter((category) => !category.parent).length).toBeGreaterThanOrEqual(12);
  const { category } = await world.run(null, '{ category(slug: "comedy") { id name parent { name } } }');
  expect(category).toMatchObject({ name: 'Comedy', parent: { name: 'Performing arts' } });
  expect((await world.entity(null, { __typename: 'Category', id: category.id }, '{ slug }')).data!._entities[0]).toEqual({
    slug: 'comedy',
  });
  expect((await world.run(null, '{ category(slug: "nonsense") { id } }')).category).toBeNull();
});

test('a category counts public events to come, with those below it', async () => {
  const count = async (slug: string) => (await categories()).find((category) => category.slug === slug)!.eventCount;
  expect(await count('performing-arts')).toBe(0);
  await world.anEvent({ categorySlug: 'comedy' });
  await world.anEvent({ categorySlug: 'performing-arts' });
  await world.anEvent({ categorySlug: 'comedy', status: 'DRAFT' });
  await world.anEvent({ categorySlug: 'comedy', visibility: 'PRIVATE' });
  expect([await count('comedy'), await count('performing-arts')]).toEqual([1, 2]);
  const soon = { startsAt: '2026-11-22T10:00:00Z', endsAt: '2026-11-22T11:00:00Z' };
  const { id } = await world.anEvent({ categorySlug: 'comedy', ...soon });
  expect(await count('comedy')).toBe(2);
  await world.callOff(id);
  expect(await count('comedy')).toBe(1);
});

test('tags are told with how often they are used, most used first (E18)', async () => {
  await world.anEvent({ tags: ['Swing', 'live jazz'] });
  await world.anEvent({ tags: ['swing'] });
  await world.anEvent({ tags: ['secret'], status: 'DRAFT' });
  const { tags } = await world.run(null, '{ tags(first: 2) { id name eventCount } }');
  expect(tags).toMatchObject([
    { name: 'swing', eventCount: 2 },
    { name: 'live-jazz', eventCount: 1 },
  ]);
  expect((await world.run(null, '{ tags(prefix: "Live J") { name } }')).tags).toEqual([{ name: 'live-jazz' }]);
  expect((await world.entity(null, { __typename: 'Tag', id: tags[0].id }, '{ name eventCount }')).data!._entities[0]).toEqual({
    name: 'swing',
    eventCount: 2,
  });
});

describe('venues', () => {
  const NAMED = 'query ($name: String!) { venues(name: $name) { name } }';
  const named = async (name: string, viewer: Parameters<World['run']>[0] = null) =>
    (await world.run(viewer, NAMED, { name })).venues.map((venue: { name: string }) => venue.name);

  test('are found by a part of their name, best known first (E15)', async () => {
    const far = { venue: { name: 'Horseshoe Tavern', city: 'Toronto' } };
    await world.anEvent({ venue: { name: 'The Horse', city: 'Toronto' } });
    await world.anEvent(far);
    await world.anEvent(far);
    expect(await named('horse')).toEqual(['Horseshoe Tavern', 'The Horse']);
    expect(await named('%_')).toEqual([]);
    expect((await world.execute(null, NAMED, { name: 'h' })).errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });

  test('told for a private event are found by the person who told them only', async () => {
    await world.anEvent({ visibility: 'PRIVATE', venue: { name: 'My living room' } });
    expect(await named('living room')).toEqual([]);
    expect(await named('living room', world.organiser)).toEqual(['My living room']);
  });

  test('made twice are one', async () => {
    const make = async (venue: object, viewer: Parameters<World['run']>[0]) =>
      (
        await world.run(
          viewer,
          'mutation ($input: CreateVenueInput!) { createVenue(input: $input) { ... on CreateVenueSuccess { venue { id name } } } }',
          { input: { venue } },
        )
      ).createVenue.venue;
    const me = aViewer();
    const one = await make({ name: 'El Mocambo', address: '464 Spadina Ave' }, me);
    expect(await make({ name: 'El  MOCAMBO', address: '464 Spadina Ave.' }, me)).toEqual(one);
    expect((await world.run(me, 'query ($id: ID!) { venue(id: $id) { name location { latitude } } }', { id: one.id })).venue).toEqual({
      name: 'El Mocambo',
      location: null,
    });
  });
});

test('a category has its name in other languages', async () => {
  const { category } = await world.run(null, '{ category(slug: "food-drink") { name translations { language name } } }');
  expect(category).toEqual({
    name: 'Food and drink',
    translations: [
      { language: 'de', name: 'Essen und Trinken' },
      { language: 'fr', name: 'Cuisine et boissons' },
    ],
  });
});

test('who writes an event is told what it most likely is, and decides themselves (E17)', async () => {
  const SUGGEST =
    'query ($title: String!, $keywords: [String!]) { suggestCategories(title: $title, keywords: $keywords) { confidence category { slug } } }';
  const { suggestCategories } = await world.run(null, SUGGEST, { title: 'Stand-up comedy showcase', keywords: ['laughs'] });
  expect(suggestCategories[0]).toMatchObject({ category: { slug: 'comedy' } });
  expect(suggestCategories[0].confidence).toBeGreaterThan(0.5);
  const long = await world.execute(null, SUGGEST, { title: 'x'.repeat(201) });
  expect(long.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  const { id } = await world.anEvent({ title: 'Stand-up comedy showcase', categorySlug: 'talks' });
  expect((await world.run(null, `{ event(id: "${id}") { category { slug } } }`)).event.category.slug).toBe('talks');
});
