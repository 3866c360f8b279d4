import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { aViewer, type Data } from '@marquee/platform/testing';
import { print } from 'graphql';
import {
  PlatformAnalyticsDocument,
  SetPersonalizationDocument,
  SwipeDocument,
  TrackInteractionsDocument,
  type SwipeDirection,
} from './generated/documents';
import { cost } from './cost';
import { sqlOn } from './sql';
import { DAY, HOUR, startWorld, type World } from './world';

const MINUTE = 60_000;
let world: World;
const staff = aViewer({ role: 'admin' });
beforeEach(async () => {
  world = await startWorld();
  // A Monday in the morning, so that weeks and months are what they seem.
  const now = world.clock.now().getTime();
  const monday = new Date(now + 7 * DAY);
  while (monday.getUTCDay() !== 1 || monday.getUTCDate() > 7) monday.setUTCDate(monday.getUTCDate() + 1);
  monday.setUTCHours(6, 0, 0, 0);
  world.clock.advance(monday.getTime() - now);
});

const dayIn = (ms = 0) => new Date(world.clock.now().getTime() + ms).toISOString().slice(0, 10);
const view = (viewer: Viewer | null, eventId: string) => tell(viewer, { type: 'VIEW', eventId });
const search = (viewer: Viewer | null, query: string, resultCount: number) =>
  tell(viewer, { type: 'SEARCH', query, resultCount, referenceId: randomUUID() });
async function tell(viewer: Viewer | null, deed: Data): Promise<void> {
  const interactions = [{ clientId: randomUUID(), at: world.clock.now().toISOString(), ...deed }] as never;
  const { trackInteractions } = await world.run(viewer, TrackInteractionsDocument, {
    input: { interactions, session: randomUUID(), consent: true },
  });
  expect(trackInteractions).toMatchObject({ recorded: 1 });
}
const swipe = (viewer: Viewer, eventId: string, direction: SwipeDirection) =>
  world.run(viewer, SwipeDocument, { input: { eventId, direction } });
const roll = () => world.subgraph.runJob('roll-up-interactions');
const read = async (from = -60 * DAY, to = 0): Promise<Data> =>
  (await world.run(staff, PlatformAnalyticsDocument, { range: { from: dayIn(from), to: dayIn(to) } })).platformAnalytics;
const nothing = { swipes: 0, swipeSessions: 0, rightSwipes: 0, rightSwipesGoing: 0, searches: 0, emptySearches: 0, clickedSearches: 0 };

test('tells who did something by day, week and month, each person once, and who came back (X106, X164)', async () => {
  const [ann, ben, cleo] = [aViewer(), aViewer(), aViewer()];
  await world.know([ann, ben, cleo]);
  const { id } = await world.anEvent({
    startsAt: new Date(world.clock.now().getTime() + 60 * DAY).toISOString(),
    endsAt: new Date(world.clock.now().getTime() + 61 * DAY).toISOString(),
  });
  const monday = dayIn();
  await view(ann, id);
  await view(ann, id);
  await view(ben, id);
  await view(null, id);
  await roll();
  world.clock.advance(DAY);
  await view(ann, id);
  await roll();
  world.clock.advance(6 * DAY);
  await view(ann, id);
  await view(cleo, id);
  await roll();
  const { days, weeks, months, cohorts, goals } = await read();
  expect(days).toEqual([
    { day: monday, active: 2, ...nothing },
    { day: dayIn(-6 * DAY), active: 1, ...nothing },
    { day: dayIn(), active: 2, ...nothing },
  ]);
  expect(weeks).toEqual([
    { starts: monday, active: 2 },
    { starts: dayIn(), active: 2 },
  ]);
  expect(months).toEqual([{ starts: `${monday.slice(0, 7)}-01`, active: 3 }]);
  expect(cohorts).toEqual([
    {
      week: monday,
      people: 2,
      returned: [
        { weeksLater: 0, people: 2 },
        { weeksLater: 1, people: 1 },
      ],
    },
    { week: dayIn(), people: 1, returned: [{ weeksLater: 0, people: 1 }] },
  ]);
  // The last whole week had two of the three who have an account.
  expect(goals.weeklyActiveShare).toBeCloseTo(2 / 3);
});

test('tells swipes a session and how many swipes to the right came to a place (X161, X163)', async () => {
  const ann = aViewer();
  const [one, other, third] = [await world.anEvent(), await world.anEvent(), await world.anEvent()];
  await swipe(ann, one.id, 'RIGHT');
  world.clock.advance(MINUTE);
  await swipe(ann, other.id, 'RIGHT');
  world.clock.advance(HOUR);
  await swipe(ann, third.id, 'LEFT');
  // An answer is no swipe.
  await world.rsvp(ann, third.id, 'INTERESTED');
  await roll();
  expect((await read()).days).toEqual([{ ...nothing, day: dayIn(), active: 1, swipes: 3, swipeSessions: 2, rightSwipes: 2 }]);
  world.clock.advance(DAY);
  await world.rsvp(ann, one.id);
  await roll();
  const { days, goals, csv } = await read();
  expect(days[0]).toMatchObject({ day: dayIn(-DAY), rightSwipes: 2, rightSwipesGoing: 1 });
  expect(goals).toMatchObject({ swipesPerSession: 1.5, attendanceShare: 0.5 });
  expect(csv.split('\r\n').slice(0, 2)).toEqual([
    'day,active,swipes,swipeSessions,rightSwipes,rightSwipesGoing,searches,emptySearches,clickedSearches',
    `${dayIn(-DAY)},1,3,2,2,1,0,0,0`,
  ]);
});

