import { aViewer, type Data } from '@marquee/platform/testing';
import { print } from 'graphql';
import type { EventChanged } from '@marquee/schema/topics';
import {
  CancelEventDocument,
  CreateEventDocument,
  DeleteEventDocument,
  SubmitEventDocument,
  UpdateEventDocument,
  WholeEventDocument,
  type CreateEventInput,
  type UpdateEventInput,
} from './generated/documents';
import { DAY, decision, HOUR, startWorld, type World } from './world';

let world: World;
const facts: { topic: string; payload: EventChanged }[] = [];

beforeAll(async () => {
  world = await startWorld();
  await world.bus.consume('listener', ['event.changed', 'event.submitted'], async ({ topic, payload }) => {
    facts.push({ topic, payload: payload as EventChanged });
  });
});
beforeEach(() => facts.splice(0));

const factsOf = async (id: string) => {
  await world.subgraph.drain();
  return facts
    .filter(({ payload }) => payload.eventId === id)
    .map(({ topic, payload }) => [topic, payload.change, payload.version, payload.status]);
};

const later = (ms: number) => new Date(world.clock.now().getTime() + ms).toISOString();
const input = (parts: Partial<CreateEventInput> = {}): CreateEventInput => ({
  title: 'Jazz',
  description: 'Line one\nline two',
  startsAt: later(30 * DAY),
  endsAt: later(30 * DAY + HOUR),
  timezone: 'America/Toronto',
  categorySlug: 'music',
  ...parts,
});

const createEvent = async (parts: Partial<CreateEventInput> = {}, viewer = world.organiser): Promise<Data> =>
  (await world.run(viewer, CreateEventDocument, { input: input(parts) })).createEvent;
const updateEvent = async (parts: UpdateEventInput, viewer = world.organiser): Promise<Data> =>
  (await world.run(viewer, UpdateEventDocument, { input: parts })).updateEvent;
const submitEvent = async (eventId: string, viewer = world.organiser): Promise<Data> =>
  (await world.run(viewer, SubmitEventDocument, { input: { eventId } })).submitEvent;
const cancelEvent = async (eventId: string, viewer = world.organiser, reason?: string): Promise<Data> =>
  (await world.run(viewer, CancelEventDocument, { input: { eventId, reason } })).cancelEvent;
const deleteEvent = async (eventId: string, viewer = world.organiser, idempotencyKey?: string): Promise<Data> =>
  (await world.run(viewer, DeleteEventDocument, { input: { eventId, idempotencyKey } })).deleteEvent;
const seen = async (id: string, viewer: typeof world.organiser | null = world.organiser): Promise<Data> =>
  (await world.run(viewer, WholeEventDocument, { id })).event as Data;

