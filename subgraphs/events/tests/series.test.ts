import { silentLogger, type Viewer } from '@marquee/platform';
import { afterTests, aViewer, meetingOf, type Data } from '@marquee/platform/testing';
import type { EventChanged } from '@marquee/schema/topics';
import ICAL from 'ical.js';
import { openDatabase, type Database } from '../src/db';
import {
  CancelOccurrenceDocument,
  CancelSeriesDocument,
  CreateEventTemplateDocument,
  CreateSeriesDocument,
  DeleteEventDocument,
  MyEventsFilteredDocument,
  PreviewCancellationDocument,
  SearchSeriesDocument,
  SeriesWithOccurrencesDocument,
  SetEventRegistrationDocument,
  SubmitEventBrieflyDocument,
  UpdateEventDocument,
  UpdateSeriesDocument,
  WholeEventDocument,
  type CreateSeriesInput,
  type UpdateSeriesInput,
} from './generated/documents';
import { aReplica, locklessAfter } from './replicas';
import { decision, startWorld, type World } from './world';

// Series (E29, E30). The clock of the world stands at 21 November 2026; a weekly series from 1 December has seven occurrences in eight weeks.

let world: World;
let db: Database;
const facts: { topic: string; payload: EventChanged }[] = [];
beforeAll(async () => {
  world = await startWorld();
  db = openDatabase(world.databaseUrl, silentLogger);
  afterTests(() => db.close());
  await world.bus.consume('listener', ['event.changed', 'event.submitted'], async ({ topic, payload }) => {
    facts.push({ topic, payload: payload as EventChanged });
  });
});

const TUESDAYS = ['12-01', '12-08', '12-15', '12-22', '12-29', '01-05', '01-12'];
const CONTENT = {
  ...{ title: 'Choir', description: 'We sing.', timezone: 'America/Toronto', categorySlug: 'music', tags: ['choir'] },
  ...{ durationMinutes: 90, capacity: 12, venue: { name: 'The Rex', city: 'Toronto' } },
};
const WEEKLY = { start: '2026-12-01T19:30', rule: 'FREQ=WEEKLY;BYDAY=TU' };

const create = async (input: Partial<CreateSeriesInput> = {}, viewer = world.organiser): Promise<Data> =>
  (await world.run(viewer, CreateSeriesDocument, { input: { content: CONTENT, schedule: WEEKLY, ...input } })).createSeries;
const update = async (input: UpdateSeriesInput, viewer = world.organiser): Promise<Data> =>
  (await world.run(viewer, UpdateSeriesDocument, { input })).updateSeries;
const read = async (id: string, viewer: Viewer | null = world.organiser, args: object = {}): Promise<Data> =>
  (await world.run(viewer, SeriesWithOccurrencesDocument, { id, ...args })).series!;
const occurrences = async (id: string, viewer: Viewer | null = world.organiser): Promise<Data[]> =>
  (await read(id, viewer, { first: 100 })).occurrences.nodes;
const days = (events: Data[]): string[] => events.map(({ recurrenceId }) => (recurrenceId as string).slice(5, 10));
const decide = async (eventId: string, status = 'APPROVED', decidedAt = '2026-11-21T12:00:00.000Z') => {
  const { version } = await db.prisma.event.findUniqueOrThrow({ where: { id: eventId } });
  await world.tell('curation.decided', eventId, decision({ eventId, eventVersion: version, status, decidedAt }));
};
const approveRevision = async (eventId: string, status = 'APPROVED') => {
  const { id } = await db.prisma.eventRevision.findFirstOrThrow({ where: { eventId, status: 'PENDING' } });
  const { workflowId, version, creatorId, decidedAt, curatorId } = decision({});
  const fact = { revisionId: id, eventId, workflowId, version, creatorId, decidedAt, curatorId, authorId: world.organiser.id, notes: null };
  await world.tell('curation.revision_decided', eventId, { ...fact, status });
};
/** On show, with its occurrences. */
const aSeries = async (input: Partial<CreateSeriesInput> = {}, viewer = world.organiser): Promise<{ id: string; events: Data[] }> => {
  const made = await create(input, viewer);
  if (made.__typename !== 'CreateSeriesSuccess') throw new Error(JSON.stringify(made));
  await world.run(viewer, SubmitEventBrieflyDocument, { input: { eventId: made.event.id } });
  await decide(made.event.id);
  return { id: made.series.id, events: await occurrences(made.series.id, viewer) };
};

