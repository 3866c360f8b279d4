import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { aViewer, type Data } from '@marquee/platform/testing';
import {
  LearningFeedDocument,
  SetPersonalizationDocument,
  SwipeDocument,
  TrackInteractionsDocument,
  type SwipeDirection,
} from './generated/documents';
import { cost } from './cost';
import { sqlOn, type Sql } from './sql';
import { DAY, HOUR, startWorld, userOf, type World } from './world';

let world: World;
let sql: Sql;
const anew = async () => {
  world = await startWorld();
  sql = sqlOn(world);
};

const at = (ms: number) => {
  const start = world.clock.now().getTime() + ms;
  return { startsAt: new Date(start).toISOString(), endsAt: new Date(start + 2 * HOUR).toISOString() };
};
/** Every event of its own organiser, unless told otherwise. */
const anEvent = (title: string, parts: Data = {}) => world.anEvent({ by: aViewer(), title, description: '', ...parts });
const page = async (viewer: Viewer | null, variables: Data = {}): Promise<Data> =>
  (await world.run(viewer, LearningFeedDocument, { first: 20, ...variables })).eventFeed;
const titlesOf = ({ nodes }: Data): string[] => nodes.map(({ event }: Data) => event.title);
const swipe = async (viewer: Viewer, eventId: string, direction: SwipeDirection) => {
  await world.run(viewer, SwipeDocument, { input: { eventId, direction } });
  world.clock.advance(1000);
};
const choose = (viewer: Viewer, enabled: boolean) => world.run(viewer, SetPersonalizationDocument, { input: { enabled } });
/** Swipes of people who are of no further interest here. */
const swiped = (people: readonly string[], eventIds: readonly string[]) =>
  sql(
    `INSERT INTO swipes (user_id, event_id, direction, swiped_at) SELECT p, e, 'RIGHT', $3 FROM unnest($1::uuid[]) p, unnest($2::uuid[]) e ON CONFLICT DO NOTHING`,
    [people, eventIds, world.clock.now()],
  );
const reasonsOf = ({ nodes }: Data, title: string): Data[] => nodes.find(({ event }: Data) => event.title === title)?.reasons ?? [];

