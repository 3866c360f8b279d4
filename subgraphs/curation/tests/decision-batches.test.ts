import { randomUUID } from 'node:crypto';
import { silentLogger, type Viewer } from '@marquee/platform';
import { aViewer, eventually } from '@marquee/platform/testing';
import { curation } from '../src';
import { openDatabase, type Database } from '../src/db';
import { keep } from '../src/kept';
import { aModerator, caseOf, reported } from './cases';
import {
  BatchesInLogDocument,
  DecisionBatchDocument,
  StartDecisionBatchDocument,
  type EntryDecisionInput,
  type StartDecisionBatchInput,
} from './generated/documents';
import { withoutVersionCheck } from './without-version-check';
import { aCurator, startWorld, succeeded, type World } from './world';

const start = async (world: World, viewer: Viewer, input: StartDecisionBatchInput) =>
  (await world.run(viewer, StartDecisionBatchDocument, { input })).startDecisionBatch;
const look = async (world: World, viewer: Viewer, id: string) => (await world.run(viewer, DecisionBatchDocument, { id })).decisionBatch;
const ended = (world: World, viewer: Viewer, id: string) =>
  eventually(async () => {
    // What could not get a lock is tried again in a moment of the world's clock.
    world.clock.advance(200);
    const batch = await look(world, viewer, id);
    expect(['SUCCEEDED', 'FAILED']).toContain(batch?.state);
    return batch!;
  }, 100_000);
const decided = async (world: World, viewer: Viewer, input: StartDecisionBatchInput) =>
  ended(world, viewer, succeeded(await start(world, viewer, input)).batch.id);

async function entry(world: World, decision: EntryDecisionInput['decision'] = 'APPROVE'): Promise<EntryDecisionInput> {
  const { eventId } = await world.submitted();
  const { id: entryId, version } = await world.workflowOf(eventId);
  return { entryId, version, decision, ...(decision !== 'APPROVE' && { notes: 'Not like this.' }) };
}
async function caseEntry(world: World, decision: 'DISMISS' | 'REMOVE'): Promise<EntryDecisionInput> {
  const { subjectId } = await reported(world);
  const { id: entryId, version } = await caseOf(world, subjectId);
  return { entryId, version, decision, ...(decision === 'REMOVE' && { notes: 'Unkind.' }) };
}

/** So many workflows that wait, as if their events had been submitted. */
async function waiting(world: World, count: number): Promise<EntryDecisionInput[]> {
  const db = openDatabase(world.databaseUrl, silentLogger);
  try {
    await db.pool.query(
      `INSERT INTO event_copies (event_id, version, status, visibility, title, description, category_slug, starts_at, ends_at, timezone, creator_id,
         price, imported, deleted, was_published, content_hash, match_title)
       SELECT gen_random_uuid(), 1, 'PENDING_REVIEW', 'PUBLIC', 'Choir ' || n, 'We sing.', 'music', now() + interval '9 days', now() + interval '10 days',
         'UTC', gen_random_uuid(), '{"type": "FREE", "min": null, "max": null}', false, false, false, n::text, '' FROM generate_series(1, $1::int) n`,
      [count],
    );
    const { rows } = await db.pool.query<{ id: string }>(
      `INSERT INTO workflows (id, event_id, submission, event_version, creator_id, status, in_queue, queue_rank, queued_at, screening_due, created_at)
       SELECT gen_random_uuid(), event_id, 1, 1, creator_id, 'PENDING', true, 9, now(), false, now() FROM event_copies
       WHERE NOT EXISTS (SELECT FROM workflows w WHERE w.event_id = event_copies.event_id) RETURNING id`,
    );
    await db.pool.query(
      `INSERT INTO workflow_versions (workflow_id, version, status, in_queue, event_version, created_at)
       SELECT id, 1, status, true, 1, now() FROM workflows w WHERE NOT EXISTS (SELECT FROM workflow_versions v WHERE v.workflow_id = w.id)`,
    );
    return rows.map(({ id: entryId }) => ({ entryId, version: 1, decision: 'APPROVE' }));
  } finally {
    await db.close();
  }
}

