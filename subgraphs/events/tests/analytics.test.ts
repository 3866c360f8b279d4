import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { aViewer, type Data } from '@marquee/platform/testing';
import { print } from 'graphql';
import {
  CheckInDocument,
  EventAnalyticsDocument,
  OrganizationAnalyticsDocument,
  TrackInteractionsDocument,
  type InteractionInput,
} from './generated/documents';
import { cost } from './cost';
import { anOrder } from './selling';
import { sqlOn } from './sql';
import { DAY, HOUR, startWorld, type World } from './world';

let world: World;
beforeEach(async () => void (world = await startWorld()));

const isoIn = (ms: number) => new Date(world.clock.now().getTime() + ms).toISOString();
const dayIn = (ms = 0) => isoIn(ms).slice(0, 10);
const did = async (viewer: Viewer | null, eventId: string, ...deeds: Pick<InteractionInput, 'type' | 'source'>[]) => {
  const interactions = deeds.map((deed) => ({ clientId: randomUUID(), at: isoIn(0), eventId, ...deed }));
  const { trackInteractions } = await world.run(viewer, TrackInteractionsDocument, {
    input: { interactions, session: randomUUID(), consent: true },
  });
  expect(trackInteractions).toMatchObject({ recorded: deeds.length });
};
const roll = () => world.subgraph.runJob('roll-up-interactions');
const range = () => ({ from: dayIn(-10 * DAY), to: dayIn(10 * DAY) });
const ofEvent = async (viewer: Viewer, eventId: string, days = range()): Promise<Data | null> =>
  (await world.run(viewer, EventAnalyticsDocument, { eventId, range: days })).eventAnalytics ?? null;

/** Seen by four, opened by three, answered by three, paid by one (in the time of the test's orders); two days. */
async function aLife() {
  const { id } = await world.anEvent({ startsAt: isoIn(3 * DAY), endsAt: isoIn(3 * DAY + 2 * HOUR) });
  const [ann, ben, cleo] = [aViewer(), aViewer(), aViewer()];
  const seen = { type: 'IMPRESSION', source: 'FEED' } as const;
  const [clicked, opened] = [{ type: 'CLICK', source: 'FEED' } as const, { type: 'VIEW', source: 'OTHER' } as const];
  await did(ann, id, seen, clicked, opened);
  await did(ben, id, seen, seen, opened);
  await did(null, id, { type: 'IMPRESSION', source: 'SEARCH' });
  await world.rsvp(ann, id);
  await world.rsvp(ben, id, 'INTERESTED');
  await roll();
  world.clock.advance(DAY);
  await did(ann, id, seen, opened);
  await did(cleo, id, seen, opened);
  await world.rsvp(ben, id, 'NOT_GOING');
  await anOrder(world, cleo, id).paid();
  await roll();
  return { id, ann, ben, cleo };
}

test('tells who saw it, opened it, answered, paid and came, each person once (X103, X107)', async () => {
  const { id, ann } = await aLife();
  const first = await ofEvent(world.organiser, id);
  expect(first).toMatchObject({
    funnel: { seen: 4, opened: 3, answered: 2, paid: 1, came: 0 },
    days: [
      { day: dayIn(-DAY), impressions: 4, views: 2, clicks: 1, answered: 1, paid: 1, came: 0 },
      { day: dayIn(), impressions: 2, views: 2, clicks: 0, answered: 1, paid: 0, came: 0 },
    ],
    sources: [
      { source: 'FEED', seen: 4, clicked: 1 },
      { source: 'SEARCH', seen: 1, clicked: 0 },
    ],
    noShows: 0,
  });
  expect(first!.csv).toBe(`day,impressions,views,clicks,answered,paid,came\r\n${dayIn(-DAY)},4,2,1,1,1,0\r\n${dayIn()},2,2,0,1,0,0\r\n`);
  world.clock.advance(2 * DAY - HOUR);
  const input = { eventId: id, userId: ann.id, nonce: '1' };
  expect((await world.run(world.organiser, CheckInDocument, { input })).checkIn.__typename).toBe('CheckInSuccess');
  world.clock.advance(2 * DAY);
  await world.subgraph.runJob('complete-past-events');
  await roll();
  expect(await ofEvent(world.organiser, id)).toMatchObject({ funnel: { came: 1 }, noShows: 1 });
});

