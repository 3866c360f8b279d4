import { aViewer, type Data } from '@marquee/platform/testing';
import type { EventChanged, EventRevisionChanged } from '@marquee/schema/topics';
import {
  CompareEventVersionsDocument,
  CreateEventDocument,
  EventDetailsDocument,
  FeaturedEventsDocument,
  FeatureEventDocument,
  RollbackEventDocument,
  SearchEventsDocument,
  SwipeDocument,
  UpdateEventDocument,
  type CreateEventInput,
  type EventFilter,
  type FeatureEventInput,
  type UpdateEventInput,
} from './generated/documents';
import { DAY, startWorld, type World } from './world';

let world: World;
const facts: { topic: string; payload: EventChanged | EventRevisionChanged }[] = [];
beforeAll(async () => {
  world = await startWorld();
  await world.bus.consume('listener', ['event.changed', 'event.revision_changed'], async ({ topic, payload }) => {
    facts.push({ topic, payload: payload as EventChanged });
  });
});

const later = (ms: number) => new Date(world.clock.now().getTime() + ms).toISOString();
const detailsOf = async (id: string, viewer = world.organiser): Promise<Data> =>
  (await world.run(viewer, EventDetailsDocument, { id })).event!;
const update = async (input: UpdateEventInput): Promise<Data> =>
  (await world.run(world.organiser, UpdateEventDocument, { input })).updateEvent;

const WRENS = { name: 'The Wrens', url: 'https://wrens.example/' };
const WHOLE = {
  shortDescription: 'Songs by candlelight.',
  videoUrl: 'https://films.example/songs',
  ticketUrl: 'https://tickets.example/songs',
  accessibility: ['HEARING_LOOP', 'STEP_FREE_ACCESS'] as const,
  accessibilityNote: 'The lane door has no step.',
  minAge: 8,
  maxAge: 99,
  petsAllowed: false,
  outdoors: true,
  languages: ['FR-ca', 'en'],
  neighbourhood: 'Leslieville',
  metadata: [
    { key: 'stage', text: 'north' },
    { key: 'crew', number: 4 },
    { key: 'rehearsed', boolean: false },
  ],
  performers: [{ name: 'The Wrens', url: 'https://wrens.example/' }, { name: ' Kim Lark' }],
};

