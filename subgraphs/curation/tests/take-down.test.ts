import { aViewer } from '@marquee/platform/testing';
import { RestoreDocument, TakeDownDocument } from './generated/documents';
import { aCurator, startWorld, type World } from './world';

const takeDown = async (world: World, eventId: string, viewer = aCurator()) =>
  (await world.run(viewer, TakeDownDocument, { input: { eventId, reason: 'INAPPROPRIATE', notes: 'Not here.' } })).takeDownEvent;
const restore = async (world: World, eventId: string, eventVersion: number, viewer = aCurator()) =>
  (await world.run(viewer, RestoreDocument, { input: { eventId, eventVersion } })).restoreEvent;

describe('taking down', () => {
  it('needs no flag, is written down, and settles the flags that there are (social-curation F3)', async () => {
    const world = await startWorld();
    const { eventId, creatorId } = await world.published();
    await world.flag(aViewer(), { eventId, reason: 'INAPPROPRIATE' });
    const curator = aCurator();
    expect(await takeDown(world, eventId, curator)).toMatchObject({
      workflow: { status: 'REJECTED', history: [{ decision: 'REJECT', reason: 'INAPPROPRIATE', curator: { id: curator.id } }] },
    });
    expect(await world.decided()).toMatchObject([{ eventId, creatorId, status: 'REJECTED', curatorId: curator.id, notes: 'Not here.' }]);
    expect(await world.settled()).toMatchObject([{ eventId, outcome: 'UPHELD' }]);
    expect((await world.queue()).totalCount).toBe(0);
    expect((await takeDown(world, eventId)).__typename).toBe('WorkflowConflict');
  });

  it('ends the screening of an edit that was still due', async () => {
    const world = await startWorld();
    const event = await world.published();
    await world.runJob('screen-due');
    await world.change(event, { description: 'Something else.' });
    await takeDown(world, event.eventId);
    const told = (await world.decided()).length;
    await world.runJob('screen-due');
    expect((await world.decided()).length).toBe(told);
    expect(await world.workflowOf(event.eventId)).toMatchObject({ status: 'REJECTED', inQueue: false });
  });

  it('does not wait for a claim', async () => {
    const world = await startWorld();
    const { eventId } = await world.published();
    await world.flag(aViewer(), { eventId, reason: 'SPAM' });
    const { id: workflowId, version } = await world.workflowOf(eventId);
    const claimer = aCurator();
    await world.claim(claimer, { workflowId, version });
    expect((await takeDown(world, eventId)).__typename).toBe('TakeDownEventSuccess');
    const late = { workflowId, version: version + 1, decision: 'APPROVE' } as const;
    expect((await world.decide(claimer, late)).__typename).toBe('WorkflowConflict');
  });

  it('is not for one’s own event, for what is not on show, nor for people who judge nothing', async () => {
    const world = await startWorld();
    const event = await world.published();
    const waiting = await world.submitted();
    expect((await takeDown(world, event.eventId, aViewer({ id: event.creatorId, role: 'admin' }))).__typename).toBe('NotAllowed');
    expect((await takeDown(world, waiting.eventId)).__typename).toBe('WorkflowConflict');
    expect((await takeDown(world, aViewer().id)).__typename).toBe('NotFound');
    const input = { eventId: event.eventId, reason: 'OTHER', notes: 'x' } as const;
    expect((await world.errorOf(aViewer(), TakeDownDocument, { input }))?.code).toBe('FORBIDDEN');
  });

  it('and a decision at the same time are one decision', async () => {
    const world = await startWorld();
    for (let round = 0; round < 5; round++) {
      const { eventId } = await world.published();
      await world.flag(aViewer(), { eventId, reason: 'SPAM' });
      const { id: workflowId, version } = await world.workflowOf(eventId);
      await Promise.all([
        takeDown(world, eventId),
        takeDown(world, eventId),
        world.decide(aCurator(), { workflowId, version, decision: 'REJECT', notes: 'No.' }),
      ]);
      expect((await world.workflowOf(eventId)).status).toBe('REJECTED');
      expect((await world.decided()).filter((fact) => fact.eventId === eventId)).toHaveLength(1);
    }
  });
});

describe('restoring', () => {
  it('puts on show again what was taken down, in the version that the curator has read', async () => {
    const world = await startWorld();
    const event = await world.published();
    await takeDown(world, event.eventId);
    const down = await world.change(event, { status: 'REJECTED', change: 'REJECTED' });
    await world.change(down, { description: 'Mended.' });
    expect(await restore(world, event.eventId, down.version)).toMatchObject({ __typename: 'WorkflowConflict' });
    expect(await restore(world, event.eventId, down.version + 1)).toMatchObject({ workflow: { status: 'APPROVED' } });
    expect((await world.decided()).at(-1)).toMatchObject({ status: 'APPROVED', eventVersion: down.version + 1 });
  });

  it('is not for what was never on show', async () => {
    const world = await startWorld();
    const event = await world.submitted();
    const { id: workflowId, version } = await world.workflowOf(event.eventId);
    await world.decide(aCurator(), { workflowId, version, decision: 'REJECT', notes: 'No.' });
    expect((await restore(world, event.eventId, event.version)).__typename).toBe('WorkflowConflict');
    const shown = await world.published();
    expect((await restore(world, shown.eventId, shown.version)).__typename).toBe('WorkflowConflict');
  });
});
