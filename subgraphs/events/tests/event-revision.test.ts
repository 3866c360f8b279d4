import { silentLogger, type Viewer } from '@marquee/platform';
import { afterTests, aViewer, meetingOf, type Data } from '@marquee/platform/testing';
import type { EventChanged, EventRevisionChanged } from '@marquee/schema/topics';
import { openDatabase, type Database } from '../src/db';
import {
  ProposedDocument,
  SubmitEventDocument,
  UpdateEventDocument,
  WholeEventDocument,
  WithdrawRevisionDocument,
  type UpdateEventInput,
} from './generated/documents';
import { carelessEvents } from './careless';
import { aReplica } from './replicas';
import { DAY, decision, HOUR, startWorld, type World } from './world';

let world: World;
let db: Database;
const facts: { topic: string; payload: EventChanged | EventRevisionChanged }[] = [];

beforeAll(async () => {
  world = await startWorld();
  db = openDatabase(world.databaseUrl, silentLogger);
  afterTests(() => db.close());
  await world.bus.consume('listener', ['event.changed', 'event.revision_changed'], async ({ topic, payload }) => {
    facts.push({ topic, payload: payload as EventChanged });
  });
});
beforeEach(() => facts.splice(0));

const later = (ms: number) => new Date(world.clock.now().getTime() + ms).toISOString();
const update = async (input: UpdateEventInput, viewer = world.organiser): Promise<Data> =>
  (await world.run(viewer, UpdateEventDocument, { input })).updateEvent;
const shown = async (id: string): Promise<Data> => (await world.run(null, WholeEventDocument, { id })).event!;
const proposedOf = async (id: string, viewer: Viewer | null = world.organiser): Promise<Data> =>
  (await world.run(viewer, ProposedDocument, { id })).event!;
const revisionFacts = async () => {
  await world.subgraph.drain();
  return facts.filter(({ topic }) => topic === 'event.revision_changed').map(({ payload }) => payload as EventRevisionChanged);
};
const decided = (revisionId: string, eventId: string, parts: object = {}) => {
  const { workflowId, version, creatorId, decidedAt, curatorId } = decision({});
  const fact = { revisionId, eventId, workflowId, version, creatorId, decidedAt, curatorId, authorId: world.organiser.id, notes: null };
  return world.tell('curation.revision_decided', eventId, { ...fact, status: 'APPROVED', ...parts });
};