describe('what an event tells beside its description (E1 to E4, E19 to E21, E24)', () => {
  test('is read as it was written, in one form (P15)', async () => {
    const { id } = await world.anEvent({ ...WHOLE, accessibility: [...WHOLE.accessibility] });
    const { accessibilityNote: _note, ...whole } = WHOLE;
    expect(await detailsOf(id)).toMatchObject({
      ...whole,
      accessibility: { features: ['STEP_FREE_ACCESS', 'HEARING_LOOP'], note: 'The lane door has no step.' },
      languages: ['fr-CA', 'en'],
      metadata: [
        { key: 'crew', text: null, number: 4, boolean: null },
        { key: 'rehearsed', text: null, number: null, boolean: false },
        { key: 'stage', text: 'north', number: null, boolean: null },
      ],
      performers: [WRENS, { name: 'Kim Lark', url: null }],
    });
    await world.subgraph.drain();
    const fact = facts.filter(({ payload }) => payload.eventId === id).at(-1)!.payload as EventChanged;
    expect(fact.details).toMatchObject({
      shortDescription: 'Songs by candlelight.',
      minAge: 8,
      languages: ['fr-CA', 'en'],
      performers: [WRENS, { name: 'Kim Lark', url: null }],
    });
  });

  test('is empty where nothing is told', async () => {
    const { id } = await world.anEvent();
    expect(await detailsOf(id)).toMatchObject({
      ...{ shortDescription: null, videoUrl: null, ticketUrl: null, minAge: null, maxAge: null, petsAllowed: null, outdoors: null },
      ...{
        accessibility: { features: [], note: null },
        languages: [],
        neighbourhood: null,
        metadata: [],
        performers: [],
        onlineProvider: null,
      },
      ...{ featured: false, likeCount: 0 },
    });
  });

  test.each<[string, Partial<CreateEventInput>]>([
    ['shortDescription', { shortDescription: 'x'.repeat(301) }],
    ['videoUrl', { videoUrl: 'http://localhost/film' }],
    ['ticketUrl', { ticketUrl: 'https://me:secret@tickets.example/' }],
    ['minAge', { minAge: 121 }],
    ['maxAge', { minAge: 18, maxAge: 17 }],
    ['languages.0', { languages: ['English please'] }],
    ['metadata.0.key', { metadata: [{ key: '1st', text: 'x' }] }],
    ['metadata.0.key', { metadata: [{ key: 'a', text: 'x', number: 1 }] }],
    ['metadata', { metadata: [{ key: 'a', number: 1 }, { key: 'a', number: 2 }] }], // prettier-ignore
    ['metadata', { metadata: Array.from({ length: 51 }, (_, n) => ({ key: `k${n}`, number: n })) }],
    ['performers.0.name', { performers: [{ name: ' ' }] }],
    ['performers.1.url', { performers: [{ name: 'Kim' }, { name: 'Bo', url: 'http://localhost/' }] }],
    ['performers', { performers: [{ name: 'Kim' }, { name: 'KIM' }] }],
    ['performers', { performers: Array.from({ length: 51 }, (_, n) => ({ name: `Player ${n}` })) }],
    ['onlineProvider', { onlineProvider: 'ZOOM' }],
    ['onlineProvider', { format: 'VIRTUAL', onlineUrl: 'https://meet.google.com/abc', onlineProvider: 'ZOOM' }],
  ])('%s is named when it is wrong', async (field, parts) => {
    const input = {
      ...{
        title: 'Songs',
        description: '',
        startsAt: later(DAY),
        endsAt: later(2 * DAY),
        timezone: 'America/Toronto',
        categorySlug: 'music',
      },
      ...parts,
    };
    const { createEvent } = await world.run(world.organiser, CreateEventDocument, { input });
    expect(createEvent).toMatchObject({ __typename: 'InvalidInput', field });
  });

  test('of what is published: words and addresses wait for approval, what can be looked up changes at once (E12)', async () => {
    const { id, version } = await world.anEvent();
    const change = {
      shortDescription: 'Late songs.',
      ticketUrl: 'https://tickets.example/x',
      metadata: [{ key: 'a', text: 'b' }],
      performers: [WRENS],
      minAge: 16,
      outdoors: false,
    };
    await update({ eventId: id, version, ...change });
    expect(await detailsOf(id)).toMatchObject({
      ...{ shortDescription: null, ticketUrl: null, metadata: [], minAge: 16, outdoors: false },
      pendingRevision: {
        changedFields: ['SHORT_DESCRIPTION', 'TICKET_URL', 'METADATA', 'PERFORMERS'],
        performers: [WRENS],
        ...{ shortDescription: 'Late songs.', ticketUrl: 'https://tickets.example/x', videoUrl: null, metadata: [{ key: 'a', text: 'b' }] },
      },
    });
    await world.subgraph.drain();
    const fact = facts.filter(({ topic, payload }) => topic === 'event.revision_changed' && payload.eventId === id).at(-1)!;
    expect((fact.payload as EventRevisionChanged).proposed!.details).toMatchObject({ shortDescription: 'Late songs.' });
  });

  test('is in the history, and comes back with it', async () => {
    const { id } = await world.anEvent({ status: 'DRAFT', minAge: 8, metadata: [{ key: 'a', number: 1 }], performers: [WRENS] });
    await update({ eventId: id, version: 1, minAge: null, metadata: [{ key: 'a', number: 2 }], performers: [] });
    const { compareEventVersions } = await world.run(world.organiser, CompareEventVersionsDocument, { eventId: id, from: 1, to: 2 });
    expect(compareEventVersions!.differences).toEqual([
      { field: 'MIN_AGE', before: '8', after: null },
      { field: 'METADATA', before: 'a: 1', after: 'a: 2' },
      { field: 'PERFORMERS', before: 'The Wrens <https://wrens.example/>', after: null },
    ]);
    await world.run(world.organiser, RollbackEventDocument, { input: { eventId: id, version: 2, toVersion: 1 } });
    expect(await detailsOf(id)).toMatchObject({ minAge: 8, metadata: [{ key: 'a', number: 1 }], performers: [WRENS] });
  });
});

describe('an online event (E5)', () => {
  test('tells whose meeting it is to everybody, and where it is to those who come', async () => {
    const { id } = await world.anEvent({ format: 'VIRTUAL', onlineUrl: 'https://us02web.zoom.us/j/1' });
    const guest = aViewer();
    expect(await detailsOf(id, guest)).toMatchObject({ onlineProvider: 'ZOOM', onlineUrl: null });
    await world.rsvp(guest, id);
    expect(await detailsOf(id, guest)).toMatchObject({ onlineUrl: 'https://us02web.zoom.us/j/1' });
  });

  test('forgets whose meeting it was when it moves', async () => {
    const { id } = await world.anEvent({ status: 'DRAFT', format: 'VIRTUAL', onlineUrl: 'https://zoom.us/j/1', onlineProvider: 'ZOOM' });
    await update({ eventId: id, version: 1, onlineUrl: 'https://meet.google.com/abc' });
    expect(await detailsOf(id)).toMatchObject({ onlineProvider: 'MEET' });
  });
});

