import { aViewer, type Data } from '@marquee/platform/testing';
import { print } from 'graphql';
import { SearchEventsDocument, UnderstandSearchDocument } from './generated/documents';
import { CITY_HALL, venue } from './searching';
import { sqlOn } from './sql';
import { startWorld, userOf, type World } from './world';

let world: World;

// The clock stands at Friday, 20 November 2026, in the morning of Toronto.
const at = (startsAt: string, endsAt: string) => ({ startsAt: `${startsAt}-05:00`, endsAt: `${endsAt}-05:00` });
const paid = (amountMinor: number) => ({ type: 'PAID' as const, min: { amountMinor, currency: 'CAD' } });

beforeAll(async () => {
  world = await startWorld({ now: new Date('2026-11-20T15:00:00Z') });
  await world.anEvent({
    title: 'Jazz brunch',
    description: 'A trio plays.',
    ...at('2026-11-21T11:00:00', '2026-11-21T13:00:00'),
    price: paid(1500),
  });
  await world.anEvent({
    title: 'Late jazz',
    description: 'A quintet plays.',
    ...at('2026-11-21T22:00:00', '2026-11-22T01:00:00'),
    price: paid(4000),
  });
  await world.anEvent({ title: 'Jazz on Monday', description: 'A duo.', ...at('2026-11-23T20:00:00', '2026-11-23T22:00:00') });
  await world.anEvent({
    title: 'Light and shadow', description: 'Photographs of a century.', categorySlug: 'exhibitions', tags: ['exhibition'],
    ...at('2026-11-10T10:00:00', '2027-01-31T18:00:00'), venue: { name: 'Old Gallery', address: '12 Bloor St W', city: 'Toronto', ...CITY_HALL },
  }); // prettier-ignore
  await world.anEvent({
    title: 'Puppets for small people', description: 'For children from three years on.', categorySlug: 'theatre', tags: ['family'],
    ...at('2026-11-22T10:00:00', '2026-11-22T11:00:00'), venue: venue('Puppet House', 30),
  }); // prettier-ignore
  await world.anEvent({
    title: 'Théâtre de rue', description: 'Une troupe joue dans les rues avec des masques et des tambours pour les passants qui regardent.',
    categorySlug: 'theatre', ...at('2026-11-28T18:00:00', '2026-11-28T20:00:00'),
  }); // prettier-ignore
  await world.anEvent({
    title: '中秋節燈會與音樂會',
    description: '歡迎大家一起來',
    categorySlug: 'celebrations',
    ...at('2026-12-01T18:00:00', '2026-12-01T20:00:00'),
  });
  await world.anEvent({
    title: 'Концерт в парке',
    description: 'Оркестр играет вечером для гостей города.',
    ...at('2026-12-02T18:00:00', '2026-12-02T20:00:00'),
  });
  await world.anEvent({
    title: "Hugh's open stage", description: 'Bring your hip-hop.', categorySlug: 'music', ...at('2026-12-03T20:00:00', '2026-12-03T22:00:00'),
  }); // prettier-ignore
});

const search = async (query: string, more: Data = {}): Promise<Data> =>
  (await world.run(null, UnderstandSearchDocument, { query, ...more })).searchEvents;
const titles = async (query: string, more: Data = {}): Promise<string[]> =>
  (await search(query, more)).nodes.map((node: Data) => node.title);

describe('days', () => {
  test('are those of the place, and events that are on then are found, whenever they began (events F15)', async () => {
    const { nodes, understood } = await search('what is on this weekend');
    expect(new Set(nodes.map((node: Data) => node.title))).toEqual(
      new Set(['Jazz brunch', 'Late jazz', 'Puppets for small people', 'Light and shadow']),
    );
    expect(understood.dates).toEqual({ words: 'this weekend', from: '2026-11-21T05:00:00.000Z', to: '2026-11-23T05:00:00.000Z' });
  });
  test('may be only a part of a day (X71)', async () => {
    expect(await titles('jazz saturday night')).toEqual(['Late jazz']);
    expect(await titles('jazz saturday morning')).toEqual(['Jazz brunch']);
  });
  test('are told by the clock of the asker', async () => {
    const { understood } = await search('jazz tomorrow', { here: { timezone: 'Pacific/Auckland' } });
    expect(understood.dates).toMatchObject({ from: '2026-11-21T11:00:00.000Z', to: '2026-11-22T11:00:00.000Z' });
  });
  test('are mere words when they are switched off', async () => {
    const { nodes, understood } = await search('jazz monday', { without: ['DATES'] });
    expect(understood).toMatchObject({ dates: null, rest: ['jazz', 'monday'] });
    expect(nodes[0].title).toBe('Jazz on Monday');
  });
  test('an event that is called so is found on other days, too', async () => {
    expect(await titles('light and shadow next month')).toContain('Light and shadow');
    expect((await titles('late jazz tomorrow'))[0]).toBe('Late jazz');
  });
});