describe('who swipes right on ten jazz events (events F9)', () => {
  const PLACES = ['harbour', 'cellar', 'rooftop', 'garden', 'church', 'library', 'market', 'square', 'tower', 'bridge', 'mill', 'pier'];
  const OTHERS = ['Rock', 'Pottery', 'Chess', 'Poetry', 'Football', 'Baking', 'Yoga', 'Opera', 'Puppets', 'Gardening', 'Quiz', 'Salsa'];
  let jazz: string[];
  let me: Viewer;

  beforeAll(async () => {
    await anew();
    me = aViewer();
    jazz = [];
    for (const place of PLACES) {
      jazz.push((await anEvent(`Jazz trio at the ${place}`, at(40 * DAY))).id);
      await anEvent(`Late jazz, ${place}`, { ...at(50 * DAY), categorySlug: 'nightlife' });
    }
    for (const [n, other] of OTHERS.entries())
      for (let k = 0; k < 3; k++) {
        await anEvent(`${other} for all, number ${k}`, {
          ...at((n + 2 + k) * DAY),
          categorySlug: ['music', 'comedy', 'food-drink', 'sports'][n % 4]!,
        });
      }
  }, 120_000);

  test('sees hardly any before, and five of twenty or more afterwards, each with what it comes from', async () => {
    const isJazz = (title: string) => /jazz/i.test(title);
    expect(titlesOf(await page(me)).filter(isJazz).length).toBeLessThan(3);
    for (const id of jazz.slice(0, 10)) await swipe(me, id, 'RIGHT');
    const feed = await page(me);
    expect(titlesOf(feed).filter(isJazz).length).toBeGreaterThanOrEqual(5);
    const [reason] = reasonsOf(feed, titlesOf(feed).find(isJazz)!);
    expect(reason).toMatchObject({ kind: 'LIKED_SIMILAR', message: `Because you liked ${reason!.event.title}` });
    expect(jazz.slice(0, 10)).toContain(reason!.event.id);
    // None of what was swiped comes again, and others are as they were.
    expect(feed.nodes.filter(({ event }: Data) => jazz.slice(0, 10).includes(event.id))).toEqual([]);
    expect(titlesOf(await page(aViewer())).filter(isJazz).length).toBeLessThan(3);
    // The same again, for the same choices.
    expect(await page(me)).toEqual(await page(me));
  });

  test('a page costs as many statements, however much they chose', async () => {
    const [one, many] = [aViewer(), me];
    await swipe(one, jazz[0]!, 'RIGHT');
    const costs = [];
    for (const viewer of [aViewer(), one, many]) {
      await page(viewer);
      costs.push((await cost(world.subgraph, () => page(viewer))).statements);
    }
    // What is named as the reason is loaded with the events, but for those who chose nothing.
    expect(costs).toEqual([3, 4, 4]);
  });

  test('who does not want it gets what everybody gets, and it is learned from no more (A14)', async () => {
    const ann = aViewer();
    for (const id of jazz.slice(0, 10)) await swipe(ann, id, 'RIGHT');
    await choose(ann, false);
    const feed = await page(ann);
    expect(feed.nodes.flatMap(({ reasons }: Data) => reasons.map(({ kind }: Data) => kind))).not.toContain('LIKED_SIMILAR');
    expect(feed.variant).toBe('A');
    await choose(ann, true);
    expect(JSON.stringify(await page(ann))).toContain('LIKED_SIMILAR');
  });

  test('who opens what was recommended is shown more of it; who opens nothing is not (X95)', async () => {
    const [ann, bob] = [aViewer(), aViewer()];
    const clicked = jazz.slice(0, 8).map((eventId, n) => ({
      ...{ clientId: randomUUID(), type: 'CLICK' as const, source: 'FEED' as const, eventId },
      at: new Date(world.clock.now().getTime() - n * 1000).toISOString(),
    }));
    const input = { interactions: clicked, session: randomUUID(), consent: true };
    expect((await world.run(ann, TrackInteractionsDocument, { input })).trackInteractions).toMatchObject({ recorded: 8 });
    const count = async (viewer: Viewer) => titlesOf(await page(viewer)).filter((title) => /jazz/i.test(title)).length;
    expect([await count(ann), await count(bob)]).toEqual([expect.toSatisfy((n: number) => n >= 5), expect.toSatisfy((n: number) => n < 3)]);
  });

  test('the next page shows a swipe already, and nothing twice', async () => {
    const ann = aViewer();
    const first = await page(ann, { first: 5 });
    for (const id of jazz.slice(0, 6)) await swipe(ann, id, 'UP');
    const second = await page(ann, { first: 10, after: first.pageInfo.endCursor });
    expect(titlesOf(second).filter((title) => /jazz/i.test(title)).length).toBeGreaterThanOrEqual(4);
    const third = await page(ann, { first: 50, after: second.pageInfo.endCursor });
    const all = [first, second, third].flatMap(titlesOf);
    expect(new Set(all).size).toBe(all.length);
    // What was saved is not shown again.
    expect(all.filter((title) => PLACES.slice(0, 6).some((place) => title === `Jazz trio at the ${place}`))).toEqual([]);
  });
});