describe('search by what an event tells (X70)', () => {
  const found = async (filter: EventFilter): Promise<string[]> =>
    (await world.run(null, SearchEventsDocument, { filter: { ...filter, tags: ['details'] } })).searchEvents.nodes
      .map(({ title }: Data) => title)
      .sort();

  beforeAll(async () => {
    const at = { tags: ['details'] };
    await world.anEvent({ ...at, title: 'Park', outdoors: true, petsAllowed: true, maxAge: 12, languages: ['fr-CA'] });
    await world.anEvent({
      ...at,
      title: 'Hall',
      outdoors: false,
      accessibility: ['HEARING_LOOP', 'CAPTIONS'],
      minAge: 18,
      languages: ['en'],
    });
    await world.anEvent({ ...at, title: 'Silent' });
  });

  test.each<[EventFilter, string[]]>([
    [{}, ['Hall', 'Park', 'Silent']],
    [{ outdoors: true }, ['Park']],
    [{ outdoors: false }, ['Hall']],
    [{ petsAllowed: true }, ['Park']],
    [{ age: 6 }, ['Park', 'Silent']],
    [{ age: 18 }, ['Hall', 'Silent']],
    [{ accessibility: ['CAPTIONS', 'HEARING_LOOP'] }, ['Hall']],
    [{ accessibility: ['CAPTIONS', 'QUIET_SPACE'] }, []],
    [{ language: 'fr' }, ['Park']],
    [{ language: 'FR-CA' }, ['Park']],
    [{ language: 'f' }, []],
  ])('%j', async (filter, titles) => {
    if (filter.language === 'f') {
      const refused = await world.execute(null, 'query { searchEvents(filter: { language: "f" }) { nodes { id } } }');
      expect(refused.errors?.[0]?.message).toContain('filter.language');
    } else expect(await found(filter)).toEqual(titles);
  });
});

describe('what the staff recommends', () => {
  const admin = aViewer({ role: 'admin' });
  const feature = async (input: FeatureEventInput, viewer = admin): Promise<Data> =>
    (await world.run(viewer, FeatureEventDocument, { input })).featureEvent;
  const shown = async () => (await world.run(null, FeaturedEventsDocument, {})).featuredEvents.nodes.map(({ id }) => id);

  test('is shown from then until then, and no longer when it is called off (E60)', async () => {
    const [{ id }, other] = [await world.anEvent(), await world.anEvent({ startsAt: later(29 * DAY) })];
    expect(await feature({ eventId: id, until: later(3 * DAY) })).toMatchObject({ event: { featured: true } });
    expect(await feature({ eventId: other.id, from: later(DAY), until: later(3 * DAY) })).toMatchObject({ event: { featured: false } });
    expect(await shown()).toEqual([id]);
    world.clock.advance(2 * DAY);
    expect(await shown()).toEqual([other.id, id]);
    expect(await feature({ eventId: other.id })).toMatchObject({ event: { featured: false } });
    world.clock.advance(2 * DAY);
    expect(await shown()).toEqual([]);
  });

  test('is not an organiser’s to say, nor for what not everybody may see', async () => {
    const { id } = await world.anEvent();
    const until = later(DAY);
    expect(await feature({ eventId: id, until }, world.organiser)).toMatchObject({ __typename: 'NotAllowed' });
    expect(await feature({ eventId: id, until }, aViewer({ role: 'curator' }))).toMatchObject({ __typename: 'NotAllowed' });
    expect(await feature({ eventId: id, until: later(100 * DAY) })).toMatchObject({ __typename: 'InvalidInput', field: 'until' });
    const secret = await world.anEvent({ visibility: 'PRIVATE' });
    expect(await feature({ eventId: secret.id, until })).toMatchObject({ __typename: 'WrongEventStatus' });
  });
});

test('likes are counted, one a person (E53)', async () => {
  const { id } = await world.anEvent();
  const [ann, ben] = [aViewer(), aViewer()];
  for (const [viewer, direction] of [
    [ann, 'DOWN'],
    [ann, 'DOWN'],
    [ben, 'DOWN'],
    [ben, 'UP'],
  ] as const)
    // prettier-ignore
    await world.run(viewer, SwipeDocument, { input: { eventId: id, direction } });
  expect(await detailsOf(id)).toMatchObject({ likeCount: 1 });
});