describe('a new series', () => {
  test('is a draft with its first occurrence', async () => {
    const { series, event } = await create();
    expect(series).toMatchObject({
      ...{ status: 'DRAFT', version: 1, title: 'Choir', start: '2026-12-01T19:30:00', rule: 'FREQ=WEEKLY;BYDAY=TU' },
      ...{ durationMinutes: 90, timezone: 'America/Toronto', creator: { id: world.organiser.id }, calendarPath: null },
    });
    expect(event).toMatchObject({
      ...{ status: 'DRAFT', title: 'Choir', startsAt: '2026-12-02T00:30:00.000Z', endsAt: '2026-12-02T02:00:00.000Z' },
      ...{ recurrenceId: '2026-12-01T19:30:00', changedInSeries: false, series: { id: series.id }, attendanceCounts: { capacity: 12 } },
    });
    expect(await read(series.id, aViewer())).toBeNull();
    await world.run(world.organiser, DeleteEventDocument, { input: { eventId: event.id } });
    expect(await read(series.id)).toBeNull();
  });

  test('is on show after one review, eight weeks ahead (E29)', async () => {
    facts.splice(0);
    const { id, events } = await aSeries();
    expect(days(events)).toEqual(TUESDAYS);
    expect(
      new Set(events.map(({ status, title, venue, attendanceCounts }) => JSON.stringify([status, title, venue, attendanceCounts]))),
    ).toEqual(new Set([JSON.stringify(['PUBLISHED', 'Choir', { name: 'The Rex' }, { capacity: 12, going: 0 }])]));
    expect(await read(id, null)).toMatchObject({
      status: 'ACTIVE',
      calendarPath: `/calendars/series/${id}.ics`,
      occurrences: { totalCount: 7 },
    });
    await world.subgraph.drain();
    const told = facts.filter(({ payload }) => events.some((event) => event.id === payload.eventId));
    expect(told.filter(({ topic }) => topic === 'event.submitted')).toHaveLength(1);
    const shown = told.filter(({ topic, payload }) => topic === 'event.changed' && payload.status === 'PUBLISHED');
    expect(shown.map(({ payload }) => payload.occurrence).sort()).toEqual(['FIRST', ...Array<string>(6).fill('FOLLOWS')]);
  });

  test('goes on by a job, which makes none twice', async () => {
    const { id } = await aSeries();
    await world.subgraph.runJob('make-occurrences');
    expect(await occurrences(id)).toHaveLength(7);
    await db.prisma.eventSeries.update({ where: { id }, data: { madeUntil: null } });
    const soon = await db.prisma.event.findFirstOrThrow({ where: { seriesId: id, recurrenceId: '2027-01-12T19:30:00' } });
    await db.prisma.event.update({ where: { id: soon.id }, data: { seriesId: null, recurrenceId: null, seriesRole: null } });
    await world.subgraph.runJob('make-occurrences');
    expect(days(await occurrences(id))).toEqual(TUESDAYS);
  });

  test('asks the guests of new occurrences what those of the first one are asked', async () => {
    const { series, event } = await create();
    const questions = [{ kind: 'TEXT' as const, prompt: 'Which voice?', required: false }];
    await world.run(world.organiser, SetEventRegistrationDocument, { input: { eventId: event.id as string, maxCompanions: 1, questions } });
    await world.run(world.organiser, SubmitEventBrieflyDocument, { input: { eventId: event.id as string } });
    await decide(event.id as string);
    const asked = await db.prisma.registrationQuestion.findMany({ where: { event: { seriesId: series.id as string } } });
    expect(asked.map(({ prompt }) => prompt)).toEqual(Array(7).fill('Which voice?'));
  });

  test('ends by itself', async () => {
    const { id, events } = await aSeries({ schedule: { ...WEEKLY, rule: 'FREQ=WEEKLY;COUNT=3' } });
    expect(days(events)).toEqual(['12-01', '12-08', '12-15']);
    expect(await read(id)).toMatchObject({ status: 'ENDED' });
  });

  test('has further dates and leaves dates out', async () => {
    const schedule = { ...WEEKLY, additionalStarts: ['2026-12-24T20:00'], excludedStarts: ['2026-12-22T19:30:00'] };
    const { events } = await aSeries({ schedule });
    expect(days(events)).toEqual(['12-01', '12-08', '12-15', '12-24', '12-29', '01-05', '01-12']);
  });

  test('keeps its time of day when the clocks change', async () => {
    const schedule = { start: '2026-12-01T09:00', rule: 'FREQ=DAILY;COUNT=400' };
    const { id } = await aSeries({ content: { ...CONTENT, venue: null, timezone: 'Australia/Lord_Howe' }, schedule });
    const walls = (await occurrences(id)).map(({ startsAt }) =>
      new Date(startsAt as string).toLocaleTimeString('en-GB', { timeZone: 'Australia/Lord_Howe' }),
    );
    expect(new Set(walls)).toEqual(new Set(['09:00:00']));
  });

  test.each<[string, Partial<CreateSeriesInput>, string]>([
    ['hours', { schedule: { ...WEEKLY, rule: 'FREQ=HOURLY' } }, 'schedule.rule'],
    ['a start that the rule has not', { schedule: { ...WEEKLY, rule: 'FREQ=WEEKLY;BYDAY=WE' } }, 'schedule.start'],
    ['no time', { schedule: { ...WEEKLY, start: 'tomorrow' } }, 'schedule.start'],
    ['a first start that is none', { schedule: { ...WEEKLY, excludedStarts: [WEEKLY.start] } }, 'schedule.excludedStarts'],
    ['a further start before the first', { schedule: { ...WEEKLY, additionalStarts: ['2026-11-30T10:00'] } }, 'schedule.additionalStarts'],
    ['too many', { schedule: { ...WEEKLY, rule: 'FREQ=DAILY;BYHOUR=9,12,15,18,19' } }, 'schedule.rule'],
    ['the past', { schedule: { start: '2026-11-02T10:00', rule: 'FREQ=WEEKLY' } }, 'endsAt'],
    ['nothing', { content: null }, 'content'],
    ['no category', { content: { ...CONTENT, categorySlug: 'nothing' } }, 'categorySlug'],
  ])('is refused with %s', async (_what, input, field) => {
    expect(await create(input)).toMatchObject({ __typename: 'InvalidInput', field });
  });

  test('is made once with one key, and from a template', async () => {
    const anna = aViewer();
    const input = { name: 'Thursdays', content: { ...CONTENT, venue: null } };
    const { template } = (await world.run(anna, CreateEventTemplateDocument, { input })).createEventTemplate as Data;
    const wished = { content: null, templateId: template.id as string, idempotencyKey: 'once' };
    const one = await create(wished, anna);
    expect(one.series).toMatchObject({ title: 'Choir', durationMinutes: 90 });
    expect((await create(wished, anna)).series.id).toBe(one.series.id);
    expect(await create({ ...wished, schedule: { ...WEEKLY, rule: 'FREQ=DAILY' } }, anna)).toMatchObject({ __typename: 'KeyReused' });
    expect(await create({ templateId: template.id as string, content: null })).toMatchObject({ __typename: 'NotFound' });
  });

  test('of an organisation is its owners’ and managers’', async () => {
    const [owner, staff] = [aViewer(), aViewer()];
    const organizationId = crypto.randomUUID();
    await world.know([owner, staff]);
    await world.employ(owner, organizationId, 'OWNER');
    await world.employ(staff, organizationId, 'STAFF');
    expect(await create({ organizationId }, staff)).toMatchObject({ __typename: 'NotAllowed' });
    const { id, events } = await aSeries({ organizationId, content: { ...CONTENT, venue: null } }, owner);
    expect(await read(id)).toMatchObject({ organization: { id: organizationId } });
    const cancel = { seriesId: id, recurrenceId: events[1]!.recurrenceId };
    const answer = async (viewer: Viewer): Promise<Data> =>
      (await world.run(viewer, CancelOccurrenceDocument, { input: cancel })).cancelOccurrence;
    expect(await answer(staff)).toMatchObject({ __typename: 'NotAllowed' });
    expect(await answer(owner)).toMatchObject({ __typename: 'CancelOccurrenceSuccess', event: { status: 'CANCELLED' } });
  });
});