describe('creating an event', () => {
  test('makes a draft of exactly what was told (E1, E12, E14, E35, P15)', async () => {
    const { __typename, event } = await createEvent({
      tags: ['Live Music', 'jazz', 'JAZZ'],
      capacity: 40,
      venue: { name: 'The Rex', address: '194 Queen St W', city: 'Toronto', latitude: 43.6505, longitude: -79.3885 },
      price: { type: 'PAID', min: { amountMinor: 1500, currency: 'CAD' }, max: { amountMinor: 2500, currency: 'CAD' } },
      imageUrl: 'https://example.org/jazz.jpg',
    });
    expect(__typename).toBe('CreateEventSuccess');
    expect(event).toMatchObject({
      version: 1,
      status: 'DRAFT',
      title: 'Jazz',
      description: 'Line one\nline two',
      timezone: 'America/Toronto',
      tags: ['live-music', 'jazz'],
      visibility: 'PUBLIC',
      format: 'IN_PERSON',
      category: { slug: 'music', name: 'Music' },
      venue: { name: 'The Rex', address: '194 Queen St W', city: 'Toronto', location: { latitude: 43.6505, longitude: -79.3885 } },
      creator: { id: world.organiser.id },
      price: { type: 'PAID', min: { amountMinor: 1500, currency: 'CAD' }, max: { amountMinor: 2500, currency: 'CAD' } },
      imageUrl: 'https://example.org/jazz.jpg',
      imported: false,
      attendanceCounts: { going: 0, capacity: 40, available: 40, version: 1 },
    });
    expect(await factsOf(event.id)).toEqual([['event.changed', 'CREATED', 1, 'DRAFT']]);
  });

  test('is free and without limit when nothing else is said (P15)', async () => {
    const { event } = await createEvent();
    expect(event).toMatchObject({
      price: { type: 'FREE', min: null, max: null },
      venue: null,
      attendanceCounts: { capacity: null, available: null },
    });
  });

  test('takes the same place told twice as one venue; with coordinates that it lacks it is another (security F7)', async () => {
    const first = await createEvent({ venue: { name: 'Massey Hall', city: 'Toronto' } });
    const second = await createEvent({ venue: { name: 'MASSEY  HALL', city: 'toronto' } });
    expect(second.event.venue).toEqual(first.event.venue);
    const located = await createEvent({ venue: { name: 'Massey Hall', city: 'Toronto', latitude: 43.65, longitude: -79.38 } });
    expect(located.event.venue).toMatchObject({ location: { latitude: 43.65, longitude: -79.38 } });
    expect(located.event.venue.id).not.toBe(first.event.venue.id);
    const third = await createEvent({ venueId: first.event.venue.id });
    expect(third.event.venue.id).toBe(first.event.venue.id);
  });

  test.each<[string, Partial<CreateEventInput>]>([
    ['categorySlug', { categorySlug: 'no-such-thing' }],
    ['endsAt', { startsAt: '2026-12-02T00:00:00Z', endsAt: '2026-12-01T00:00:00Z' }],
    ['endsAt', { startsAt: '2020-12-01T00:00:00Z', endsAt: '2020-12-02T00:00:00Z' }],
    ['venueId', { venueId: '0199c000-0000-7000-8000-000000000001' }],
    ['groupId', { visibility: 'GROUP_ONLY', groupId: '0199c000-0000-7000-8000-000000000001' }],
    ['timezone', { timezone: 'Middle-earth/Shire' }],
  ])('is refused with the name of the wrong field: %s', async (field, parts) => {
    expect(await createEvent(parts)).toMatchObject({ __typename: 'InvalidInput', code: 'BAD_USER_INPUT', retryable: false, field });
  });

  test('is refused with all that is wrong with it at once', async () => {
    const refused = await createEvent({
      categorySlug: 'no-such-thing',
      endsAt: later(DAY),
      visibility: 'GROUP_ONLY',
      onlineUrl: 'https://example.org/stream',
      venueId: '0199c000-0000-7000-8000-000000000001',
    });
    expect(refused).toMatchObject({ __typename: 'InvalidInput', field: 'endsAt', nextStep: 'CORRECT_INPUT' });
    expect(refused.fields.map(({ path }: Data) => path)).toEqual(['endsAt', 'groupId', 'onlineUrl', 'categorySlug', 'venueId']);
  });

  test('happens once for one idempotency key, and another request under it is refused', async () => {
    const one = await createEvent({ idempotencyKey: 'again' });
    const two = await createEvent({ idempotencyKey: 'again' });
    expect(two.event.id).toBe(one.event.id);
    expect(await createEvent({ idempotencyKey: 'again', title: 'Blues' })).toMatchObject({ __typename: 'KeyReused', code: 'KEY_REUSED' });
    expect((await createEvent({ idempotencyKey: 'again' }, aViewer())).event.id).not.toBe(one.event.id);
  });

  test('is for signed-in people', async () => {
    const { errors } = await world.execute(null, print(CreateEventDocument), { input: input() });
    expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });
});

