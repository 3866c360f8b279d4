import type { Viewer } from '@marquee/platform';
import { aViewer, meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import type { EventChanged } from '@marquee/schema/topics';
import { curation } from '../src';
import type { Database } from '../src/db';
import { keep } from '../src/kept';
import { AppealDecisionDocument, AppealOfDocument, RestoreDocument, TakeDownDocument } from './generated/documents';
import { withoutVersionCheck } from './without-version-check';
import { aCurator, startWorld, succeeded, type World } from './world';

const DAY = 86_400_000;

const appeal = async (world: World, viewer: Viewer, workflowId: string, text = 'It is a real concert.') =>
  (await world.run(viewer, AppealDecisionDocument, { input: { workflowId, text } })).appealDecision;

/** An event that a curator has refused. */
async function refused(world: World, parts: Partial<EventChanged> = {}, decision: 'REJECT' | 'REQUEST_CHANGES' = 'REJECT') {
  const event = await world.submitted(parts);
  const { id: workflowId, version } = await world.workflowOf(event.eventId);
  const curator = aCurator();
  const reason = decision === 'REJECT' ? ({ reason: 'SPAM' } as const) : {};
  succeeded(await world.decide(curator, { workflowId, version, decision, notes: 'No.', ...reason }));
  const status = decision === 'REJECT' ? 'REJECTED' : 'NEEDS_REVISION';
  const told = await world.change(event, { status, change: decision === 'REJECT' ? 'REJECTED' : 'RETURNED' });
  return { event: told, owner: aViewer({ id: event.creatorId }), workflowId, curator, version: version + 1 };
}

describe('an appeal', () => {
  it.each(['REJECT', 'REQUEST_CHANGES'] as const)(
    'against %s brings the event before somebody else (social-curation F4)',
    async (decision) => {
      const world = await startWorld();
      const { event, owner, workflowId, curator, version } = await refused(world, {}, decision);
      expect(await appeal(world, owner, workflowId)).toMatchObject({
        workflow: { status: 'APPEALED', appeal: { text: 'It is a real concert.', outcome: null, author: { id: owner.id } } },
      });
      expect((await world.queue({ filter: { status: ['APPEALED'] } })).nodes).toMatchObject([{ id: workflowId }]);
      expect((await world.decided()).at(-1)).toMatchObject({ eventId: event.eventId, status: 'APPEALED' });
      const approve = { workflowId, version: version + 1, decision: 'APPROVE' } as const;
      expect((await world.claim(curator, { workflowId, version: version + 1 })).__typename).toBe('NotAllowed');
      expect((await world.decide(curator, approve)).__typename).toBe('NotAllowed');
      expect((await world.decide(aCurator(), approve)).__typename).toBe('DecideReviewSuccess');
      expect((await world.run(owner, AppealOfDocument, { id: workflowId })).curationWorkflow).toMatchObject({
        status: 'APPROVED',
        appeal: { outcome: 'REVERSED' },
      });
      expect((await world.decided()).at(-1)).toMatchObject({ eventId: event.eventId, status: 'APPROVED', eventVersion: event.version });
    },
  );

  it('is not turned down by who decided, by taking down what is still on show', async () => {
    const world = await startWorld();
    const event = await world.published();
    const [curator, owner] = [aCurator(), aViewer({ id: event.creatorId })];
    const takeDown = async (viewer: Viewer) =>
      (await world.run(viewer, TakeDownDocument, { input: { eventId: event.eventId, reason: 'SPAM', notes: 'Advertising.' } }))
        .takeDownEvent;
    const { id: workflowId } = succeeded(await takeDown(curator)).workflow;
    // The events service has not followed yet.
    expect(await appeal(world, owner, workflowId)).toMatchObject({ workflow: { status: 'APPEALED' } });
    expect((await takeDown(curator)).__typename).toBe('NotAllowed');
    expect((await world.run(owner, AppealOfDocument, { id: workflowId })).curationWorkflow).toMatchObject({
      status: 'APPEALED',
      appeal: { outcome: null },
    });
    expect((await takeDown(aCurator())).__typename).toBe('TakeDownEventSuccess');
  });

  it('that is turned down is final', async () => {
    const world = await startWorld();
    const { owner, workflowId, version } = await refused(world);
    await appeal(world, owner, workflowId);
    succeeded(await world.decide(aCurator(), { workflowId, version: version + 1, decision: 'REJECT', notes: 'Still no.' }));
    expect((await world.run(owner, AppealOfDocument, { id: workflowId })).curationWorkflow).toMatchObject({
      status: 'REJECTED',
      appeal: { outcome: 'UPHELD' },
    });
    expect(await appeal(world, owner, workflowId)).toMatchObject({ __typename: 'NotAllowed', message: expect.stringContaining('final') });
  });

  it('is for those who may edit the event, for what is refused, and for a month', async () => {
    const world = await startWorld();
    const { owner, workflowId } = await refused(world);
    for (const stranger of [aViewer(), aCurator(), aViewer({ role: 'admin' })])
      expect((await appeal(world, stranger, workflowId)).__typename).toBe('NotFound');
    expect((await appeal(world, owner, workflowId, '')).__typename).toBe('InvalidInput');
    const input = { workflowId, text: 'Please.' };
    expect((await world.errorOf(null, AppealDecisionDocument, { input }))?.code).toBe('UNAUTHENTICATED');
    const waiting = await world.submitted();
    const { id } = await world.workflowOf(waiting.eventId);
    expect((await appeal(world, aViewer({ id: waiting.creatorId }), id)).__typename).toBe('WorkflowConflict');
    await world.clock.advance(31 * DAY);
    expect(await appeal(world, owner, workflowId)).toMatchObject({ __typename: 'NotAllowed', message: expect.stringContaining('30 days') });
  });

  it('that is granted undoes what the decision did to those who flagged', async () => {
    const world = await startWorld();
    const event = await world.published();
    const flagger = await world.member();
    await world.flag(flagger, { eventId: event.eventId, reason: 'SPAM' });
    const { takeDownEvent } = await world.run(aCurator(), TakeDownDocument, {
      input: { eventId: event.eventId, reason: 'SPAM', notes: 'Advertising.' },
    });
    const { id: workflowId } = succeeded(takeDownEvent).workflow;
    await world.change(event, { status: 'REJECTED', change: 'REJECTED' });
    const appealed = succeeded(await appeal(world, aViewer({ id: event.creatorId }), workflowId)).workflow;
    succeeded(await world.decide(aCurator(), { workflowId, version: appealed.version, decision: 'APPROVE' }));
    expect((await world.settled()).map(({ outcome, version }) => [outcome, version])).toEqual([
      ['UPHELD', 2],
      ['DISMISSED', 3],
    ]);
  });

  it('of an event that was mended meanwhile reverses nothing', async () => {
    const world = await startWorld();
    const { event, owner, workflowId } = await refused(world);
    await appeal(world, owner, workflowId);
    await world.change(event, { description: 'A quartet plays Haydn and Ravel by candle light, with tea in the break.' });
    const { version } = await world.workflowOf(event.eventId);
    succeeded(await world.decide(aCurator(), { workflowId, version, decision: 'APPROVE' }));
    expect((await world.run(owner, AppealOfDocument, { id: workflowId })).curationWorkflow).toMatchObject({
      appeal: { outcome: 'MENDED' },
    });
  });

  it('after a mending reverses nothing either: the decision was about another text', async () => {
    const world = await startWorld();
    const { event, owner, workflowId } = await refused(world);
    const mended = await world.change(event, { description: 'A quartet plays Haydn and Ravel by candle light, with tea in the break.' });
    const { version } = succeeded(await appeal(world, owner, workflowId)).workflow;
    succeeded(await world.decide(aCurator(), { workflowId, version, decision: 'APPROVE' }));
    expect((await world.run(owner, AppealOfDocument, { id: workflowId })).curationWorkflow).toMatchObject({
      appeal: { outcome: 'MENDED' },
    });
    expect((await world.decided()).at(-1)).toMatchObject({ status: 'APPROVED', eventVersion: mended.version });
  });

  it('ends when the event is submitted again', async () => {
    const world = await startWorld();
    const { event, owner, workflowId } = await refused(world);
    await appeal(world, owner, workflowId);
    const again = { ...event, version: event.version + 1, status: 'PENDING_REVIEW', change: 'SUBMITTED', description: 'Anew.' } as const;
    await world.tell('event.submitted', event.eventId, again);
    expect((await world.run(owner, AppealOfDocument, { id: workflowId })).curationWorkflow).toMatchObject({ appeal: { outcome: 'MOOT' } });
    expect((await world.queue()).nodes).toHaveLength(1);
  });
});

describe('an appeal and a restoration of one event at the same time', () => {
  const ROUNDS = 4;

  /** How often both took place: the event is on show, and somebody is asked whether it should be. */
  async function both(world: World, rounds = ROUNDS, begin: () => unknown = () => {}): Promise<number> {
    let count = 0;
    for (let round = 0; round < rounds; round++) {
      const event = await world.published();
      const { takeDownEvent } = await world.run(aCurator(), TakeDownDocument, {
        input: { eventId: event.eventId, reason: 'OTHER', notes: 'Down.' },
      });
      const { id: workflowId } = succeeded(takeDownEvent).workflow;
      const down = await world.change(event, { status: 'REJECTED', change: 'REJECTED' });
      const restore = { eventId: event.eventId, eventVersion: down.version };
      begin();
      const [appealed, restored] = await Promise.all([
        appeal(world, aViewer({ id: event.creatorId }), workflowId),
        world.run(aCurator(), RestoreDocument, { input: restore }).then(({ restoreEvent }) => restoreEvent),
      ]);
      const outcomes = [appealed.__typename, restored.__typename].filter((name) => name.endsWith('Success'));
      expect(outcomes.length).toBeGreaterThan(0);
      if (outcomes.length === 2) count++;
    }
    return count;
  }

  it('control: without locks and without the condition on the version they are both', async () => {
    const meet = meetingOf(2);
    let racing = false;
    const after = (statement: string) => (racing && statement === 'workflow.findFirst' ? meet() : undefined);
    const careless = (db: Database) => withoutLocks(watched(withoutVersionCheck(db, 1), { after }));
    const world = await startWorld({ subgraph: curation.with({ keep: (basics) => keep({ ...basics, db: careless(basics.db) }) }) });
    expect(await both(world, 1, () => (racing = true))).toBe(1);
  });

  it('are one of the two', async () => {
    expect(await both(await startWorld())).toBe(0);
  });
});