describe('a change', () => {
  test('of one stays its own', async () => {
    const { id, events } = await aSeries();
    const [, second, third] = events;
    const alone = { eventId: second!.id, version: second!.version, scope: 'THIS' as const };
    expect(await update({ ...alone, changes: { capacity: 5 }, endsAt: '2026-12-09T03:00:00Z' })).toMatchObject({
      event: { changedInSeries: true, attendanceCounts: { capacity: 5 }, endsAt: '2026-12-09T03:00:00.000Z' },
    });
    const all = { eventId: third!.id, version: third!.version, scope: 'ALL' as const };
    expect(await update({ ...all, changes: { capacity: 20 } })).toMatchObject({ __typename: 'UpdateSeriesSuccess' });
    expect((await occurrences(id)).map(({ attendanceCounts }) => attendanceCounts.capacity)).toEqual([20, 5, 20, 20, 20, 20, 20]);
    // Each of them says so in its history, and is told.
    const ids = events.map((event) => event.id as string);
    const last = await db.prisma.eventVersion.findMany({
      where: { eventId: { in: ids } },
      orderBy: [{ eventId: 'asc' }, { version: 'desc' }],
      distinct: ['eventId'],
    });
    const said = new Map(last.map(({ eventId, snapshot }) => [eventId, (snapshot as { capacity: number }).capacity]));
    expect(ids.map((eventId) => said.get(eventId))).toEqual([20, 5, 20, 20, 20, 20, 20]);
  });

  test('of the words of all is one proposal, and goes on show for all but those that were changed by themselves', async () => {
    const { id, events } = await aSeries();
    await world.run(world.organiser, UpdateEventDocument, { input: { eventId: events[3]!.id, version: events[3]!.version, minAge: 18 } });
    const first = { eventId: events[0]!.id, version: events[0]!.version, scope: 'ALL' as const };
    const { event } = await update({ ...first, changes: { title: 'Gospel choir', description: 'We sing gospel.' } });
    expect(event).toMatchObject({ title: 'Choir', pendingRevision: { status: 'PENDING' } });
    expect(await db.prisma.eventRevision.count({ where: { event: { seriesId: id } } })).toBe(1);
    await approveRevision(events[0]!.id as string);
    const now = await occurrences(id);
    expect(now.map(({ title }) => title)).toEqual([0, 1, 2, 3, 4, 5, 6].map((at) => (at === 3 ? 'Choir' : 'Gospel choir')));
    expect(await read(id)).toMatchObject({ title: 'Gospel choir' });
    await db.prisma.event.update({ where: { id: now[6]!.id as string }, data: { seriesId: null, recurrenceId: null, seriesRole: null } });
    await db.prisma.eventSeries.update({ where: { id }, data: { madeUntil: null } });
    await world.subgraph.runJob('make-occurrences');
    expect((await occurrences(id))[6]).toMatchObject({ title: 'Gospel choir', description: 'We sing gospel.', status: 'PUBLISHED' });
  });

  test('that is refused changes none; of another reach it waits its turn', async () => {
    const { id, events } = await aSeries();
    const first = { eventId: events[0]!.id, version: events[0]!.version };
    const { event } = await update({ ...first, scope: 'ALL', changes: { title: 'Cheap pills' } });
    const alone = { ...first, version: event.version, scope: 'THIS' as const, changes: { title: 'Solo' } };
    expect(await update(alone)).toMatchObject({ __typename: 'Conflict' });
    await approveRevision(events[0]!.id as string, 'REJECTED');
    expect(new Set((await occurrences(id)).map(({ title }) => title))).toEqual(new Set(['Choir']));
  });

  test('of this and the following makes two series', async () => {
    const { id, events } = await aSeries({ schedule: { ...WEEKLY, rule: 'FREQ=WEEKLY;COUNT=6' } });
    const guest = aViewer();
    await world.rsvp(guest, events[3]!.id as string);
    const from = { eventId: events[2]!.id, version: events[2]!.version, scope: 'THIS_AND_FOLLOWING' as const };
    const { series } = await update({ ...from, changes: { capacity: 40 } });
    expect(series.id).not.toBe(id);
    expect(series).toMatchObject({ start: '2026-12-15T19:30:00', rule: 'FREQ=WEEKLY;COUNT=4' });
    expect(await read(id)).toMatchObject({ rule: 'FREQ=WEEKLY;UNTIL=20261215T192959', status: 'ENDED', occurrences: { totalCount: 2 } });
    expect((await occurrences(id)).map(({ attendanceCounts }) => attendanceCounts.capacity)).toEqual([12, 12]);
    const following = await occurrences(series.id as string);
    expect(following.map((event) => event.id)).toEqual(events.slice(2).map((event) => event.id));
    expect(following.map(({ attendanceCounts }) => [attendanceCounts.capacity, attendanceCounts.going])).toEqual([
      [40, 0],
      [40, 1],
      [40, 0],
      [40, 0],
    ]);
  });

  test('of the schedule moves guests along, calls off what has no date, and makes what is new', async () => {
    const { id, events } = await aSeries();
    await world.rsvp(aViewer(), events[1]!.id as string);
    const input = { eventId: events[0]!.id, version: events[0]!.version, scope: 'ALL' as const };
    const schedule = { start: '2026-12-01T20:00', rule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', additionalStarts: ['2026-12-08T18:00'] };
    expect(await update({ ...input, schedule, durationMinutes: 60 })).toMatchObject({ series: { id, durationMinutes: 60 } });
    const now = await occurrences(id);
    expect(now.filter(({ status }) => status === 'PUBLISHED').map(({ recurrenceId }) => recurrenceId)).toEqual([
      ...['2026-12-01T20:00:00', '2026-12-08T18:00:00', '2026-12-15T20:00:00', '2026-12-29T20:00:00', '2027-01-12T20:00:00'],
    ]);
    expect(now.find((event) => event.id === events[1]!.id)).toMatchObject({
      ...{ startsAt: '2026-12-08T23:00:00.000Z', endsAt: '2026-12-09T00:00:00.000Z', attendanceCounts: { going: 1 } },
    });
    expect(now.filter(({ status }) => status === 'CANCELLED').map((event) => event.id)).toEqual([events[3]!.id, events[5]!.id]);
  });

  test('of a draft is one of its first occurrence', async () => {
    const { series, event } = await create();
    const input = { eventId: event.id as string, version: event.version as number, scope: 'ALL' as const };
    const schedule = { start: '2026-12-03T18:00', rule: 'FREQ=WEEKLY;BYDAY=TH' };
    const changed = await update({ ...input, schedule, changes: { title: 'Band', venue: { name: 'Massey Hall', city: 'Toronto' } } });
    expect(changed.event).toMatchObject({ title: 'Band', startsAt: '2026-12-03T23:00:00.000Z', venue: { name: 'Massey Hall' } });
    await world.run(world.organiser, SubmitEventBrieflyDocument, { input: { eventId: event.id as string } });
    await decide(event.id as string);
    const now = await occurrences(series.id as string);
    expect(days(now)).toEqual(['12-03', '12-10', '12-17', '12-24', '12-31', '01-07', '01-14']);
    expect(new Set(now.map(({ title, venue }) => `${title} ${venue.name}`))).toEqual(new Set(['Band Massey Hall']));
  });

  test('is refused to others, of what is no series, and of what has changed', async () => {
    const { events } = await aSeries();
    const [event] = events;
    const input = { eventId: event!.id as string, version: event!.version as number, scope: 'ALL' as const, changes: { capacity: 3 } };
    expect(await update(input, aViewer())).toMatchObject({ __typename: 'NotAllowed' });
    const editor = aViewer();
    await world.join(event!.id as string, editor, 'EDITOR');
    const { version } = await db.prisma.event.findUniqueOrThrow({ where: { id: input.eventId } });
    expect(await update({ ...input, version }, editor)).toMatchObject({ __typename: 'NotAllowed' });
    expect(await update(input)).toMatchObject({ __typename: 'Conflict' });
    const alone = await world.anEvent();
    expect(await update({ ...input, eventId: alone.id })).toMatchObject({ __typename: 'InvalidInput', field: 'eventId' });
    expect(await update({ ...input, version, scope: 'THIS', schedule: WEEKLY })).toMatchObject({ __typename: 'InvalidInput' });
    await world.rsvp(aViewer(), events[2]!.id as string);
    for (const guest of [aViewer(), aViewer(), aViewer()]) await world.rsvp(guest, events[2]!.id as string);
    expect(await update({ ...input, version })).toMatchObject({ __typename: 'CapacityTooLow' });
    expect(
      await world.execute(null, 'mutation($input: CancelSeriesInput!) { cancelSeries(input: $input) { __typename } }', {
        input: { seriesId: crypto.randomUUID() },
      }),
    ).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });
});

describe('calling off', () => {
  const cancelOne = async (
    input: { seriesId: string; recurrenceId: string; reason?: string; confirmation?: string },
    viewer = world.organiser,
  ): Promise<Data> => (await world.run(viewer, CancelOccurrenceDocument, { input })).cancelOccurrence;

  test('one that is made keeps it, and none is made in its place; one that is to come never is', async () => {
    const { id, events } = await aSeries();
    const { recurrenceId } = events[2] as { recurrenceId: string };
    expect(await cancelOne({ seriesId: id, recurrenceId, reason: 'Snow' })).toMatchObject({
      event: { id: events[2]!.id, status: 'CANCELLED' },
    });
    expect(await cancelOne({ seriesId: id, recurrenceId })).toMatchObject({ __typename: 'WrongEventStatus' });
    expect(await cancelOne({ seriesId: id, recurrenceId: '2027-01-19T19:30' })).toMatchObject({
      event: null,
      series: { excludedStarts: ['2027-01-19T19:30:00'] },
    });
    for (const none of ['2027-01-20T19:30', '2026-01-06T19:30', '2027-01-19T19:30'])
      expect(await cancelOne({ seriesId: id, recurrenceId: none })).toMatchObject({ __typename: 'InvalidInput', field: 'recurrenceId' });
    expect(await cancelOne({ seriesId: id, recurrenceId }, aViewer())).toMatchObject({ __typename: 'NotAllowed' });
    expect(await cancelOne({ seriesId: crypto.randomUUID(), recurrenceId })).toMatchObject({ __typename: 'NotFound' });
    await db.prisma.eventSeries.update({ where: { id }, data: { madeUntil: null } });
    await world.subgraph.runJob('make-occurrences');
    expect(await occurrences(id)).toHaveLength(7);
  });

  test('one with guests takes a confirmation, which the preview of that occurrence brings', async () => {
    const { id, events } = await aSeries();
    const [, second, third] = events;
    await world.rsvp(aViewer(), second!.id as string);
    const off = { seriesId: id, recurrenceId: second!.recurrenceId as string };
    expect(await cancelOne(off)).toMatchObject({
      __typename: 'ConfirmationNeeded',
      impact: { people: 1, events: [{ event: { id: second!.id } }] },
    });
    const { previewCancellation }: Data = await world.run(world.organiser, PreviewCancellationDocument, off);
    const { token } = previewCancellation.confirmation;
    const other = { seriesId: id, recurrenceId: third!.recurrenceId as string };
    expect((await world.run(world.organiser, PreviewCancellationDocument, other)).previewCancellation).toMatchObject({
      confirmation: null,
    });
    const unmade = { seriesId: id, recurrenceId: '2027-01-19T19:30' };
    expect((await world.run(world.organiser, PreviewCancellationDocument, unmade)).previewCancellation).toMatchObject({ events: [] });
    expect(await cancelOne({ ...off, confirmation: token })).toMatchObject({ __typename: 'CancelOccurrenceSuccess' });
  });

  test('a whole series with guests takes one, which dies with the next answer to any of its occurrences', async () => {
    const { id, events } = await aSeries();
    for (const { id: eventId } of events.slice(0, 2)) await world.rsvp(aViewer(), eventId as string);
    const preview = async (viewer = world.organiser): Promise<Data> =>
      (await world.run(viewer, PreviewCancellationDocument, { seriesId: id })).previewCancellation as Data;
    const cancel = async (confirmation: string | null): Promise<Data> =>
      (await world.run(world.organiser, CancelSeriesDocument, { input: { seriesId: id, confirmation } })).cancelSeries;
    const shown = await preview();
    expect(shown).toMatchObject({ people: 2, notifications: 2 });
    expect(shown.events).toHaveLength(7);
    await expect(preview(aViewer())).rejects.toThrow('FORBIDDEN');
    expect(await cancel(null)).toMatchObject({ __typename: 'ConfirmationNeeded', impact: { people: 2 } });
    await world.rsvp(aViewer(), events[5]!.id as string);
    expect(await cancel(shown.confirmation.token as string)).toMatchObject({ __typename: 'ConfirmationNeeded', impact: { people: 3 } });
    expect(new Set((await occurrences(id)).map(({ status }) => status))).toEqual(new Set(['PUBLISHED']));
    expect(await cancel((await preview()).confirmation.token as string)).toMatchObject({ series: { status: 'CANCELLED' } });
  });

  test('a new schedule that has no place for an occurrence with guests takes one', async () => {
    const { id, events } = await aSeries();
    const last = events[6]!;
    await world.rsvp(aViewer(), last.id as string);
    const wish = { eventId: events[0]!.id, version: events[0]!.version, scope: 'ALL' as const };
    const shorter = { ...wish, schedule: { ...WEEKLY, rule: 'FREQ=WEEKLY;BYDAY=TU;COUNT=3' } };
    const refused = await update(shorter);
    expect(refused).toMatchObject({ __typename: 'ConfirmationNeeded', impact: { people: 1 } });
    expect((refused.impact.events as Data[]).map(({ event }) => event.id)).toContain(last.id);
    expect((await occurrences(id)).map(({ status }) => status)).not.toContain('CANCELLED');
    const confirmation = refused.impact.confirmation.token as string;
    const other = { ...shorter, schedule: { ...WEEKLY, rule: 'FREQ=WEEKLY;BYDAY=TU;COUNT=2' } };
    expect(await update({ ...other, confirmation })).toMatchObject({ __typename: 'ConfirmationNeeded' });
    expect(await update({ ...shorter, confirmation })).toMatchObject({ __typename: 'UpdateSeriesSuccess' });
    expect((await occurrences(id)).filter(({ status }) => status === 'PUBLISHED')).toHaveLength(3);
  });

  test('all ends the series', async () => {
    const { id } = await aSeries();
    const cancel = async (): Promise<Data> =>
      (await world.run(world.organiser, CancelSeriesDocument, { input: { seriesId: id } })).cancelSeries;
    expect(await cancel()).toMatchObject({ series: { status: 'CANCELLED' } });
    expect(new Set((await occurrences(id)).map(({ status }) => status))).toEqual(new Set(['CANCELLED']));
    expect(await cancel()).toMatchObject({ __typename: 'WrongSeriesStatus' });
    await world.subgraph.runJob('make-occurrences');
    expect(await occurrences(id)).toHaveLength(7);
  });
});

describe('what happens to its owner, and to what it says', () => {
  test('a curator who takes one down takes the series down, and an approval brings all back with the new words', async () => {
    const { id, events } = await aSeries();
    const [, , third] = events;
    await decide(third!.id as string, 'REJECTED', '2026-11-21T13:00:00.000Z');
    expect(new Set((await occurrences(id)).map(({ status }) => status))).toEqual(new Set(['REJECTED']));
    expect(await read(id)).toMatchObject({ status: 'DRAFT' });
    const { version } = await db.prisma.event.findUniqueOrThrow({ where: { id: third!.id as string } });
    await world.run(world.organiser, UpdateEventDocument, { input: { eventId: third!.id, version, title: 'Mended' } });
    await world.run(world.organiser, SubmitEventBrieflyDocument, { input: { eventId: third!.id as string } });
    await decide(third!.id as string, 'APPROVED', '2026-11-21T14:00:00.000Z');
    const now = await occurrences(id);
    expect(new Set(now.map(({ status, title }) => `${status} ${title}`))).toEqual(new Set(['PUBLISHED Mended']));
    expect(await read(id)).toMatchObject({ status: 'ACTIVE', title: 'Mended' });
  });

  test('of one that was changed by itself the decision is about it alone', async () => {
    const { id, events } = await aSeries();
    await world.run(world.organiser, UpdateEventDocument, { input: { eventId: events[1]!.id, version: events[1]!.version, minAge: 18 } });
    await decide(events[1]!.id as string, 'REJECTED', '2026-11-21T13:00:00.000Z');
    expect((await occurrences(id)).map(({ status }) => status).filter((status) => status === 'PUBLISHED')).toHaveLength(6);
  });

  test('who is suspended, or no member of the group any more, gets no new occurrences until that ends', async () => {
    const [anna, groupId] = [aViewer(), crypto.randomUUID()];
    await world.know([anna]);
    const member = (role: string | null, version: number) =>
      world.tell('group.member_changed', groupId, { groupId, userId: anna.id, version, role, previousRole: null });
    await member('OWNER', 1);
    const { id } = await aSeries({ content: { ...CONTENT, venue: null, visibility: 'GROUP_ONLY', groupId } }, anna);
    const left = async () => {
      await db.prisma.event.deleteMany({ where: { seriesId: id, seriesRole: 'FOLLOWS' } });
      await db.prisma.eventSeries.update({ where: { id }, data: { madeUntil: null } });
      await world.subgraph.runJob('make-occurrences');
      return db.prisma.event.count({ where: { seriesId: id } });
    };
    expect(await left()).toBe(7);
    await world.know([anna], { version: 2, active: false });
    expect(await left()).toBe(1);
    await world.know([anna], { version: 3 });
    await member(null, 2);
    expect(await left()).toBe(1);
    await member('OWNER', 3);
    expect(await left()).toBe(7);
  });

  test('what an erased person still had to come is called off; nothing follows, and drafts go', async () => {
    const anna = aViewer();
    await world.know([anna]);
    const { id } = await aSeries({ content: { ...CONTENT, venue: null } }, anna);
    const draft = await create({ content: { ...CONTENT, venue: null } }, anna);
    await world.tell('user.erased', anna.id, { userId: anna.id });
    expect(await db.prisma.eventSeries.findUnique({ where: { id } })).toMatchObject({ status: 'ENDED' });
    expect(await db.prisma.event.count({ where: { seriesId: id, status: 'CANCELLED' } })).toBe(7);
    expect(await db.prisma.eventSeries.findUnique({ where: { id: draft.series.id as string } })).toBeNull();
  });
});

describe('lists', () => {
  test('search shows the next of a series that fits, unless each is wanted', async () => {
    const word = `w${crypto.randomUUID().slice(0, 8)}`;
    const { events } = await aSeries({ content: { ...CONTENT, title: `Tango ${word}` } });
    const alone = await world.anEvent({ title: `Tango once ${word}` });
    const find = async (filter: object = {}): Promise<Data> =>
      (await world.run(null, SearchSeriesDocument, { query: word, filter })).searchEvents;
    expect(await find()).toMatchObject({ totalCount: 2 });
    expect((await find()).nodes.map(({ id }: Data) => id as string).sort()).toEqual([alone.id, events[0]!.id as string].sort());
    expect(await find({ collapseSeries: false })).toMatchObject({ totalCount: 8 });
    const later = await find({ startsAfter: '2026-12-10T00:00:00Z', startsBefore: '2026-12-17T00:00:00Z' });
    expect(later.nodes).toEqual([{ id: events[2]!.id }]);
    await world.callOff(events[0]!.id as string);
    expect((await find()).nodes.map(({ id }: Data) => id as string)).toContain(events[1]!.id);
  });

  test('the feed shows the next alone', async () => {
    const { events } = await aSeries({ content: { ...CONTENT, categorySlug: 'comedy' } });
    const { eventFeed } = (await world.execute(aViewer(), '{ eventFeed(first: 100) { nodes { event { id } } } }')).data as Data;
    const shown = eventFeed.nodes.map(({ event }: Data) => event.id as string);
    expect(events.filter(({ id }) => shown.includes(id as string)).map(({ id }) => id)).toEqual([events[0]!.id]);
  });

  test('my events show it once, where that is wanted', async () => {
    const anna = aViewer();
    const { events } = await aSeries({ content: { ...CONTENT, venue: null } }, anna);
    const mine = async (filter: object): Promise<Data> => (await world.run(anna, MyEventsFilteredDocument, { filter })).myEvents;
    expect(await mine({})).toMatchObject({ totalCount: 7 });
    expect(await mine({ collapseSeries: true })).toMatchObject({ totalCount: 1 });
    expect((await world.run(anna, WholeEventDocument, { id: events[0]!.id as string })).event).toBeTruthy();
  });

  test('its occurrences come in pages, from a time on', async () => {
    const { id } = await aSeries();
    const first = (await read(id, null, { first: 4 })).occurrences;
    const next = (await read(id, null, { first: 4, after: first.pageInfo.endCursor })).occurrences;
    expect([...days(first.nodes), ...days(next.nodes)]).toEqual(TUESDAYS);
    expect((await read(id, null, { from: '2026-12-30T00:00:00Z' })).occurrences).toMatchObject({ totalCount: 3 });
  });
});

describe('its calendar', () => {
  const fetchFeed = async (id: string, headers: Record<string, string> = {}) =>
    world.subgraph.publicHandlers!['/calendars/*']!({
      ...{ method: 'GET', path: `/calendars/series/${id}.ics`, query: '', headers, body: Buffer.alloc(0) },
      caller: { viewer: null } as never,
    });
  /** Starts that a reader of the file makes of it, with the names of those that differ. */
  const startsIn = (text: string, most: number): string[] => {
    const calendar = new ICAL.Component(ICAL.parse(text) as never);
    const [first, ...others] = calendar.getAllSubcomponents('vevent').map((one) => new ICAL.Event(one));
    for (const other of others) first!.relateException(other);
    const iterator = first!.iterator();
    const starts: string[] = [];
    for (let next = iterator.next(); next && starts.length < most; next = iterator.next()) {
      const { item, startDate } = first!.getOccurrenceDetails(next);
      const cancelled = item.component.getFirstPropertyValue('status') === 'CANCELLED' ? ' off' : '';
      starts.push(`${startDate.toString().slice(5, 16)} ${item.summary}${cancelled}`);
    }
    return starts;
  };

  test('has its rule, and what differs, and is read back as it is', async () => {
    const schedule = { ...WEEKLY, additionalStarts: ['2026-12-24T20:00'], excludedStarts: ['2026-12-22T19:30'] };
    const { id, events } = await aSeries({ schedule });
    const { etag } = (await fetchFeed(id)).headers as { etag: string };
    expect(await fetchFeed(id, { 'if-none-match': etag })).toMatchObject({ status: 304 });
    const [, second, third, fourth] = events;
    const moved = { eventId: second!.id, version: second!.version, startsAt: '2026-12-09T01:00:00Z' };
    await world.run(world.organiser, UpdateEventDocument, { input: moved });
    await world.callOff(third!.id as string);
    await db.prisma.event.update({ where: { id: fourth!.id as string }, data: { hidden: true } });
    const { status, body, headers } = await fetchFeed(id, { 'if-none-match': etag });
    expect([status, headers?.etag === etag]).toEqual([200, false]);
    expect(String(body)).toContain('RRULE:FREQ=WEEKLY;BYDAY=TU\r\n');
    expect(startsIn(String(body), 6)).toEqual([
      ...['12-01T19:30 Choir', '12-08T20:00 Choir', '12-15T19:30 Choir off', '12-29T19:30 Choir', '01-05T19:30 Choir', '01-12T19:30 Choir'],
    ]);
    const sequences = [...String(body).matchAll(/SEQUENCE:(\d+)/g)].map(([, n]) => Number(n));
    expect(sequences).toHaveLength(3);
  });

  test('is there for what everybody sees alone', async () => {
    const { series } = await create();
    const secret = await aSeries({ content: { ...CONTENT, visibility: 'PRIVATE' } });
    for (const id of [series.id as string, secret.id, crypto.randomUUID()]) expect(await fetchFeed(id)).toMatchObject({ status: 404 });
  });
});

describe('races', () => {
  const twice = async (module?: Parameters<typeof aReplica>[1]) => {
    const { id, events } = await aSeries();
    const replicas = [await aReplica(world, module), await aReplica(world, module)];
    const input = { eventId: events[0]!.id as string, version: events[0]!.version as number, scope: 'ALL' as const };
    return { id, events, replicas, input };
  };

  test('two jobs at once make each occurrence once', async () => {
    const { id } = await aSeries();
    await db.prisma.event.deleteMany({ where: { seriesId: id, seriesRole: 'FOLLOWS' } });
    await db.prisma.eventSeries.update({ where: { id }, data: { madeUntil: null } });
    await Promise.all([world.subgraph.runJob('make-occurrences'), world.subgraph.runJob('make-occurrences')]);
    expect(days(await occurrences(id))).toEqual(TUESDAYS);
  });

  /** One changes an occurrence by itself while the series is changed; `alone`: what the first has then, where it was first. */
  const editAgainstAll = async (module?: Parameters<typeof aReplica>[1]) => {
    const { id, events, replicas, input } = await twice(module);
    const third = events[2]!;
    const one = { eventId: third.id as string, version: third.version as number, capacity: 5 };
    const [all, alone] = await Promise.all([
      replicas[0]!.execute(world.organiser, UpdateSeriesDocument, { input: { ...input, changes: { capacity: 20 } } }),
      replicas[1]!.execute(world.organiser, UpdateEventDocument, { input: one }),
    ]);
    const now = (await occurrences(id))[2]!;
    return { all: all.data?.updateSeries?.__typename, alone: alone.data?.updateEvent?.__typename, now };
  };

  test('an edit of one and a change of all: the edit is kept, or refused', async () => {
    for (let round = 0; round < 4; round++) {
      const { all, alone, now } = await editAgainstAll();
      expect(all).toBe('UpdateSeriesSuccess');
      if (alone === 'UpdateEventSuccess') expect(now).toMatchObject({ changedInSeries: true, attendanceCounts: { capacity: 5 } });
      else expect([alone, now.changedInSeries, now.attendanceCounts.capacity]).toEqual(['Conflict', false, 20]);
    }
  });

  test('control: two changes of a series that take no locks make one of its dates twice, or lose one', async () => {
    const meet = meetingOf(2);
    const module = locklessAfter((statement) => (statement === 'eventSeries.findUnique' ? meet() : undefined));
    const { id, replicas } = await twice(module);
    const answers = await Promise.all(
      ['2027-01-19T19:30', '2027-01-26T19:30'].map((recurrenceId, at) =>
        replicas[at]!.execute(world.organiser, CancelOccurrenceDocument, { input: { seriesId: id, recurrenceId } }),
      ),
    );
    expect(answers.map(({ data }) => data?.cancelOccurrence?.__typename)).toEqual(Array(2).fill('CancelOccurrenceSuccess'));
    expect((await read(id)).excludedStarts).toHaveLength(1);
  });

  test('two that leave out a date each both do', async () => {
    const { id, replicas } = await twice();
    await Promise.all(
      ['2027-01-19T19:30', '2027-01-26T19:30'].map((recurrenceId, at) =>
        replicas[at]!.execute(world.organiser, CancelOccurrenceDocument, { input: { seriesId: id, recurrenceId } }),
      ),
    );
    expect((await read(id)).excludedStarts).toHaveLength(2);
  });
});