test('a span finds what runs within it, and is refused when it ends before it begins', async () => {
  const on = { from: '2026-11-25T00:00:00Z', to: '2026-11-26T00:00:00Z' };
  const { searchEvents } = await world.run(null, SearchEventsDocument, { filter: { on } });
  expect(searchEvents.nodes.map((node: Data) => node.title)).toEqual(['Light and shadow']);
  const { errors } = await world.execute(null, print(SearchEventsDocument), { filter: { on: { from: on.to, to: on.from } } });
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: 'filter.on.to' } }]);
});

test('prices in words bound what is found', async () => {
  expect(await titles('jazz under $20')).toEqual(expect.arrayContaining(['Jazz brunch', 'Jazz on Monday']));
  expect(await titles('jazz under $20')).not.toContain('Late jazz');
  expect((await search('free jazz')).understood).toMatchObject({ price: { words: 'free', atMost: 0 }, rest: ['jazz'] });
  expect(await titles('free jazz')).toEqual(['Jazz on Monday']);
});

test('audiences in words, in several languages, find what is for them (events F14)', async () => {
  for (const query of ['things to do with kids', 'que faire avec des enfants', 'Veranstaltungen für Kinder', 'дети'])
    expect([query, await titles(query)]).toEqual([query, ['Puppets for small people']]);
});

describe('places', () => {
  test('near me is around the asker; without a place it is ignored, and told', async () => {
    expect(
      await titles('theatre near me', { here: { latitude: CITY_HALL.latitude + 30 / 111.32, longitude: CITY_HALL.longitude } }),
    ).toEqual(['Puppets for small people']);
    expect((await search('theatre near me')).understood).toMatchObject({ place: null, ignoredWords: ['near me'] });
  });
  test('what is nearer comes first, before what starts sooner', async () => {
    const put = (title: string, north: number, day: number) =>
      world.anEvent({
        ...{ title, description: '', ...at(`2026-12-${day}T18:00:00`, `2026-12-${day}T20:00:00`) },
        venue: { name: title, city: 'Laval', latitude: 45.5 + north / 111.32, longitude: -73.6 },
      });
    await put('Lantern walk far', 6, 11);
    await put('Lantern walk here', 0.2, 19);
    await put('Lantern walk around the corner', 1.5, 15);
    const here = { latitude: 45.5, longitude: -73.6 };
    expect(await titles('lantern walk near me', { here })).toEqual([
      'Lantern walk here',
      'Lantern walk around the corner',
      'Lantern walk far',
    ]);
  });
  test('parts of the city are circles, streets are addresses', async () => {
    expect((await search('photographs downtown')).understood.place).toMatchObject({
      name: 'downtown',
      kind: 'PART_OF_CITY',
      radiusKm: 2.5,
    });
    expect(await titles('photographs downtown')).toEqual(['Light and shadow']);
    expect(await titles('photographs on bloor street west')).toEqual(['Light and shadow']);
  });
  test('a latitude without a longitude is refused', async () => {
    const { errors } = await world.execute(null, print(UnderstandSearchDocument), { query: 'near me', here: { latitude: 43 } });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: 'here.longitude' } }]);
  });
});

test('the whole name of a venue is a place, whatever stands beside it; an organiser is one, too', async () => {
  const { nodes, understood } = await search('children puppet house');
  expect(understood).toMatchObject({ place: { words: 'puppet house', kind: 'VENUE' }, rest: [], audiences: [{ audience: 'KIDS' }] });
  expect(nodes.map((node: Data) => node.title)).toEqual(['Puppets for small people']);
  expect((await search('children puppet house', { without: ['PLACE'] })).understood).toMatchObject({
    place: null,
    rest: ['puppet', 'house'],
  });
  const conductor = aViewer();
  await world.know([conductor], { displayName: 'Wilhelmina Ostrander' });
  await world.anEvent({ by: conductor, title: 'A march', ...at('2026-12-09T18:00:00', '2026-12-09T20:00:00') });
  const theirs = await search('anything by Wilhelmina Ostrander');
  expect(theirs).toMatchObject({ nodes: [{ title: 'A march' }], understood: { organizer: { words: 'Wilhelmina Ostrander' }, rest: [] } });
  await world.tell('user.updated', conductor.id, { ...userOf(conductor), version: 2, active: false, displayName: 'Wilhelmina Ostrander' });
  expect((await search('Wilhelmina Ostrander')).understood).toMatchObject({ organizer: null, ignoredWords: ['Wilhelmina', 'Ostrander'] });
});