describe('what people choose who choose alike', () => {
  beforeEach(anew);
  const people = (count: number) => Array.from({ length: count }, () => randomUUID());

  test('comes first, and it is said that it is so, but for those who do not want to be learned from (X86, X92)', async () => {
    const ann = aViewer();
    const [clay, glass] = [await anEvent('Clay', at(60 * DAY)), await anEvent('Glass', { ...at(60 * DAY), categorySlug: 'comedy' })];
    await anEvent('Sooner', { ...at(9 * DAY), categorySlug: 'sports' });
    const others = people(6);
    await swiped(others, [clay.id, glass.id]);
    await swipe(ann, clay.id, 'RIGHT');
    const feed = await page(ann);
    expect(titlesOf(feed)[0]).toBe('Glass');
    expect(reasonsOf(feed, 'Glass')[0]).toMatchObject({ kind: 'SIMILAR_PEOPLE', event: null });
    await sql('INSERT INTO personalization_choices SELECT p, FALSE, $2 FROM unnest($1::uuid[]) p', [others, world.clock.now()]);
    expect(titlesOf(await page(ann))[0]).toBe('Sooner');
  });

  test('is learned by a job, found no worse than what is popular, and keeps nobody’s vector (X97)', async () => {
    const tastes = await Promise.all(
      ['Red', 'Blue', 'Green'].map((colour) =>
        Promise.all(
          Array.from({ length: 12 }, async (_, n) => (await anEvent(`${colour}${n}`, { ...at(60 * DAY), categorySlug: 'sports' })).id),
        ),
      ),
    );
    const all = people(90);
    for (const [n, person] of all.entries()) {
      const mine = tastes[n % 3]!;
      await swiped(
        [person],
        Array.from({ length: 5 }, (_, k) => mine[(n + k * 5) % 12]!),
      );
    }
    await world.subgraph.runJob('learn-tastes');
    const { rows } = await sql(`SELECT adopted, learned, held_out, figures, parameters FROM learned_models WHERE name = 'tastes'`);
    expect(rows).toMatchObject([{ adopted: true }]);
    const { candidate, baseline } = rows[0]!.figures as Record<string, { hitRate: number }>;
    expect(candidate!.hitRate).toBeGreaterThanOrEqual(baseline!.hitRate);
    const bytes = (rows[0]!.parameters as Buffer).toString('latin1');
    expect(all.filter((id) => bytes.includes(id))).toEqual([]);
    expect(tastes.flat().filter((id) => bytes.includes(id)).length).toBeGreaterThan(30);
    const ann = aViewer();
    for (const id of tastes[1]!.slice(0, 2)) await swipe(ann, id, 'RIGHT');
    const first = titlesOf(await page(ann, { first: 8 }));
    expect(first.filter((title) => title.startsWith('Blue')).length).toBeGreaterThanOrEqual(7);
    // Nothing new: nothing is trained.
    await world.subgraph.runJob('learn-tastes');
    expect((await sql(`SELECT 1 FROM learned_models`)).rowCount).toBe(1);
  });
});

describe('what somebody has told of themselves', () => {
  beforeEach(anew);

  test('is found in the words of events, too', async () => {
    const ann = aViewer();
    await world.tell('user.updated', ann.id, { ...userOf(ann), interests: ['Board games'] });
    await anEvent('Sooner', { ...at(9 * DAY), categorySlug: 'sports' });
    await anEvent('An afternoon of board games', { ...at(60 * DAY), categorySlug: 'food-drink' });
    const feed = await page(ann);
    expect(titlesOf(feed)[0]).toBe('An afternoon of board games');
    expect(reasonsOf(feed, 'An afternoon of board games')[0]).toMatchObject({ kind: 'INTEREST', message: 'You like board games' });
  });

  test('and a habit counts where they told nothing: when they go out (X89)', async () => {
    const ann = aViewer();
    const noon = (days: number, hours = 0) => at(days * DAY + hours * HOUR);
    const ids = [];
    for (let n = 0; n < 6; n++) ids.push((await anEvent(`Habit ${n}`, noon(20 + n))).id);
    await anEvent('At another time', { ...noon(60, 9), categorySlug: 'sports' });
    await anEvent('At their time', { ...noon(60.5, -12), categorySlug: 'comedy' });
    for (const id of ids) await swipe(ann, id, 'RIGHT');
    const feed = await page(ann);
    const kinds = (title: string) => reasonsOf(feed, title).map(({ kind }) => kind as string);
    expect(kinds('At their time')).toContain('TIME_OF_DAY');
    expect(kinds('At another time')).not.toContain('TIME_OF_DAY');
  });

  test('people are divided in two, for good, and the feed says which (X85)', async () => {
    const seen = new Set<string>();
    for (let n = 0; n < 16; n++) {
      const viewer = aViewer();
      const { variant, recommendationId } = await page(viewer);
      expect(recommendationId).toMatch(new RegExp(`^${variant}-\\d+$`));
      expect((await page(viewer)).variant).toBe(variant);
      seen.add(variant as string);
    }
    expect([...seen].sort()).toEqual(['A', 'B']);
    expect((await page(null)).variant).toBe('A');
  });
});