test('is what a recount of the rows themselves comes to', async () => {
  const { id } = await aLife();
  const sql = sqlOn(world);
  const { rows } = await sql(
    `SELECT (SELECT count(DISTINCT actor_id) FROM interactions WHERE event_id = $1 AND type = 'IMPRESSION')::int AS seen,
      (SELECT count(DISTINCT actor_id) FROM interactions WHERE event_id = $1 AND type = 'VIEW')::int AS opened,
      (SELECT count(*) FROM attendances WHERE event_id = $1 AND status IN ('GOING', 'WAITLISTED', 'PENDING_APPROVAL', 'INTERESTED', 'MAYBE'))::int AS answered,
      (SELECT count(DISTINCT user_id) FROM tickets WHERE event_id = $1 AND paid_at IS NOT NULL AND refunded_at IS NULL)::int AS paid,
      (SELECT count(*) FROM attendances WHERE event_id = $1 AND checked_in_at IS NOT NULL)::int AS came`,
    [id],
  );
  expect((await ofEvent(world.organiser, id))!.funnel).toEqual(rows[0]);
  await sql('DELETE FROM interaction_days; DELETE FROM event_outcome_days; DELETE FROM job_marks');
  await roll();
  expect((await ofEvent(world.organiser, id))!.funnel).toEqual(rows[0]);
});

test('is for the team that runs it and for staff, and for nobody else; of an organisation for who runs that (X107)', async () => {
  const { id } = await aLife();
  const editor = aViewer();
  await world.join(id, editor, 'EDITOR');
  const door = aViewer();
  await world.join(id, door, 'DOOR');
  for (const viewer of [editor, aViewer({ role: 'admin' })]) expect(await ofEvent(viewer, id)).not.toBeNull();
  for (const viewer of [door, aViewer()]) expect(await ofEvent(viewer, id)).toBeNull();
  const { errors } = await world.execute(null, print(EventAnalyticsDocument), { eventId: id, range: range() });
  expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  const wrong = await world.execute(editor, print(EventAnalyticsDocument), { eventId: id, range: { from: 'x', to: dayIn() } });
  expect(wrong.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');

  const organizationId = randomUUID();
  const [manager, staff] = [aViewer(), aViewer()];
  await world.know([manager, staff]);
  await world.employ(manager, organizationId, 'MANAGER');
  await world.employ(staff, organizationId, 'STAFF');
  const one = await world.anEvent({ by: manager, organizationId });
  const other = await world.anEvent({ by: manager, organizationId });
  await did(aViewer(), one.id, { type: 'VIEW', source: 'OTHER' });
  await did(aViewer(), other.id, { type: 'VIEW', source: 'OTHER' });
  await roll();
  const of = async (viewer: Viewer) =>
    (await world.run(viewer, OrganizationAnalyticsDocument, { organizationId, range: range() })).organizationAnalytics;
  expect(await of(manager)).toMatchObject({ funnel: { opened: 2, seen: 0 } });
  expect(await of(staff)).toBeNull();
  expect(await of(aViewer())).toBeNull();
});

test('a range costs as many statements as another, and only its days are in it', async () => {
  const { id } = await aLife();
  const short = { from: dayIn(), to: dayIn() };
  const one = await cost(world.subgraph, () => ofEvent(world.organiser, id, short));
  const all = await cost(world.subgraph, () => ofEvent(world.organiser, id, { from: dayIn(-300 * DAY), to: dayIn() }));
  expect(all.statements).toBe(one.statements);
  expect(one.result).toMatchObject({ funnel: { seen: 1, opened: 1, answered: 1, paid: 0 }, days: [{ day: dayIn() }] });
});
