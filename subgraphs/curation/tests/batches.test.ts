import { silentLogger, type Viewer } from '@marquee/platform';
import { aViewer } from '@marquee/platform/testing';
import { curation } from '../src';
import { openDatabase, type Database } from '../src/db';
import { keep } from '../src/kept';
import { DecideReviewsDocument, type DecideReviewsInput, type ReviewDecisionInput } from './generated/documents';
import { withoutVersionCheck } from './without-version-check';
import { aCurator, startWorld, succeeded, type World } from './world';

const decideMany = async (world: World, viewer: Viewer, input: DecideReviewsInput) =>
  (await world.run(viewer, DecideReviewsDocument, { input })).decideReviews;

/** So many events that wait, each with a decision about it. */
async function waiting(world: World, count: number, decision: ReviewDecisionInput['decision'] = 'APPROVE') {
  const decisions: ReviewDecisionInput[] = [];
  for (let n = 0; n < count; n++) {
    const { eventId } = await world.submitted();
    const { id: workflowId, version } = await world.workflowOf(eventId);
    decisions.push({ workflowId, version, decision, ...(decision === 'APPROVE' ? {} : { notes: 'Not like this.' }) });
  }
  return decisions;
}

describe('C22: decisions about many events', () => {
  it('are each made, in their order, and told', async () => {
    const world = await startWorld();
    const decisions = [...(await waiting(world, 2)), ...(await waiting(world, 1, 'REJECT'))];
    const { outcomes } = succeeded(await decideMany(world, aCurator(), { decisions }));
    expect(outcomes.map(({ workflowId, workflow, refusal }) => [workflowId, workflow?.status, refusal])).toEqual(
      decisions.map(({ workflowId, decision }) => [workflowId, decision === 'APPROVE' ? 'APPROVED' : 'REJECTED', null]),
    );
    const told = (await world.decided()).filter(({ curatorId }) => curatorId !== null).map(({ workflowId }) => workflowId);
    expect(told.sort()).toEqual(decisions.map(({ workflowId }) => workflowId).sort());
  });

  it('leave the others where one is refused: decided already, claimed, one’s own, or not there', async () => {
    const world = await startWorld();
    const curator = aCurator();
    const [decided, claimed, free] = await waiting(world, 3);
    succeeded(await world.decide(aCurator(), { ...decided! }));
    succeeded(await world.claim(aCurator(), { workflowId: claimed!.workflowId, version: claimed!.version }));
    const own = await world.submitted({ creatorId: curator.id });
    const { id: ownId, version } = await world.workflowOf(own.eventId);
    const others: ReviewDecisionInput[] = [
      { workflowId: ownId, version, decision: 'APPROVE' },
      { workflowId: aViewer().id, version: 1, decision: 'APPROVE' },
    ];
    const { outcomes } = succeeded(await decideMany(world, curator, { decisions: [decided!, claimed!, ...others, free!] }));
    expect(outcomes.map(({ refusal }) => refusal)).toEqual(['CONFLICT', 'CONFLICT', 'FORBIDDEN', 'NOT_FOUND', null]);
    expect(outcomes.map(({ message }) => message !== null)).toEqual([true, true, true, true, false]);
    expect(outcomes.at(-1)!.workflow!.status).toBe('APPROVED');
  });

  it('with the same key decide what is not decided yet, and nothing twice', async () => {
    const world = await startWorld();
    const curator = aCurator();
    const decisions = await waiting(world, 2);
    const input = { decisions, idempotencyKey: 'k'.repeat(255) };
    const first = succeeded(await decideMany(world, curator, input));
    const told = (await world.decided()).length;
    expect(succeeded(await decideMany(world, curator, input))).toEqual(first);
    expect(await world.decided()).toHaveLength(told);
  });

  it('are for those who judge, 1 to 100, each workflow once, and say all that is wrong', async () => {
    const world = await startWorld();
    const [one] = await waiting(world, 1);
    expect(await world.errorOf(null, DecideReviewsDocument, { input: { decisions: [one!] } })).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await world.errorOf(aViewer(), DecideReviewsDocument, { input: { decisions: [one!] } })).toMatchObject({ code: 'FORBIDDEN' });
    const many = Array.from({ length: 101 }, () => ({ ...one!, workflowId: aViewer().id }));
    for (const decisions of [[], many, [one!, one!]])
      expect(await decideMany(world, aCurator(), { decisions })).toMatchObject({
        __typename: 'InvalidInput',
        fields: [{ path: 'decisions' }],
      });
    const wrong = { ...one!, decision: 'REQUEST_CHANGES' as const, reason: 'SPAM' as const };
    const refused = await decideMany(world, aCurator(), { decisions: [wrong] });
    const paths = refused.__typename === 'InvalidInput' ? refused.fields.map(({ path }) => path) : [];
    expect(paths.sort()).toEqual(['decisions.0.notes', 'decisions.0.reason']);
  });
});

/** A batch, and single decisions to the contrary of each at once. Returns how many were decided more than once, and not at all. */
async function race(world: World, count: number, begin: () => unknown = () => undefined) {
  const decisions = await waiting(world, count);
  begin();
  const other = aCurator();
  const [batch, ...single] = await Promise.all([
    decideMany(world, aCurator(), { decisions }),
    ...[...decisions].reverse().map((one) => world.decide(other, { ...one, decision: 'REJECT', notes: 'Out.' })),
  ]);
  const made = succeeded(batch)
    .outcomes.filter(({ refusal }) => refusal === null)
    .map(({ workflowId }) => workflowId);
  const singly = single.flatMap((result) => (result.__typename === 'DecideReviewSuccess' ? [result.workflow.id] : []));
  const times = decisions.map(({ workflowId }) => [...made, ...singly].filter((id) => id === workflowId).length);
  return { twice: times.filter((n) => n > 1).length, never: times.filter((n) => n === 0).length };
}

describe('a batch and single decisions at the same time', () => {
  it('decide about each event once', async () => {
    expect(await race(await startWorld(), 25)).toEqual({ twice: 0, never: 0 });
  });

  it('control: without the condition on the version an event is decided twice', async () => {
    let racing = false;
    const careless = (db: Database) => withoutVersionCheck(db, 2, () => racing);
    const world = await startWorld({ subgraph: curation.with({ keep: (basics) => keep({ ...basics, db: careless(basics.db) }) }) });
    const db = openDatabase(world.databaseUrl, silentLogger);
    try {
      // The history's own constraint is the last defence; without it, what is under test stands alone.
      await db.pool.query('DROP INDEX decisions_workflow_id_workflow_version_key');
      expect(await race(world, 1, () => (racing = true))).toEqual({ twice: 1, never: 0 });
    } finally {
      await db.close();
    }
  });
});
