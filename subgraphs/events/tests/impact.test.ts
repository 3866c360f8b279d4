import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { silentLogger, type Viewer } from '@marquee/platform';
import { afterTests, aViewer, watched, withoutLocks, type Data, type Hooks } from '@marquee/platform/testing';
import { events } from '../src';
import { openDatabase, type Database } from '../src/db';
import { keep } from '../src/kept';
import {
  CancelEventDocument,
  PreviewCancellationDocument,
  PreviewEventChangeDocument,
  RsvpInARaceDocument,
  SetEventRegistrationDocument,
  UpdateEventDocument,
  type UpdateEventInput,
} from './generated/documents';
import { aReplica, type Replica } from './replicas';
import { aBoxOffice, anOrder } from './selling';
import { DAY, HOUR, startWorld, userOf, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

const preview = async (eventId: string, viewer: Viewer | null = world.organiser): Promise<Data> =>
  (await world.run(viewer, PreviewCancellationDocument, { eventId })).previewCancellation as Data;
const previewChange = async (input: UpdateEventInput, viewer = world.organiser): Promise<Data> =>
  (await world.run(viewer, PreviewEventChangeDocument, { input })).previewEventChange as Data;
const cancel = async (eventId: string, confirmation: string | null = null, viewer = world.organiser, more: object = {}): Promise<Data> =>
  (await world.run(viewer, CancelEventDocument, { input: { eventId, confirmation, ...more } })).cancelEvent;
const update = async (input: UpdateEventInput): Promise<Data> =>
  (await world.run(world.organiser, UpdateEventDocument, { input })).updateEvent;
const tokenOf = (impact: Data): string => impact.confirmation.token;

describe('calling off', () => {
  test('an event without guests is called off without a confirmation', async () => {
    const { id } = await world.anEvent();
    await world.rsvp(aViewer(), id, 'INTERESTED');
    expect(await preview(id)).toMatchObject({ people: 0, notifications: 1, confirmation: null, events: [{ interested: 1, going: 0 }] });
    expect(await cancel(id)).toMatchObject({ __typename: 'CancelEventSuccess' });
  });

  test('the preview tells people, the queue, offers, requests, unpaid orders and messages (A22)', async () => {
    const { id } = await world.anEvent({ capacity: 2 });
    await world.run(world.organiser, SetEventRegistrationDocument, { input: { eventId: id, maxCompanions: 3 } });
    await world.rsvp(aViewer(), id, 'GOING', { companions: 1 });
    await world.rsvp(aViewer(), id, 'GOING');
    await world.rsvp(aViewer(), id, 'MAYBE');
    const { events: numbers, ...impact } = await preview(id);
    expect(impact).toMatchObject({ people: 3, notifications: 3 });
    expect(numbers).toMatchObject([
      {
        event: { id },
        going: 2,
        waitlisted: 1,
        offered: 0,
        interested: 1,
        tickets: 0,
        placesHeld: 0,
        awaitingApproval: 0,
        salesVersion: 0,
      },
    ]);
    expect(new Date(impact.confirmation.expiresAt).getTime() - world.clock.now().getTime()).toBe(15 * 60_000);
  });

  test('who waits for consent counts as well', async () => {
    const { id } = await world.anEvent({ requirements: { requiresApproval: true } });
    await world.rsvp(aViewer(), id);
    expect(await preview(id)).toMatchObject({ people: 1, events: [{ awaitingApproval: 1, going: 0 }] });
    expect(await cancel(id)).toMatchObject({ __typename: 'ConfirmationNeeded' });
  });

  test('tickets and what unpaid orders hold need one, too', async () => {
    const { id } = await world.anEvent({ capacity: 10 });
    const office = aBoxOffice(world, id);
    await office.tell();
    await office.takes(3);
    expect(await cancel(id)).toMatchObject({ __typename: 'ConfirmationNeeded' });
    await anOrder(world, aViewer(), id).paid();
    const { events: numbers } = await preview(id);
    expect(numbers).toMatchObject([{ tickets: 1, placesHeld: 2, going: 1, salesVersion: 2, opensRefunds: true }]);
  });

  test('without a confirmation nothing is done, and the refusal brings one; with it the event is off', async () => {
    const { id } = await world.anEvent();
    await world.rsvp(aViewer(), id);
    const refused = await cancel(id);
    expect(refused).toMatchObject({
      __typename: 'ConfirmationNeeded',
      code: 'NOT_ALLOWED_NOW',
      retryable: false,
      impact: { people: 1, notifications: 1, events: [{ going: 1 }] },
    });
    expect((await preview(id)).events[0].version).toBe(refused.impact.events[0].version);
    expect(await cancel(id, tokenOf(refused.impact))).toMatchObject({ __typename: 'CancelEventSuccess', event: { status: 'CANCELLED' } });
  });

  test('sent again under its key it is done once, although its token is spent', async () => {
    const { id } = await world.anEvent();
    await world.rsvp(aViewer(), id);
    const token = tokenOf(await preview(id));
    const [key, viewer] = [{ idempotencyKey: 'off' }, world.organiser];
    expect(await cancel(id, token, viewer, key)).toMatchObject({ __typename: 'CancelEventSuccess' });
    expect(await cancel(id, token, viewer, key)).toMatchObject({ __typename: 'CancelEventSuccess' });
    expect(await cancel(id, token)).toMatchObject({ __typename: 'WrongEventStatus' });
  });

  const deaths: [string, (id: string, guest: Viewer) => Promise<unknown>][] = [
    ['a guest answers', (id) => world.rsvp(aViewer(), id)],
    ['a guest leaves', (id, guest) => world.rsvp(guest, id, 'NOT_GOING')],
    ['the event is edited', async (id) => update({ eventId: id, version: (await preview(id)).events[0].version, tags: ['jazz'] })],
    ['an order holds places', (id) => aBoxOffice(world, id).takes(1)],
    ['fifteen minutes pass', () => Promise.resolve(world.clock.advance(15 * 60_000))],
  ];
  test.each(deaths)('a token dies when %s (A22)', async (_, happens) => {
    const { id } = await world.anEvent();
    const guest = aViewer();
    await world.rsvp(guest, id);
    await world.rsvp(aViewer(), id);
    const token = tokenOf(await preview(id));
    await happens(id, guest);
    expect(await cancel(id, token)).toMatchObject({
      __typename: 'ConfirmationNeeded',
      message: expect.stringContaining('not what was confirmed'),
    });
  });

  test('a token is for one person, one event and one thing', async () => {
    const [one, other] = [await world.anEvent(), await world.anEvent()];
    for (const { id } of [one, other]) await world.rsvp(aViewer(), id);
    const admin = { ...aViewer(), role: 'admin' as const, permissions: ['edit:event'] };
    const token = tokenOf(await preview(one.id));
    const { version } = (await preview(one.id)).events[0];
    expect(await cancel(one.id, tokenOf(await preview(other.id)))).toMatchObject({ __typename: 'ConfirmationNeeded' });
    expect(await cancel(one.id, token, admin)).toMatchObject({ __typename: 'ConfirmationNeeded' });
    await world.rsvp(aViewer(), one.id);
    const lower = tokenOf(await previewChange({ eventId: one.id, version, capacity: 1 }));
    expect(await cancel(one.id, lower)).toMatchObject({ __typename: 'ConfirmationNeeded' });
    for (const forged of ['', 'x', `${tokenOf(await preview(one.id))}x`, `zzzzzzzz.${token.split('.')[1]}`])
      expect(await cancel(one.id, forged)).toMatchObject({
        __typename: expect.stringMatching(/ConfirmationNeeded|InvalidInput/) as string,
      });
    expect(await cancel(one.id, tokenOf(await preview(one.id, admin)), admin)).toMatchObject({ __typename: 'CancelEventSuccess' });
  });

  test('only who may call off is told what it does; to those who do not see the event it does not exist', async () => {
    const { id } = await world.anEvent();
    const hidden = await world.anEvent({ visibility: 'PRIVATE' });
    const editor = aViewer();
    await world.join(id, editor, 'EDITOR');
    expect(await preview(hidden.id, aViewer())).toBeNull();
    expect(await preview(randomUUID())).toBeNull();
    const ask = 'query($id: ID!) { previewCancellation(eventId: $id) { people } }';
    for (const viewer of [editor, aViewer()])
      expect((await world.execute(viewer, ask, { id })).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect((await world.execute(null, ask, { id })).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect((await world.execute(world.organiser, '{ previewCancellation { people } }', {})).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });
});

describe('a change', () => {
  test('a start that is moved by more than two hours tells its guests, and gives buyers their money back', async () => {
    const { id, version } = await world.anEvent({ venue: { name: 'Koerner Hall', city: 'Toronto' } });
    await aBoxOffice(world, id).tell();
    await anOrder(world, aViewer(), id).paid();
    const moved = (ms: number) => ({
      startsAt: new Date(world.clock.now().getTime() + 30 * DAY + ms).toISOString(),
      endsAt: new Date(world.clock.now().getTime() + 31 * DAY).toISOString(),
    });
    expect(await previewChange({ eventId: id, version, ...moved(2 * HOUR) })).toMatchObject({
      notifications: 1,
      confirmation: null,
      events: [{ opensRefunds: false }],
    });
    expect(await previewChange({ eventId: id, version, ...moved(3 * HOUR) })).toMatchObject({ events: [{ opensRefunds: true }] });
    const elsewhere = { venue: { name: 'Palais', city: 'Ottawa' } };
    expect(await previewChange({ eventId: id, version, ...elsewhere })).toMatchObject({
      notifications: 1,
      events: [{ opensRefunds: true }],
    });
    expect(await previewChange({ eventId: id, version, tags: ['jazz'] })).toMatchObject({
      notifications: 0,
      events: [{ opensRefunds: false }],
    });
  });

  test('a capacity below what is taken needs a confirmation; nobody loses a place, and it follows as places are given back (A22)', async () => {
    const { id } = await world.anEvent({ capacity: 5 });
    const guests = [aViewer(), aViewer(), aViewer()];
    for (const guest of guests) await world.rsvp(guest, id);
    const { version } = (await preview(id)).events[0];
    const lower = { eventId: id, version, capacity: 1 };
    expect(await update(lower)).toMatchObject({ __typename: 'CapacityTooLow', taken: 3 });
    const impact = await previewChange(lower);
    expect(impact).toMatchObject({ events: [{ going: 3, beyondCapacity: 2 }], notifications: 0 });
    expect(await update({ ...lower, capacity: 2, confirmation: tokenOf(impact) })).toMatchObject({ __typename: 'ConfirmationNeeded' });
    await world.rsvp(aViewer(), id);
    expect(await update({ ...lower, confirmation: tokenOf(impact) })).toMatchObject({
      __typename: 'ConfirmationNeeded',
      impact: { events: [{ beyondCapacity: 3 }] },
    });
    const confirmation = tokenOf(await previewChange(lower));
    expect(await update({ ...lower, confirmation })).toMatchObject({ __typename: 'UpdateEventSuccess' });
    expect(await world.counts(id)).toMatchObject({ capacity: 4, pendingCapacity: 1, going: 4, available: 0 });
    for (const guest of guests) await world.rsvp(guest, id, 'NOT_GOING');
    expect(await world.counts(id)).toMatchObject({ capacity: 1, pendingCapacity: null, going: 1, available: 0 });
    expect(await world.rsvp(aViewer(), id)).toMatchObject({ attendance: { status: 'WAITLISTED' } });
  });

  test('a capacity that is not below needs none, and an editor may not ask for it', async () => {
    const { id, version } = await world.anEvent({ capacity: 5 });
    const editor = aViewer();
    await world.join(id, editor, 'EDITOR');
    expect(await previewChange({ eventId: id, version, capacity: 1 })).toMatchObject({
      confirmation: null,
      events: [{ beyondCapacity: 0 }],
    });
    expect(await previewChange({ eventId: id, version, title: 'Other' }, editor)).toMatchObject({ notifications: 0 });
    const ask = 'query($input: UpdateEventInput!) { previewEventChange(input: $input) { people } }';
    const { errors } = await world.execute(editor, ask, { input: { eventId: id, version, capacity: 1 } });
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});

describe('a guest answers just when it is called off with a good token', () => {
  let db: Database;
  beforeAll(() => {
    db = openDatabase(world.databaseUrl, silentLogger);
    afterTests(() => db.close());
  });

  const waiting = async () =>
    (await db.pool.query(`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`)).rowCount ?? 0;

  /** Between what is read for the confirmation and what is written, the guest answers: until they have, or wait for the lock. */
  async function race(moduleOf: (after: Hooks['after']) => typeof events) {
    const { id } = await world.anEvent();
    const [known, guest] = [aViewer(), aViewer()];
    await world.tell('user.updated', guest.id, userOf(guest));
    await world.rsvp(known, id);
    const confirmation = tokenOf(await preview(id));
    const door = await aReplica(world);
    let answer: Promise<string> | undefined;
    const rsvp = async (replica: Replica) => {
      const { data } = await replica.execute(guest, RsvpInARaceDocument, { input: { eventId: id, status: 'GOING' } });
      return data?.rsvp.__typename as string;
    };
    const after = async (statement: string) => {
      if (answer || !statement.includes('awaitingApproval')) return;
      let settled = false;
      answer = rsvp(door).finally(() => (settled = true));
      while (!settled && (await waiting()) === 0) await setTimeout(5);
    };
    const office = await aReplica(world, moduleOf(after));
    const { data } = await office.execute(world.organiser, CancelEventDocument, { input: { eventId: id, confirmation } });
    return { cancelled: data?.cancelEvent.__typename as string, answered: await answer, going: (await world.counts(id)).going as number };
  }

  test('they come too late, and nobody is called off who was not shown', async () => {
    const result = await race((after) => events.with({ keep: (basics) => keep({ ...basics, db: watched(basics.db, { after }) }) }));
    expect(result).toEqual({ cancelled: 'CancelEventSuccess', answered: 'EventNotOpen', going: 1 });
  });

  test('control: without the lock a guest is called off whom nobody was shown', async () => {
    const result = await race((after) =>
      events.with({ keep: (basics) => keep({ ...basics, db: withoutLocks(watched(basics.db, { after })) }) }),
    );
    expect(result).toEqual({ cancelled: 'CancelEventSuccess', answered: 'RsvpSuccess', going: 2 });
  });
});
