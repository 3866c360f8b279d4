import { randomUUID } from 'node:crypto';
import ICAL from 'ical.js';
import type { Viewer } from '@marquee/platform';
import { silentLogger } from '@marquee/platform';
import { afterTests, aViewer, type Data } from '@marquee/platform/testing';
import { print } from 'graphql';
import { openDatabase, type Database } from '../src/db';
import {
  CalendarFeedDocument,
  CalendarLinksDocument,
  RenewCalendarFeedDocument,
  SharedCalendarDocument,
  SwipeDocument,
  UpdateEventDocument,
} from './generated/documents';
import { DAY, HOUR, startWorld, userOf, type World } from './world';

// Calendars (E63, E57).

let world: World;
let db: Database;
beforeAll(async () => {
  world = await startWorld();
  db = openDatabase(world.databaseUrl, silentLogger);
  afterTests(() => db.close());
});

const later = (ms: number) => new Date(world.clock.now().getTime() + ms).toISOString();
const fetchFeed = async (address: string, headers: Record<string, string> = {}) => {
  const [path = '', query = ''] = address.split('?');
  return world.subgraph.publicHandlers!['/calendars/*']!({
    ...{ method: 'GET', path, query, headers, body: Buffer.alloc(0) },
    caller: { viewer: null } as never,
  });
};
interface Told {
  uid: string;
  sequence: number;
  summary: string;
  status: string;
  start: string;
}
const told = async (address: string): Promise<Told[]> => {
  const { status, body } = await fetchFeed(address);
  if (status !== 200) throw new Error(`${status}`);
  return eventsIn(String(body));
};
const eventsIn = (text: string): Told[] =>
  new ICAL.Component(ICAL.parse(text) as never).getAllSubcomponents('vevent').map((one) => {
    const { uid, sequence, summary, startDate } = new ICAL.Event(one);
    return { uid, sequence, summary, status: String(one.getFirstPropertyValue('status')), start: startDate.toString() };
  });
const uids = async (address: string) => (await told(address)).map(({ uid }) => uid.replace('@marquee', ''));
const renew = async (viewer: Viewer): Promise<string> => {
  const { renewCalendarFeed } = await world.run(viewer, RenewCalendarFeedDocument, { input: {} });
  return (renewCalendarFeed as Data).calendarFeed.path as string;
};

describe('the feed of an event', () => {
  test('tells it by the clock of its own zone, and follows its changes (E14)', async () => {
    const venue = { name: `Hall; ${randomUUID()}`, city: 'Toronto', latitude: 43.65, longitude: -79.38 };
    const event = await world.anEvent({ title: 'A, B; C', startsAt: '2026-12-24T20:00:00Z', endsAt: '2026-12-24T22:00:00Z', venue });
    const address = `/calendars/events/${event.id}.ics`;
    const first = await fetchFeed(address);
    expect(first.headers).toMatchObject({ 'content-type': 'text/calendar; charset=utf-8', 'cache-control': 'public, max-age=900' });
    expect(String(first.body)).toContain('BEGIN:VTIMEZONE\r\nTZID:America/Toronto');
    const [one] = eventsIn(String(first.body));
    expect(one).toMatchObject({ uid: `${event.id}@marquee`, summary: 'A, B; C', status: 'CONFIRMED', start: '2026-12-24T15:00:00' });
    const moved = { eventId: event.id, version: event.version, startsAt: '2026-12-24T21:00:00Z' };
    await world.run(world.organiser, UpdateEventDocument, { input: moved });
    const [next] = await told(address);
    expect(next).toMatchObject({ start: '2026-12-24T16:00:00' });
    expect(next!.sequence).toBeGreaterThan(one!.sequence);
    await world.callOff(event.id);
    const [last] = await told(address);
    expect(last).toMatchObject({ status: 'CANCELLED', uid: one!.uid });
    expect(last!.sequence).toBeGreaterThan(next!.sequence);
  });

  test('is sent again only when it has changed', async () => {
    const { id } = await world.anEvent();
    const address = `/calendars/events/${id}.ics`;
    const { etag } = (await fetchFeed(address)).headers as { etag: string };
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*'])
      expect(await fetchFeed(address, { 'if-none-match': known })).toMatchObject({ status: 304, headers: { etag } });
    expect(await fetchFeed(address, { 'if-none-match': '"other"' })).toMatchObject({ status: 200 });
    await world.callOff(id);
    expect(await fetchFeed(address, { 'if-none-match': etag })).toMatchObject({ status: 200 });
  });

  test('is there for what everybody sees, and for nothing else', async () => {
    const [draft, secret, hidden] = [
      await world.anEvent({ status: 'DRAFT' }),
      await world.anEvent({ visibility: 'PRIVATE' }),
      await world.anEvent(),
    ];
    await db.prisma.event.update({ where: { id: hidden.id }, data: { hidden: true } });
    for (const { id } of [draft, secret, hidden, { id: randomUUID() }])
      expect(await fetchFeed(`/calendars/events/${id}.ics`)).toMatchObject({ status: 404 });
    for (const odd of ['/calendars', '/calendars/', '/calendars/events/x.ics', '/calendars/others/1.ics', `/calendars/events/${draft.id}`])
      expect(await fetchFeed(odd)).toMatchObject({ status: 404 });
  });
});