describe('changing an event', () => {
  test('changes what is named and leaves the rest (E26)', async () => {
    const { event } = await createEvent({ capacity: 10, venue: { name: 'The Rex' } });
    const { event: changed } = await updateEvent({
      eventId: event.id,
      version: 1,
      title: 'Blues',
      venue: null,
      price: { type: 'DONATION' },
    });
    expect(changed).toMatchObject({
      version: 2,
      title: 'Blues',
      venue: null,
      price: { type: 'DONATION' },
      description: event.description,
      attendanceCounts: { capacity: 10 },
    });
    expect(await factsOf(event.id)).toEqual([
      ['event.changed', 'CREATED', 1, 'DRAFT'],
      ['event.changed', 'UPDATED', 2, 'DRAFT'],
    ]);
  });

  test('is refused on a version that is no longer the present one', async () => {
    const { event } = await createEvent();
    await updateEvent({ eventId: event.id, version: 1, title: 'Blues' });
    expect(await updateEvent({ eventId: event.id, version: 1, title: 'Rock' })).toMatchObject({
      __typename: 'Conflict',
      code: 'CONFLICT',
      retryable: true,
    });
    expect((await seen(event.id)).title).toBe('Blues');
  });

  test('of twenty changes to one version at once, one wins', async () => {
    const { event } = await createEvent();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => updateEvent({ eventId: event.id, version: 1, title: `Take ${n}` })),
    );
    expect(answers.filter((answer) => answer.__typename === 'UpdateEventSuccess')).toHaveLength(1);
    expect(answers.filter((answer) => answer.__typename === 'Conflict')).toHaveLength(19);
    expect((await seen(event.id)).version).toBe(2);
  });

  test('is its creator’s affair, or of whoever has the permission (E27)', async () => {
    const { id, version } = await world.anEvent();
    const change = { eventId: id, version, title: 'Mine now' };
    expect(await updateEvent(change, aViewer())).toMatchObject({ __typename: 'NotAllowed', code: 'FORBIDDEN' });
    expect(await updateEvent(change, aViewer({ role: 'curator' }))).toMatchObject({ __typename: 'NotAllowed' });
    expect(await updateEvent(change, aViewer({ permissions: ['edit:event'] }))).toMatchObject({ __typename: 'UpdateEventSuccess' });
    expect(await updateEvent({ ...change, version: version + 1 }, aViewer({ role: 'admin' }))).toMatchObject({
      __typename: 'UpdateEventSuccess',
    });
  });

  test('does not tell a stranger that a draft exists', async () => {
    const { event } = await createEvent();
    expect(await updateEvent({ eventId: event.id, version: 1, title: 'x' }, aViewer())).toMatchObject({
      __typename: 'NotFound',
      code: 'NOT_FOUND',
    });
    expect(await submitEvent(event.id, aViewer())).toMatchObject({ __typename: 'NotFound' });
    expect(await cancelEvent(event.id, aViewer())).toMatchObject({ __typename: 'NotFound' });
    expect(await deleteEvent(event.id, aViewer())).toMatchObject({ __typename: 'NotFound' });
  });

  test('does not go below the places taken', async () => {
    const { id, version } = await world.anEvent({ capacity: 3 });
    await world.rsvp(aViewer(), id);
    await world.rsvp(aViewer(), id);
    expect(await updateEvent({ eventId: id, version, capacity: 1 })).toMatchObject({
      __typename: 'CapacityTooLow',
      code: 'NOT_ALLOWED_NOW',
      taken: 2,
    });
    expect(await updateEvent({ eventId: id, version, capacity: 2 })).toMatchObject({
      event: { attendanceCounts: { capacity: 2, available: 0 } },
    });
  });

  test('checks the whole of it: an end before the start is refused though only the start was told', async () => {
    const { event } = await createEvent();
    expect(await updateEvent({ eventId: event.id, version: 1, startsAt: later(40 * DAY) })).toMatchObject({
      __typename: 'InvalidInput',
      field: 'endsAt',
    });
  });
});