describe('a change of the words of a published event', () => {
  test('waits, and the approved version stays on show (social-curation F9b, security F5, events F12)', async () => {
    const { id, version } = await world.anEvent({ title: 'Jazz', tags: ['jazz'] });
    const answer = await update({ eventId: id, version, title: 'WIN FREE CASH', tags: ['win', 'cash'] });
    expect(answer.event).toMatchObject({ title: 'Jazz', tags: ['jazz'], status: 'PUBLISHED', version: version + 1 });
    expect(await shown(id)).toMatchObject({ title: 'Jazz', status: 'PUBLISHED' });
    expect(await proposedOf(id)).toMatchObject({
      title: 'Jazz',
      pendingRevision: {
        status: 'PENDING',
        title: 'WIN FREE CASH',
        tags: ['win', 'cash'],
        changedFields: ['TITLE', 'TAGS'],
        author: { id: world.organiser.id },
      },
    });
    const [fact] = await revisionFacts();
    expect(fact).toMatchObject({
      ...{ eventId: id, version: 1, authorId: world.organiser.id, status: 'PENDING', changed: ['title', 'tags'] },
      proposed: { eventId: id, version: version + 1, title: 'WIN FREE CASH', description: 'Something to go to.', onlineUrl: null },
    });
  });

  test('goes on show when it is approved', async () => {
    const { id, version } = await world.anEvent();
    await update({ eventId: id, version, title: 'Late jazz', venue: { name: 'The Rex', city: 'Toronto' } });
    const { pendingRevision } = await proposedOf(id);
    await decided(pendingRevision.id, id);
    expect(await shown(id)).toMatchObject({ title: 'Late jazz', venue: { name: 'The Rex' }, version: version + 2 });
    expect(await proposedOf(id)).toMatchObject({ pendingRevision: null, latestRevision: { status: 'APPLIED' } });
    expect((await revisionFacts()).at(-1)).toMatchObject({ status: 'APPLIED', version: 2, proposed: null });
    await decided(pendingRevision.id, id, { status: 'REJECTED' });
    expect(await proposedOf(id)).toMatchObject({ latestRevision: { status: 'APPLIED' } });
  });

  test.each([
    ['NEEDS_REVISION', 'RETURNED'],
    ['REJECTED', 'REFUSED'],
  ])('is given back with a word: %s', async (status, became) => {
    const { id, version } = await world.anEvent({ title: 'Jazz' });
    await update({ eventId: id, version, title: 'Jazzz' });
    const { pendingRevision } = await proposedOf(id);
    await decided(pendingRevision.id, id, { status, notes: 'One z less.' });
    expect(await proposedOf(id)).toMatchObject({
      title: 'Jazz',
      pendingRevision: null,
      latestRevision: { status: became, notes: 'One z less.', title: 'Jazzz' },
    });
  });

  test('leaves what needs nobody’s approval: times and places change at once', async () => {
    const { id, version } = await world.anEvent({ title: 'Jazz', capacity: 10 });
    const startsAt = later(29 * DAY);
    await update({ eventId: id, version, title: 'Blues', startsAt, capacity: 20 });
    expect(await shown(id)).toMatchObject({ title: 'Jazz', startsAt, attendanceCounts: { capacity: 20 } });
    expect(await proposedOf(id)).toMatchObject({ pendingRevision: { title: 'Blues', changedFields: ['TITLE'] } });
  });

  test('goes on from the one that waits and replaces it; back to what is on show is nothing to wait for', async () => {
    const { id, version } = await world.anEvent({ title: 'Jazz' });
    await update({ eventId: id, version, title: 'Blues' });
    expect(await update({ eventId: id, version, description: 'Other.' })).toMatchObject({ __typename: 'Conflict' });
    await update({ eventId: id, version: version + 1, description: 'Other.' });
    const { pendingRevision } = await proposedOf(id);
    expect(pendingRevision).toMatchObject({ title: 'Blues', description: 'Other.', changedFields: ['TITLE', 'DESCRIPTION'] });
    expect((await revisionFacts()).map(({ status }) => status)).toEqual(['PENDING', 'REPLACED', 'PENDING']);
    await update({ eventId: id, version: version + 2, title: 'Jazz', description: 'Something to go to.' });
    expect(await proposedOf(id)).toMatchObject({ pendingRevision: null, latestRevision: { status: 'WITHDRAWN' } });
  });

  test('is checked together with what waits', async () => {
    const { id, version } = await world.anEvent();
    await update({ eventId: id, version, format: 'VIRTUAL', onlineUrl: 'https://meet.example/x' });
    expect(await update({ eventId: id, version: version + 1, format: 'IN_PERSON' })).toMatchObject({
      __typename: 'InvalidInput',
      field: 'onlineUrl',
    });
  });

  test('is taken back by those who may edit the event', async () => {
    const { id, version } = await world.anEvent();
    await update({ eventId: id, version, title: 'Blues' });
    const revisionId = (await proposedOf(id)).pendingRevision.id;
    const withdraw = async (viewer: Viewer): Promise<Data> =>
      (await world.run(viewer, WithdrawRevisionDocument, { input: { revisionId } })).withdrawEventRevision;
    expect(await withdraw(aViewer())).toMatchObject({ __typename: 'NotFound' });
    expect(await withdraw(aViewer({ role: 'curator' }))).toMatchObject({ __typename: 'NotAllowed' });
    expect(await withdraw(world.organiser)).toMatchObject({ event: { version: version + 2 } });
    expect(await withdraw(world.organiser)).toMatchObject({ event: { version: version + 2 } });
    expect(await proposedOf(id)).toMatchObject({ pendingRevision: null, latestRevision: { status: 'WITHDRAWN' } });
    await decided(revisionId, id);
    expect((await shown(id)).title).toBe('An evening');
  });

  test('is seen by those who may edit the event and those who judge events', async () => {
    const { id, version } = await world.anEvent();
    await update({ eventId: id, version, title: 'Blues' });
    const { id: revisionId } = (await proposedOf(id)).pendingRevision;
    const byId = async (viewer: Viewer | null) =>
      (await world.entity(viewer, { __typename: 'EventRevision', id: revisionId }, '{ title }')).data?._entities[0] ?? null;
    for (const viewer of [world.organiser, aViewer({ role: 'curator' }), aViewer({ role: 'admin' })]) {
      expect((await proposedOf(id, viewer)).pendingRevision).toMatchObject({ title: 'Blues' });
      expect(await byId(viewer)).toEqual({ title: 'Blues' });
    }
    for (const viewer of [aViewer(), null]) {
      expect(await proposedOf(id, viewer)).toMatchObject({ pendingRevision: null, latestRevision: null });
      expect(await byId(viewer)).toBeNull();
    }
  });

  test('by the platform’s staff goes on show at once', async () => {
    const { id, version } = await world.anEvent({ title: 'Jazz' });
    await update({ eventId: id, version, title: 'Blues' }, aViewer({ role: 'admin' }));
    expect(await shown(id)).toMatchObject({ title: 'Blues' });
    expect(await revisionFacts()).toEqual([]);
  });

  test('has nothing to change any more when the event leaves the stage', async () => {
    const { id, version } = await world.anEvent();
    await update({ eventId: id, version, title: 'Blues' });
    await world.callOff(id);
    expect(await proposedOf(id)).toMatchObject({ pendingRevision: null, latestRevision: { status: 'OBSOLETE' } });
    const soon = await world.anEvent({ startsAt: later(HOUR), endsAt: later(2 * HOUR) });
    await update({ eventId: soon.id, version: soon.version, title: 'Blues' });
    world.clock.advance(3 * HOUR);
    await world.subgraph.runJob('complete-past-events');
    expect(await proposedOf(soon.id)).toMatchObject({ title: 'An evening', latestRevision: { status: 'OBSOLETE' } });
  });

  test('goes with its author when they are erased', async () => {
    const author = aViewer();
    const { id, version } = await world.anEvent({ by: author });
    await update({ eventId: id, version, title: 'Blues' }, author);
    await world.tell('user.erased', author.id, { userId: author.id });
    expect((await revisionFacts()).at(-1)).toMatchObject({ status: 'WITHDRAWN' });
    expect(await db.prisma.eventRevision.count({ where: { eventId: id } })).toBe(0);
  });
});