test("a private place is nobody's name in a search", async () => {
  await world.anEvent({ title: 'Secret', visibility: 'PRIVATE', venue: { name: 'Hidden Lodge' } });
  expect((await search('hidden lodge')).understood).toMatchObject({ place: null, ignoredWords: ['hidden', 'lodge'] });
});

describe('words', () => {
  test('other spellings and other names find the same; categories tell which (X79, events F16)', async () => {
    expect(await titles('theater')).toEqual(expect.arrayContaining(['Puppets for small people', 'Théâtre de rue']));
    expect((await search('theater')).understood.categories).toEqual([{ words: 'theater', slug: 'theatre' }]);
    expect(await titles('ausstellung')).toEqual(['Light and shadow']);
  });
  test('apostrophes and hyphens do not matter', async () => {
    for (const query of ['hughs', "hugh's", 'hugh’s', 'hiphop', 'hip hop', 'hip-hop'])
      expect([query, await titles(query)]).toEqual([query, ["Hugh's open stage"]]);
  });
  test('each language has its own stems, and scripts without blanks are found by parts of their words (X79, events F17)', async () => {
    expect(await titles('troupes jouent')).toContain('Théâtre de rue');
    expect(await titles('концерты')).toContain('Концерт в парке');
    expect(await titles('парк')).toEqual(['Концерт в парке']);
    for (const query of ['音樂會', '中秋', '燈會']) expect(await titles(query)).toContain('中秋節燈會與音樂會');
    const { rows } = await sqlOn(world)('SELECT title, language FROM event_search ORDER BY title');
    expect(Object.fromEntries(rows.map(({ title, language }) => [title, language]))).toMatchObject({
      'Jazz brunch': 'en',
      'Théâtre de rue': 'fr',
      'Концерт в парке': 'ru',
      中秋節燈會與音樂會: 'zh',
    });
  });
  test('an unknown word is ignored, and told; a misspelt one is corrected (events F14, F16)', async () => {
    const { nodes, understood } = await search('jazz xylophonist');
    expect(nodes).toHaveLength(3);
    expect(understood).toMatchObject({ rest: ['jazz'], ignoredWords: ['xylophonist'], corrections: [] });
    expect((await search('pupets')).understood).toMatchObject({ corrections: [{ from: 'pupets', to: 'puppets' }], ignoredWords: [] });
  });
  test('words that only ask find anything; nothing but unknown words finds nothing', async () => {
    expect((await search('things to do')).totalCount).toBe(13);
    expect(await search('xylophonist')).toMatchObject({ nodes: [], totalCount: 0, understood: { ignoredWords: ['xylophonist'] } });
  });
});

test('where nothing meets every part, what meets most is shown, and told', async () => {
  const { nodes, totalCount, understood } = await search('free puppets on boxing day');
  expect(understood.isLoose).toBe(true);
  expect(nodes[0].title).toBe('Puppets for small people');
  expect(totalCount).toBe(nodes.length);
});

test('without a query nothing was understood', async () => {
  const { searchEvents } = await world.run(null, '{ searchEvents { understood { rest } } }');
  expect(searchEvents.understood).toBeNull();
});

describe('who organises it', () => {
  const organiser = aViewer();
  const found = async (query: string) => (await titles(query)).includes('Evening of strangers');
  beforeAll(() =>
    world.anEvent({
      by: organiser,
      title: 'Evening of strangers',
      description: 'Come.',
      ...at('2026-12-05T20:00:00', '2026-12-05T22:00:00'),
    }),
  );

  test('is found by their name as soon as it is known, under the new name after a change, and not while suspended or once erased', async () => {
    const tell = (version: number, parts: object) => world.tell('user.updated', organiser.id, { ...userOf(organiser), version, ...parts });
    expect(await found('Quillfeather')).toBe(false);
    await tell(2, { displayName: 'Odette Quillfeather' });
    expect(await found('quillfeather')).toBe(true);
    await tell(3, { displayName: 'Odette Marrowgate' });
    expect([await found('quillfeather'), await found('marrowgate')]).toEqual([false, true]);
    await tell(4, { displayName: 'Odette Marrowgate', active: false });
    expect(await found('marrowgate')).toBe(false);
    await tell(5, { displayName: 'Odette Marrowgate' });
    expect(await found('marrowgate')).toBe(true);
  });
});

test('rows whose words were made by an older version are made anew by the job', async () => {
  const sql = sqlOn(world);
  await sql(`UPDATE event_search SET document = to_tsvector('event_document', title)`);
  await sql(`UPDATE event_search SET index_version = 1`);
  expect(await titles('парк')).toEqual([]);
  await world.subgraph.runJob('rebuild-search');
  expect(await titles('парк')).toEqual(['Концерт в парке']);
  expect((await sql('SELECT count(*)::int AS n FROM event_search WHERE index_version < 2')).rows).toEqual([{ n: 0 }]);
});