describe('feeds of many events', () => {
  test('are by venue, organiser, organisation, and category with a place; private ones are in none', async () => {
    const at = (latitude: number) => ({ name: `Hall ${randomUUID()}`, city: 'Here', latitude, longitude: 10 });
    const organiser = aViewer();
    const organizationId = randomUUID();
    await world.employ(organiser, organizationId, 'OWNER');
    const here = at(50);
    const own = await world.anEvent({
      by: organiser,
      categorySlug: 'comedy',
      venue: here,
      startsAt: later(2 * DAY),
      endsAt: later(2 * DAY + HOUR),
    });
    const far = await world.anEvent({
      by: organiser,
      categorySlug: 'comedy',
      venue: at(52),
      startsAt: later(3 * DAY),
      endsAt: later(3 * DAY + HOUR),
    });
    const house = await world.anEvent({ by: organiser, organizationId, categorySlug: 'music' });
    const secret = await world.anEvent({ by: organiser, visibility: 'PRIVATE', categorySlug: 'comedy', venue: here });
    expect(await uids(`/calendars/people/${organiser.id}.ics`)).toEqual([own.id, far.id]);
    expect(await uids(`/calendars/organizations/${organizationId}.ics`)).toEqual([house.id]);
    expect(await uids('/calendars/categories/comedy.ics')).toEqual([own.id, far.id]);
    expect(await uids('/calendars/categories/comedy.ics?near=50.01,10&km=20')).toEqual([own.id]);
    for (const odd of ['near=x', 'near=91,0', 'near=50,10&km=0', 'near=50,10&km=900', 'near=50,10&km=x'])
      expect(await fetchFeed(`/calendars/categories/comedy.ics?${odd}`)).toMatchObject({ status: 404 });
    const links = (await world.run(organiser, CalendarLinksDocument, { id: own.id })).event!;
    expect(await uids(links.venue!.calendarPath)).toEqual([own.id]);
    expect((await world.run(organiser, CalendarLinksDocument, { id: secret.id })).event!.calendarLinks.ics).toBeNull();
  });

  test('of nobody are empty', async () => {
    expect(await uids(`/calendars/people/${randomUUID()}.ics`)).toEqual([]);
  });
});

describe('one’s own calendar', () => {
  test('is at a secret address, holds what one plans, private events too, and is renewed', async () => {
    const [ann, stranger] = [aViewer(), aViewer()];
    await world.know([ann, stranger]);
    expect((await world.run(ann, CalendarFeedDocument, {})).calendarFeed).toBeNull();
    const going = await world.anEvent({ startsAt: later(2 * DAY), endsAt: later(2 * DAY + HOUR) });
    const swiped = await world.anEvent({ startsAt: later(3 * DAY), endsAt: later(3 * DAY + HOUR) });
    const secret = await world.anEvent({ by: ann, visibility: 'PRIVATE', startsAt: later(4 * DAY), endsAt: later(4 * DAY + HOUR) });
    await world.rsvp(ann, going.id);
    await world.rsvp(ann, secret.id);
    await world.run(ann, SwipeDocument, { input: { eventId: swiped.id, direction: 'RIGHT' } });
    const address = await renew(ann);
    expect(address).toMatch(/^\/calendars\/personal\/[\w-]{32}\.ics$/);
    expect((await world.run(ann, CalendarFeedDocument, {})).calendarFeed!.path).toBe(address);
    expect(await uids(address)).toEqual([going.id, swiped.id, secret.id]);
    expect((await fetchFeed(address)).headers).toMatchObject({ 'cache-control': 'private, no-cache' });
    expect((await world.run(stranger, CalendarFeedDocument, {})).calendarFeed).toBeNull();
    const other = await renew(ann);
    expect(await fetchFeed(address)).toMatchObject({ status: 404 });
    expect(await uids(other)).toHaveLength(3);
    const { errors } = await world.execute(null, print(RenewCalendarFeedDocument), { input: {} });
    expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });

  test('shows nothing while its person is suspended, and goes with them', async () => {
    const ann = aViewer();
    await world.know([ann]);
    const address = await renew(ann);
    await world.tell('user.updated', ann.id, { ...userOf(ann), version: 2, active: false });
    expect(await fetchFeed(address)).toMatchObject({ status: 404 });
    await world.tell('user.updated', ann.id, { ...userOf(ann), version: 3 });
    expect(await fetchFeed(address)).toMatchObject({ status: 200 });
    await world.tell('user.erased', ann.id, { userId: ann.id });
    expect(await fetchFeed(address)).toMatchObject({ status: 404 });
    expect(await db.prisma.calendarFeed.count({ where: { userId: ann.id } })).toBe(0);
  });

  test('the database alone tells no address', async () => {
    const ann = aViewer();
    const token = /personal\/(.*)\.ics/.exec(await renew(ann))![1]!;
    const { rows } = await db.pool.query('SELECT f::text AS text FROM calendar_feeds f');
    for (const { text } of rows as { text: string }[]) expect(text).not.toContain(token);
  });
});