describe('several edits and a decision at the same time', () => {
  const ROUNDS = 6;
  const EDITS = 3;

  type Answers = Promise<(string | undefined)[]>;
  type Race = (decide: () => Promise<unknown>, edit: () => Answers) => Answers;

  /** Each round ends with one of the two: the decision was first and the edits met a conflict, or an edit was, and the decision did nothing. */
  async function broken(run: (viewer: Viewer, input: UpdateEventInput) => Promise<string | undefined>, race: Race): Promise<number> {
    let count = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const { id, version } = await world.anEvent({ title: 'Jazz' });
      await update({ eventId: id, version, title: 'Blues' });
      const revisionId = (await proposedOf(id)).pendingRevision.id;
      const titles = Array.from({ length: EDITS }, (_, n) => `Take ${n}`);
      const answers = await race(
        () => decided(revisionId, id),
        () => Promise.all(titles.map((title) => run(world.organiser, { eventId: id, version: version + 1, title }))),
      );
      const won = answers.filter((answer) => answer === 'UpdateEventSuccess').length;
      const { title } = await shown(id);
      const pending = await db.prisma.eventRevision.count({ where: { eventId: id, status: 'PENDING' } });
      const decisionFirst = won === 0 && title === 'Blues' && pending === 0;
      const editFirst = won === 1 && title === 'Jazz' && pending === 1;
      if (!decisionFirst && !editFirst) count++;
    }
    return count;
  }

  test('have one winner', async () => {
    const replica = await aReplica(world);
    const run = async (viewer: Viewer, input: UpdateEventInput) =>
      (await replica.execute(viewer, UpdateEventDocument, { input })).data?.updateEvent.__typename;
    const atOnce: Race = async (decide, edit) => (await Promise.all([edit(), decide()]))[0];
    expect(await broken(run, atOnce)).toBe(0);
  });

  test('control: without locks, and conditions on what was read, several win', async () => {
    await db.pool.query('DROP INDEX event_revisions_one_pending; ALTER TABLE event_versions DROP CONSTRAINT event_versions_pkey');
    let meanwhile: () => Promise<unknown>;
    const after = (statement: string) => (statement === 'eventRevision.findFirst' ? meanwhile() : undefined);
    const replica = await aReplica(world, carelessEvents(after));
    const run = async (viewer: Viewer, input: UpdateEventInput) =>
      (await replica.execute(viewer, UpdateEventDocument, { input })).data?.updateEvent?.__typename;
    // The edits have all read what waits, and the decision is made, before one of them writes.
    const between: Race = (decide, edit) => {
      const meet = meetingOf(EDITS);
      let deciding: Promise<unknown> | undefined;
      meanwhile = () => meet().then(() => (deciding ??= decide()));
      return edit();
    };
    expect(await broken(run, between)).toBe(ROUNDS);
  });
});

describe('what was rejected', () => {
  test('can be mended and submitted again three times (social-curation F4)', async () => {
    const { id } = await world.anEvent({ status: 'PENDING_REVIEW' });
    const submit = async (): Promise<Data> =>
      (await world.run(world.organiser, SubmitEventDocument, { input: { eventId: id } })).submitEvent;
    const reject = async (round: number) => {
      const { version } = (await world.run(world.organiser, WholeEventDocument, { id })).event!;
      const decidedAt = `2026-11-21T13:0${round}:00Z`;
      await world.tell('curation.decided', id, decision({ eventId: id, eventVersion: version, status: 'REJECTED', decidedAt }));
    };
    for (let round = 0; round < 3; round++) {
      await reject(round);
      const { version } = (await world.run(world.organiser, WholeEventDocument, { id })).event!;
      await update({ eventId: id, version, description: `Mended ${round}.` });
      expect(await submit()).toMatchObject({ event: { status: 'PENDING_REVIEW', description: `Mended ${round}.` } });
    }
    await reject(3);
    expect(await submit()).toMatchObject({ __typename: 'WrongEventStatus', status: 'REJECTED', nextStep: 'ASK_SUPPORT' });
  });
});