test('tells what is searched for in vain, where people go, and how many have friends (X106, X162)', async () => {
  const people = Array.from({ length: 4 }, () => aViewer());
  await world.know(people);
  await world.befriend(people[0]!, people[1]!);
  for (const person of people.slice(0, 3)) await search(person, 'Curling', 0);
  await search(null, 'jazz', 4);
  const toronto = await world.anEvent({ venue: { name: 'Hall', city: 'Toronto', latitude: 43.6, longitude: -79.4 } });
  const online = await world.anEvent({ format: 'VIRTUAL', onlineUrl: 'https://example.org/live' });
  await world.rsvp(people[0]!, toronto.id);
  await world.rsvp(people[1]!, toronto.id);
  await world.rsvp(people[1]!, online.id, 'INTERESTED');
  await roll();
  const { days, cities, failedSearches, goals } = await read();
  expect(days).toEqual([{ ...nothing, day: dayIn(), active: 3, searches: 4, emptySearches: 3 }]);
  expect(failedSearches).toEqual([{ query: 'curling', searches: 3, empty: 3, clicked: 0 }]);
  expect(cities).toEqual([
    { city: 'Toronto', answered: 2, paid: 0, came: 0 },
    { city: null, answered: 1, paid: 0, came: 0 },
  ]);
  expect(goals.friendsShare).toBe(0.5);
});

test('is what a recount of the rows themselves comes to, also counted anew', async () => {
  const people = Array.from({ length: 6 }, () => aViewer());
  await world.know(people);
  const events = [await world.anEvent(), await world.anEvent(), await world.anEvent()];
  const deeds = ['RIGHT', 'LEFT', 'UP', 'DOWN', 'RIGHT'] as const;
  for (let n = 0; n < 40; n++) {
    const [person, event] = [people[(n * 5) % 6]!, events[n % 3]!];
    await swipe(person, event.id, deeds[n % 5]!);
    if (n % 4 === 0) await world.rsvp(person, event.id);
    if (n % 7 === 0) await search(person, `word ${n % 2}`, n % 3);
    world.clock.advance((n % 9) * 7 * MINUTE + (n % 11 === 0 ? DAY : 0));
    if (n % 13 === 0) await roll();
  }
  await roll();
  const sql = sqlOn(world);
  const { rows } = await sql(`
    SELECT (at AT TIME ZONE 'UTC')::date::text AS day, count(DISTINCT user_id)::int AS active, count(*) FILTER (WHERE source = 'SWIPE')::int AS swipes,
      count(*) FILTER (WHERE source = 'SWIPE' AND type = 'INTERESTED')::int AS rights, count(*) FILTER (WHERE type = 'SEARCH')::int AS searches,
      count(*) FILTER (WHERE source = 'SWIPE' AND type = 'INTERESTED' AND EXISTS (SELECT 1 FROM attendances a
        WHERE a.user_id = i.user_id AND a.event_id = i.event_id AND a.status = 'GOING'))::int AS going
    FROM interactions i GROUP BY 1 ORDER BY 1`);
  const counted = async () =>
    ((await read()).days as Data[]).map(({ day, active, swipes, rightSwipes, searches, rightSwipesGoing }) => ({
      ...{ day, active, swipes, rights: rightSwipes, searches, going: rightSwipesGoing },
    }));
  expect(rows.length).toBeGreaterThan(2);
  expect(await counted()).toEqual(rows);
  const before = await read();
  await sql(
    'DELETE FROM person_periods; DELETE FROM active_periods; DELETE FROM cohort_weeks; DELETE FROM platform_days; DELETE FROM city_days; DELETE FROM job_marks',
  );
  await roll();
  expect(await read()).toEqual(before);
});

test('who switches it off, or is erased, is counted no more; what was counted of nobody stays', async () => {
  const [ann, ben] = [aViewer(), aViewer()];
  await world.know([ann, ben]);
  const { id } = await world.anEvent();
  for (const person of [ann, ben]) await view(person, id);
  await roll();
  await world.run(ann, SetPersonalizationDocument, { input: { enabled: false } });
  await world.tell('user.erased', ben.id, { userId: ben.id });
  const { rows } = await sqlOn(world)('SELECT 1 FROM person_periods');
  expect(rows).toEqual([]);
  expect((await read()).weeks).toEqual([{ starts: dayIn(), active: 2 }]);
  world.clock.advance(DAY);
  await view(aViewer(), id);
  await roll();
  expect((await read()).weeks).toEqual([{ starts: dayIn(-DAY), active: 1 }]);
});

test('is for staff alone, and costs as many statements for a year as for a day', async () => {
  const range = { from: dayIn(), to: dayIn() };
  const { errors } = await world.execute(aViewer(), print(PlatformAnalyticsDocument), { range });
  expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  const wrong = await world.execute(staff, print(PlatformAnalyticsDocument), { range: { from: dayIn(), to: dayIn(-DAY) } });
  expect(wrong.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  const day = await cost(world.subgraph, () => read(0));
  const year = await cost(world.subgraph, () => read(-365 * DAY));
  expect(year.statements).toBe(day.statements);
  expect(day.result).toMatchObject({ days: [], goals: { swipesPerSession: null, friendsShare: null, weeklyActiveShare: null } });
});

test('who was active long ago is forgotten', async () => {
  const { id } = await world.anEvent();
  await view(aViewer(), id);
  await roll();
  world.clock.advance(450 * DAY);
  await world.subgraph.runJob('forget-active-periods');
  expect((await sqlOn(world)('SELECT 1 FROM person_periods')).rows).toEqual([]);
});