describe('review', () => {
  test('is asked for by submitting, with the snapshot to be judged (E33)', async () => {
    const { event } = await createEvent();
    expect(await submitEvent(event.id)).toMatchObject({ event: { status: 'PENDING_REVIEW', version: 2 } });
    expect(await factsOf(event.id)).toEqual([
      ['event.changed', 'CREATED', 1, 'DRAFT'],
      ['event.changed', 'SUBMITTED', 2, 'PENDING_REVIEW'],
      ['event.submitted', 'SUBMITTED', 2, 'PENDING_REVIEW'],
    ]);
    expect(await submitEvent(event.id)).toMatchObject({
      __typename: 'WrongEventStatus',
      code: 'NOT_ALLOWED_NOW',
      status: 'PENDING_REVIEW',
    });
  });

  test('publishes what it approves', async () => {
    const { id } = await world.anEvent({ status: 'PENDING_REVIEW' });
    await world.tell('curation.decided', id, decision({ eventId: id, eventVersion: 2 }));
    expect(await seen(id, null)).toMatchObject({ status: 'PUBLISHED', version: 3 });
    expect((await factsOf(id)).at(-1)).toEqual(['event.changed', 'PUBLISHED', 3, 'PUBLISHED']);
  });

  test('sends back, and takes the next attempt', async () => {
    const { id } = await world.anEvent({ status: 'PENDING_REVIEW' });
    const workflow = { eventId: id, workflowId: '0199c000-0000-7000-8000-0000000000aa' };
    await world.tell('curation.decided', id, decision({ ...workflow, eventVersion: 2, version: 3, status: 'NEEDS_REVISION' }));
    expect(await seen(id)).toMatchObject({ status: 'NEEDS_REVISION', version: 3 });
    await updateEvent({ eventId: id, version: 3, title: 'Better' });
    await submitEvent(id);
    await world.tell('curation.decided', id, decision({ ...workflow, eventVersion: 5, version: 6 }));
    expect(await seen(id)).toMatchObject({ status: 'PUBLISHED', version: 6, title: 'Better' });
  });

  test('does not publish a text that nobody judged: an edit under review starts it anew', async () => {
    const { id } = await world.anEvent({ status: 'PENDING_REVIEW' });
    await updateEvent({ eventId: id, version: 2, description: 'Something quite different' });
    await world.tell('curation.decided', id, decision({ eventId: id, eventVersion: 2 }));
    expect(await seen(id)).toMatchObject({ status: 'PENDING_REVIEW', version: 3 });
    expect((await factsOf(id)).filter(([topic]) => topic === 'event.submitted')).toEqual([
      ['event.submitted', 'SUBMITTED', 2, 'PENDING_REVIEW'],
      ['event.submitted', 'SUBMITTED', 3, 'PENDING_REVIEW'],
    ]);
    await world.tell('curation.decided', id, decision({ eventId: id, eventVersion: 3 }));
    expect((await seen(id)).status).toBe('PUBLISHED');
  });

  test('is not undone by a decision that comes late', async () => {
    const { id } = await world.anEvent({ status: 'PENDING_REVIEW' });
    const workflow = { eventId: id, eventVersion: 2, workflowId: '0199c000-0000-7000-8000-0000000000bb' };
    await world.tell('curation.decided', id, decision({ ...workflow, version: 5 }));
    await world.tell('curation.decided', id, decision({ ...workflow, version: 4, status: 'REJECTED' }));
    await world.tell('curation.decided', id, decision({ ...workflow, version: 5, status: 'REJECTED' }));
    expect(await seen(id)).toMatchObject({ status: 'PUBLISHED', version: 3 });
  });

  test('takes a published event down, and an appeal puts it back', async () => {
    const { id } = await world.anEvent();
    await world.tell(
      'curation.decided',
      id,
      decision({ eventId: id, eventVersion: 3, status: 'REJECTED', decidedAt: '2026-11-21T13:00:00Z' }),
    );
    expect(await seen(id, null)).toBeNull();
    await world.tell('curation.decided', id, decision({ eventId: id, eventVersion: 4, decidedAt: '2026-11-21T14:00:00Z' }));
    expect(await seen(id, null)).toMatchObject({ status: 'PUBLISHED' });
  });
});

describe('the end of an event', () => {
  test('cancelling is final, and says why', async () => {
    const { id, version } = await world.anEvent();
    expect(await cancelEvent(id, world.organiser, 'The band is ill.')).toMatchObject({
      event: { status: 'CANCELLED', cancelReason: 'The band is ill.' },
    });
    expect(await cancelEvent(id)).toMatchObject({ __typename: 'WrongEventStatus', status: 'CANCELLED' });
    expect(await updateEvent({ eventId: id, version: version + 1, title: 'x' })).toMatchObject({ __typename: 'WrongEventStatus' });
    await world.tell('curation.decided', id, decision({ eventId: id, eventVersion: version, decidedAt: '2026-11-22T13:00:00Z' }));
    expect(await seen(id, null)).toMatchObject({ status: 'CANCELLED' });
    expect((await factsOf(id)).at(-1)).toEqual(['event.changed', 'CANCELLED', version + 1, 'CANCELLED']);
  });

  test('a draft is deleted, anything else is not', async () => {
    const { event } = await createEvent();
    expect(await deleteEvent(event.id)).toEqual({ __typename: 'DeleteEventSuccess', deletedId: event.id });
    expect(await seen(event.id)).toBeNull();
    expect((await factsOf(event.id)).at(-1)).toEqual(['event.changed', 'DELETED', 2, 'DRAFT']);
    const again = await createEvent();
    for (let n = 0; n < 2; n++)
      expect(await deleteEvent(again.event.id, world.organiser, 'delete')).toMatchObject({ deletedId: again.event.id });
    const { id } = await world.anEvent();
    expect(await deleteEvent(id)).toMatchObject({ __typename: 'WrongEventStatus' });
  });

  test('an event whose time is over is completed (E38)', async () => {
    const soon = await world.anEvent({ startsAt: later(HOUR), endsAt: later(2 * HOUR) });
    const far = await world.anEvent();
    world.clock.advance(3 * HOUR);
    await world.subgraph.runJob('complete-past-events');
    expect((await seen(soon.id)).status).toBe('COMPLETED');
    expect((await seen(far.id)).status).toBe('PUBLISHED');
    expect((await factsOf(soon.id)).at(-1)).toEqual(['event.changed', 'COMPLETED', 4, 'COMPLETED']);
    expect(await submitEvent((await createEvent({ startsAt: later(-HOUR), endsAt: later(HOUR) })).event.id)).toMatchObject({
      __typename: 'SubmitEventSuccess',
    });
  });
});