describe('a batch of decisions (C22)', () => {
  it('decides about entries of whatever kind, in its own time, tells of each, and stands in the log', async () => {
    const world = await startWorld();
    const moderator = aModerator();
    const decisions = [
      await entry(world),
      await caseEntry(world, 'REMOVE'),
      await entry(world, 'REJECT'),
      await caseEntry(world, 'DISMISS'),
      await entry(world, 'REQUEST_CHANGES'),
    ];
    const { batch } = succeeded(await start(world, moderator, { decisions }));
    expect(batch.total).toBe(5);
    const done = await ended(world, moderator, batch.id);
    expect(done).toMatchObject({ state: 'SUCCEEDED', done: 5, refused: 0, failure: null, onlyRefused: [] });
    expect(done.outcomes).toEqual(decisions.map(({ entryId }) => ({ entryId, refusal: null, message: null })));
    const told = (await world.decided()).filter(({ curatorId }) => curatorId === moderator.id).map(({ status }) => status);
    expect(told.sort()).toEqual(['APPROVED', 'NEEDS_REVISION', 'REJECTED']);
    expect((await world.casesDecided()).map(({ outcome }) => outcome).sort()).toEqual(['DISMISSED', 'REMOVED']);
    const { nodes } = (await world.run(moderator, BatchesInLogDocument, { filter: { actorId: moderator.id } })).moderationLog;
    expect(nodes.map(({ verb }) => verb).sort()).toEqual(['APPROVED', 'CHANGES_REQUESTED', 'DISMISSED', 'REJECTED', 'REMOVED']);
    expect(new Set(nodes.map(({ batchId }) => batchId))).toEqual(new Set([batch.id]));
  });

  it('leaves the others where one is refused, and says why', async () => {
    const world = await startWorld();
    const curator = aCurator();
    const [gone, claimed, free] = [await entry(world), await entry(world), await entry(world)];
    succeeded(await world.decide(aCurator(), { workflowId: gone.entryId, version: gone.version, decision: 'APPROVE' }));
    succeeded(await world.claim(aCurator(), { workflowId: claimed.entryId, version: claimed.version }));
    const own = await world.submitted({ creatorId: curator.id });
    const { id: ownId, version } = await world.workflowOf(own.eventId);
    const decisions = [
      gone,
      claimed,
      { entryId: ownId, version, decision: 'APPROVE' as const },
      { entryId: randomUUID(), version: 1, decision: 'APPROVE' as const },
      { entryId: randomUUID(), version: 1, decision: 'DISMISS' as const },
      // What people say to each other is judged by few.
      await caseEntry(world, 'DISMISS'),
      { ...free, decision: 'DISMISS' as const },
      await entry(world),
    ];
    const batch = await decided(world, curator, { decisions });
    expect(batch.outcomes.map(({ refusal }) => refusal)).toEqual([
      ...['CONFLICT', 'CONFLICT', 'FORBIDDEN', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', 'BAD_USER_INPUT', null],
    ]);
    expect(batch).toMatchObject({ state: 'SUCCEEDED', refused: 7 });
    expect(batch.onlyRefused).toHaveLength(7);
  });

  it('is made once for a key, and read by nobody else', async () => {
    const world = await startWorld();
    const curator = aCurator();
    const decisions = [await entry(world), await entry(world)];
    const first = await decided(world, curator, { decisions, idempotencyKey: 'k' });
    const told = (await world.decided()).length;
    expect(succeeded(await start(world, curator, { decisions, idempotencyKey: 'k' })).batch).toEqual(first);
    expect((await start(world, curator, { decisions: [decisions[0]!], idempotencyKey: 'k' })).__typename).toBe('KeyReused');
    expect(await world.decided()).toHaveLength(told);
    expect(await look(world, aCurator(), first.id)).toBeNull();
    expect(await look(world, curator, randomUUID())).toBeNull();
    expect(await look(world, curator, 'x')).toBeNull();
  });

  it('is for those who judge, 1 to 500, each entry once, and says all that is wrong', async () => {
    const world = await startWorld();
    const one = { entryId: randomUUID(), version: 1, decision: 'APPROVE' as const };
    expect(await world.errorOf(null, StartDecisionBatchDocument, { input: { decisions: [one] } })).toMatchObject({
      code: 'UNAUTHENTICATED',
    });
    expect(await world.errorOf(aViewer(), StartDecisionBatchDocument, { input: { decisions: [one] } })).toMatchObject({
      code: 'FORBIDDEN',
    });
    const many = Array.from({ length: 501 }, () => ({ ...one, entryId: randomUUID() }));
    for (const decisions of [[], many, [one, one]])
      expect(await start(world, aCurator(), { decisions })).toMatchObject({ fields: [{ path: 'decisions' }] });
    const wrong = { ...one, version: 0, decision: 'REMOVE' as const, reason: 'SPAM' as const };
    const refused = await start(world, aCurator(), { decisions: [wrong] });
    const paths = refused.__typename === 'InvalidInput' ? refused.fields.map(({ path }) => path) : [];
    expect(paths.sort()).toEqual(['decisions.0.notes', 'decisions.0.reason', 'decisions.0.version']);
  });

  it('ends where its curator may judge no more, and goes with their account', async () => {
    const world = await startWorld();
    const curator = aCurator();
    await world.person({ userId: curator.id, role: 'user' });
    const batch = await decided(world, curator, { decisions: [await entry(world)] });
    expect(batch.outcomes).toMatchObject([{ refusal: 'FORBIDDEN' }]);
    await world.tell('user.erased', curator.id, { userId: curator.id });
    expect(await look(world, curator, batch.id)).toBeNull();
  });
});

/** A batch, and single decisions to the contrary of some of it at once. How many were decided more than once, and not at all. */
async function race(world: World, count: number, singles: number, begin: () => unknown = () => undefined) {
  const decisions = await waiting(world, count);
  begin();
  const [curator, other] = [aCurator(), aCurator()];
  const some = decisions.filter((_, at) => at % Math.ceil(count / singles) === 0).reverse();
  const [batch, ...single] = await Promise.all([
    decided(world, curator, { decisions }),
    ...some.map(({ entryId, version }) => world.decide(other, { workflowId: entryId, version, decision: 'REJECT', notes: 'Out.' })),
  ]);
  const made = batch.outcomes.filter(({ refusal }) => refusal === null).map(({ entryId }) => entryId);
  const singly = single.flatMap((result) => (result.__typename === 'DecideReviewSuccess' ? [result.workflow.id] : []));
  const times = decisions.map(({ entryId }) => [...made, ...singly].filter((id) => id === entryId).length);
  return { twice: times.filter((n) => n > 1).length, never: times.filter((n) => n === 0).length };
}

describe('a batch of 500 and single decisions at the same time', () => {
  it('decide about each event once', async () => {
    expect(await race(await startWorld(), 500, 25)).toEqual({ twice: 0, never: 0 });
  }, 120_000);

  it('control: without the condition on the version an event is decided twice', async () => {
    let racing = false;
    const careless = (db: Database) => withoutVersionCheck(db, 2, () => racing);
    const world = await startWorld({ subgraph: curation.with({ keep: (basics) => keep({ ...basics, db: careless(basics.db) }) }) });
    const db = openDatabase(world.databaseUrl, silentLogger);
    try {
      // The history's own constraint is the last defence; without it, what is under test stands alone.
      await db.pool.query('DROP INDEX decisions_workflow_id_workflow_version_key');
      await db.pool.query('ALTER TABLE workflow_versions DROP CONSTRAINT workflow_versions_pkey');
      expect(await race(world, 1, 1, () => (racing = true))).toEqual({ twice: 1, never: 0 });
    } finally {
      await db.close();
    }
  });
});
