import { curation } from '../src';
import type { Database } from '../src/db';
import { keep } from '../src/kept';
import { withoutVersionCheck } from './without-version-check';
import { aCurator, startWorld, type World } from './world';

/**
 * A curator approves a submission while its creator changes the title. Returns whether it was approved, and whether what was approved was
 * another text by then: the version that the approval made is not the one after the version that was read.
 */
async function race(world: World, begin: () => unknown = () => undefined): Promise<{ approved: boolean; unread: boolean }> {
  const event = await world.submitted();
  const { id: workflowId, version } = await world.workflowOf(event.eventId);
  begin();
  const [decided] = await Promise.all([
    world.decide(aCurator(), { workflowId, version, decision: 'APPROVE' }),
    world.change(event, { title: 'Something else entirely' }),
  ]);
  const told = (await world.decided()).find((fact) => fact.workflowId === workflowId && fact.curatorId !== null);
  const approved = decided.__typename === 'DecideReviewSuccess';
  expect(approved).toBe(told !== undefined);
  if (!approved) expect(decided.__typename).toBe('WorkflowConflict');
  return { approved, unread: told !== undefined && told.version !== version + 1 };
}

describe('a decision and a change of the text at the same time', () => {
  it('never approve what the curator did not read', async () => {
    const world = await startWorld();
    for (let round = 0; round < 12; round++) expect((await race(world)).unread).toBe(false);
  });

  it('a change that came first is a conflict with the text as it is now; one that comes later is another version of the event', async () => {
    const world = await startWorld();
    const event = await world.submitted();
    const { id: workflowId, version } = await world.workflowOf(event.eventId);
    const changed = await world.change(event, { title: 'Something else entirely' });
    expect(await world.decide(aCurator(), { workflowId, version, decision: 'APPROVE' })).toMatchObject({
      __typename: 'WorkflowConflict',
      workflow: { version: version + 1 },
    });
    await world.decide(aCurator(), { workflowId, version: version + 1, decision: 'APPROVE' });
    await world.change(changed, { title: 'A third one' });
    // The events subgraph publishes the version that was approved, and no other.
    expect((await world.decided()).at(-1)).toMatchObject({ workflowId, status: 'APPROVED', eventVersion: changed.version });
  });

  it('control: without the condition on the version an unread text is approved', async () => {
    let racing = false;
    const careless = (db: Database) => withoutVersionCheck(db, 2, () => racing);
    const world = await startWorld({ subgraph: curation.with({ keep: (basics) => keep({ ...basics, db: careless(basics.db) }) }) });
    // Both have read when the change writes, and the decision writes after it: it waits for the row that the change holds.
    expect(await race(world, () => (racing = true))).toEqual({ approved: true, unread: true });
  });
});
