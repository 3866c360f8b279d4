import type { Viewer } from '@marquee/platform';
import { aViewer, type Data } from '@marquee/platform/testing';
import {
  CreateSeriesDocument,
  PreviewSeriesChangeDocument,
  SeriesWithOccurrencesDocument,
  SubmitEventBrieflyDocument,
  UpdateSeriesDocument,
  type UpdateSeriesInput,
} from './generated/documents';
import { sqlOn, type Sql } from './sql';
import { decision, startWorld, type World } from './world';

// What a change of a series would do (A22). The clock of the world stands at 21 November 2026.

let world: World;
let sql: Sql;
beforeAll(async () => {
  world = await startWorld();
  sql = sqlOn(world);
});

const CONTENT = {
  ...{ title: 'Choir', description: 'We sing.', timezone: 'America/Toronto', categorySlug: 'music', tags: [] },
  ...{ durationMinutes: 90, capacity: 12, venue: { name: 'The Rex', city: 'Toronto' } },
};
const WEEKLY = { start: '2026-12-01T19:30', rule: 'FREQ=WEEKLY;BYDAY=TU' };
/** Of 12-01, 12-08, 12-15, 12-22, 12-29, 01-05 and 01-12 every second one; the second one is earlier on its day. */
const FORTNIGHTLY = { start: '2026-12-01T20:00', rule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', additionalStarts: ['2026-12-08T18:00'] };

const occurrences = async (id: string): Promise<Data[]> =>
  (await world.run(world.organiser, SeriesWithOccurrencesDocument, { id, first: 100 })).series!.occurrences.nodes;
const aSeries = async (): Promise<{ id: string; events: Data[] }> => {
  const { createSeries } = await world.run(world.organiser, CreateSeriesDocument, { input: { content: CONTENT, schedule: WEEKLY } });
  const { series, event } = createSeries as Data;
  await world.run(world.organiser, SubmitEventBrieflyDocument, { input: { eventId: event.id } });
  const { rows } = await sql('SELECT version FROM events WHERE id = $1', [event.id]);
  const decided = {
    eventId: event.id as string,
    eventVersion: rows[0]!.version,
    status: 'APPROVED',
    decidedAt: '2026-11-21T12:00:00.000Z',
  };
  await world.tell('curation.decided', event.id as string, decision(decided as Parameters<typeof decision>[0]));
  return { id: series.id, events: await occurrences(series.id as string) };
};
const preview = async (input: UpdateSeriesInput, viewer: Viewer = world.organiser): Promise<Data | null> =>
  (await world.run(viewer, PreviewSeriesChangeDocument, { input })).previewSeriesChange as Data | null;
const update = async (input: UpdateSeriesInput): Promise<Data> =>
  (await world.run(world.organiser, UpdateSeriesDocument, { input })).updateSeries;
/** All that a change could leave behind. */
const traces = async () =>
  (
    await sql(`SELECT (SELECT count(*) FROM events) AS events, (SELECT sum(version) FROM events) AS versions,
      (SELECT sum(version) FROM event_series) AS series, (SELECT count(*) FROM outbox) AS facts, (SELECT count(*) FROM venues) AS venues,
      (SELECT count(*) FROM event_revisions) AS revisions, (SELECT count(*) FROM idempotency_keys) AS keys`)
  ).rows[0];

test('a new schedule: what is moved with its guests, what is called off, what is new; then it is done as it was foretold', async () => {
  const { id, events } = await aSeries();
  const [first, second, , fourth] = events;
  await world.rsvp(aViewer(), second!.id as string);
  await world.rsvp(aViewer(), fourth!.id as string);
  const before = await traces();
  const input = { eventId: first!.id as string, version: first!.version as number, scope: 'ALL' as const, schedule: FORTNIGHTLY };
  const shown = (await preview({ ...input, idempotencyKey: 'look' }))!;
  expect(await traces()).toEqual(before);
  expect((shown.changed as Data[]).map(({ impact, startsAt, isMoved }) => [impact.event.id, startsAt, isMoved])).toEqual([
    [first!.id, '2026-12-02T01:00:00.000Z', true],
    [second!.id, '2026-12-08T23:00:00.000Z', true],
    [events[2]!.id, '2026-12-16T01:00:00.000Z', true],
    [events[4]!.id, '2026-12-30T01:00:00.000Z', true],
    [events[6]!.id, '2027-01-13T01:00:00.000Z', true],
  ]);
  // Moved by less than two hours: nobody may give tickets back for it.
  expect(shown.changed[1].impact).toMatchObject({ going: 1, notifications: 1, opensRefunds: false });
  expect((shown.calledOff.events as Data[]).map(({ event, going }) => [event.id, going])).toEqual([
    [fourth!.id, 1],
    [events[5]!.id, 0],
  ]);
  expect(shown).toMatchObject({ calledOff: { people: 1 }, newStarts: [], keptCount: 0, waitsForApproval: false, notifications: 2 });
  expect(await update(input)).toMatchObject({ __typename: 'ConfirmationNeeded' });
  const confirmation = shown.calledOff.confirmation.token as string;
  expect(await update({ ...input, confirmation })).toMatchObject({ __typename: 'UpdateSeriesSuccess' });
  const now = (await occurrences(id)).map((event) => [event.id, event.startsAt, event.status]);
  expect(now.filter(([, , status]) => status === 'PUBLISHED')).toEqual(
    (shown.changed as Data[]).map(({ impact, startsAt }) => [impact.event.id, startsAt, 'PUBLISHED']),
  );
});

test('the token dies when somebody answers for what is called off', async () => {
  const { events } = await aSeries();
  const [first, , , fourth] = events;
  await world.rsvp(aViewer(), fourth!.id as string);
  const input = { eventId: first!.id as string, version: first!.version as number, scope: 'ALL' as const, schedule: FORTNIGHTLY };
  const confirmation = (await preview(input))!.calledOff.confirmation.token as string;
  await world.rsvp(aViewer(), fourth!.id as string);
  expect(await update({ ...input, confirmation })).toMatchObject({ __typename: 'ConfirmationNeeded', impact: { people: 2 } });
});

test('words wait for a curator and tell those who come; what was changed by itself, or lies before, stays', async () => {
  const { events } = await aSeries();
  await world.rsvp(aViewer(), events[3]!.id as string);
  const own = {
    eventId: events[5]!.id as string,
    version: events[5]!.version as number,
    scope: 'THIS' as const,
    changes: { capacity: 20 },
  };
  expect(await update(own)).toMatchObject({ __typename: 'UpdateSeriesSuccess' });
  const third = events[2]!;
  const input = { eventId: third.id as string, version: third.version as number, scope: 'THIS_AND_FOLLOWING' as const };
  const shown = (await preview({ ...input, changes: { title: 'Big choir' } }))!;
  expect((shown.changed as Data[]).map(({ impact, isMoved }) => [impact.event.id, isMoved])).toEqual(
    [2, 3, 4, 6].map((at) => [events[at]!.id, false]),
  );
  expect(shown).toMatchObject({
    ...{ keptCount: 3, waitsForApproval: true, notifications: 1, newStarts: [] },
    calledOff: { events: [], confirmation: null },
  });
  expect(await preview({ ...input, changes: { capacity: 30 } })).toMatchObject({ waitsForApproval: false, notifications: 0 });
});

test('further starts are new, in the order of time', async () => {
  const { events } = await aSeries();
  const [first] = events;
  const input = { eventId: first!.id as string, version: first!.version as number, scope: 'ALL' as const };
  const schedule = { ...WEEKLY, additionalStarts: ['2026-12-24T20:00', '2026-12-06T11:00'] };
  expect(await preview({ ...input, schedule })).toMatchObject({
    ...{ changed: [], keptCount: 7, newStarts: ['2026-12-06T16:00:00.000Z', '2026-12-25T01:00:00.000Z'] },
    calledOff: { people: 0, confirmation: null },
  });
});

test('one alone is previewed as it is changed', async () => {
  const { events } = await aSeries();
  const [, second] = events;
  await world.rsvp(aViewer(), second!.id as string);
  const startsAt = '2026-12-10T00:30:00.000Z';
  const input = { eventId: second!.id as string, version: second!.version as number, scope: 'THIS' as const };
  expect(await preview({ ...input, startsAt, endsAt: '2026-12-10T02:00:00.000Z' })).toMatchObject({
    changed: [{ startsAt, isMoved: true, impact: { event: { id: second!.id }, going: 1, notifications: 1 } }],
    keptCount: 6,
  });
});

test('what would be refused is an error, to others as well; to those who do not see it there is none', async () => {
  const { events } = await aSeries();
  const [first] = events;
  await world.rsvp(aViewer(), first!.id as string, 'GOING');
  const input = { eventId: first!.id as string, version: first!.version as number, scope: 'ALL' as const };
  const ask = 'query($input: UpdateSeriesInput!) { previewSeriesChange(input: $input) { keptCount } }';
  const codeOf = async (viewer: Viewer | null, change: object): Promise<unknown> =>
    (await world.execute(viewer, ask, { input: { ...input, ...change } })).errors?.[0]?.extensions?.code;
  expect(await codeOf(world.organiser, { version: 99, changes: { capacity: 30 } })).toBe('CONFLICT');
  expect(await codeOf(world.organiser, { changes: { capacity: 0 } })).toBe('BAD_USER_INPUT');
  expect(await codeOf(world.organiser, { schedule: { ...WEEKLY, rule: 'FREQ=HOURLY' } })).toBe('BAD_USER_INPUT');
  expect(await codeOf(aViewer(), { changes: { capacity: 30 } })).toBe('FORBIDDEN');
  expect(await codeOf(null, { changes: { capacity: 30 } })).toBe('UNAUTHENTICATED');
  const hidden = await world.anEvent({ visibility: 'PRIVATE' });
  expect(await preview({ ...input, eventId: hidden.id, version: hidden.version, changes: { capacity: 30 } }, aViewer())).toBeNull();
});