describe('a calendar that is shared', () => {
  const shared = async (viewer: Viewer | null, of: Viewer): Promise<string[] | null> => {
    const { sharedCalendar } = await world.run(viewer, SharedCalendarDocument, { userId: of.id });
    return sharedCalendar && sharedCalendar.nodes.map(({ id }) => id);
  };
  const privacy = (attendance: string) => ({ privacy: { ...userOf(aViewer()).privacy, attendance } });

  test('is seen by those to whom its person shows where they go, as far as they see the events (E63)', async () => {
    const [ann, friend, stranger, blocked] = [aViewer(), aViewer(), aViewer(), aViewer()];
    await world.know([friend, stranger, blocked]);
    await world.tell('user.updated', ann.id, { ...userOf(ann), ...privacy('FRIENDS') });
    await world.befriend(ann, friend);
    await world.befriend(ann, blocked, { type: 'BLOCKED', status: 'BLOCKED' });
    const [going, swiped] = [await world.anEvent(), await world.anEvent({ startsAt: later(31 * DAY), endsAt: later(31 * DAY + HOUR) })];
    const secret = await world.anEvent({ by: ann, visibility: 'PRIVATE' });
    const alone = await world.anEvent();
    await world.rsvp(ann, going.id);
    await world.rsvp(ann, secret.id);
    await world.rsvp(ann, alone.id, 'GOING', { visibility: 'PRIVATE' });
    await world.run(ann, SwipeDocument, { input: { eventId: swiped.id, direction: 'RIGHT' } });
    expect(await shared(friend, ann)).toEqual([going.id, swiped.id]);
    expect(await shared(ann, ann)).toHaveLength(4);
    for (const other of [stranger, blocked, null]) expect(await shared(other, ann)).toBeNull();
    await world.tell('user.updated', ann.id, { ...userOf(ann), version: 2, ...privacy('PUBLIC') });
    expect(await shared(stranger, ann)).toContain(swiped.id);
    expect(await shared(blocked, ann)).toBeNull();
    await world.tell('user.updated', ann.id, { ...userOf(ann), version: 3, ...privacy('PRIVATE') });
    expect(await shared(friend, ann)).toBeNull();
    await world.tell('user.updated', ann.id, { ...userOf(ann), version: 4, ...privacy('PUBLIC'), active: false });
    expect(await shared(friend, ann)).toBeNull();
    expect((await world.run(friend, SharedCalendarDocument, { userId: 'nobody' })).sharedCalendar).toBeNull();
  });
});

test('links fill in forms of Google and Outlook', async () => {
  const event = await world.anEvent({ title: 'Salt & light', startsAt: '2026-12-24T20:00:00Z', endsAt: '2026-12-24T22:00:00Z' });
  const { google, outlook, ics } = (await world.run(null, CalendarLinksDocument, { id: event.id })).event!.calendarLinks;
  expect(new URL(google).searchParams.get('text')).toBe('Salt & light');
  expect(new URL(google).searchParams.get('dates')).toBe('20261224T200000Z/20261224T220000Z');
  expect(new URL(outlook).searchParams.get('startdt')).toBe('2026-12-24T20:00:00.000Z');
  expect(ics).toBe(`/calendars/events/${event.id}.ics`);
});
