import { aViewer, callerFor } from '@marquee/platform/testing';
import { silentLogger } from '@marquee/platform';
import { parseEnv } from '@marquee/platform';
import { openDatabase } from '../src/db';
import { settings } from '../src/env';
import { createLoaders } from '../src/loaders';
import { type Advance } from '../src/modules/workflow/workflow.store';
import { StatusAnnouncer } from '../src/modules/workflow/workflow-announcer.kept';
import { WorkflowService } from '../src/modules/workflow/workflow.service';
import { aCurator, aWorld, CLAIM, DECIDE, QUEUE, workflowOf, type World } from './world';

const curator = aCurator();

async function submission(world: World) {
  const event = await world.submitted();
  const { id: workflowId, version } = await workflowOf(world, event.eventId);
  return { event, workflowId, version: version as number };
}

describe('a decision', () => {
  it('approves, tells the fact in the same transaction, and leaves the queue', async () => {
    const world = await aWorld();
    const { event, workflowId, version } = await submission(world);
    const input = { workflowId, version, decision: 'APPROVE', notes: ' Lovely. ', qualityScore: 0.95 };
    const { decideReview } = await world.run(curator, DECIDE, { input });
    expect(decideReview).toEqual({
      __typename: 'DecideReviewSuccess',
      workflow: { id: workflowId, status: 'APPROVED', version: version + 1, notes: 'Lovely.', qualityScore: 0.95 },
    });
    expect(await world.decided()).toEqual([
      {
        workflowId,
        version: version + 1,
        eventId: event.eventId,
        eventVersion: event.version,
        status: 'APPROVED',
        qualityScore: 0.95,
        badges: ['CURATORS_PICK', 'DETAILED_LISTING'],
        curatorId: curator.id,
        notes: 'Lovely.',
        creatorId: event.creatorId,
        decidedAt: world.clock.now().toISOString(),
      },
    ]);
    expect((await world.run(curator, QUEUE)).curationQueue.totalCount).toBe(0);
  });

  it.each([
    ['REJECT', 'REJECTED'],
    ['REQUEST_CHANGES', 'NEEDS_REVISION'],
  ])('%s needs a word to the creator, who reads it beside the event', async (decision, status) => {
    const world = await aWorld();
    const { event, workflowId, version } = await submission(world);
    const refused = (await world.run(curator, DECIDE, { input: { workflowId, version, decision } })).decideReview;
    expect(refused).toMatchObject({ __typename: 'InvalidInput', field: 'notes' });
    await world.run(curator, DECIDE, { input: { workflowId, version, decision, notes: 'Where is it?' } });
    const creator = aViewer({ id: event.creatorId });
    const answer = await world.entity(
      creator,
      { __typename: 'Event', id: event.eventId },
      '{ curation { status notes workflow { status notes } } }',
    );
    expect(answer.data!._entities[0].curation).toEqual({ status, notes: 'Where is it?', workflow: { status, notes: 'Where is it?' } });
  });

  it('cannot be made twice: the second curator gets the conflict and the present state', async () => {
    const world = await aWorld();
    const { workflowId, version } = await submission(world);
    await world.run(curator, DECIDE, { input: { workflowId, version, decision: 'APPROVE' } });
    const second = (await world.run(aCurator(), DECIDE, { input: { workflowId, version, decision: 'REJECT', notes: 'No.' } })).decideReview;
    expect(second).toMatchObject({
      __typename: 'WorkflowConflict',
      code: 'CONFLICT',
      retryable: true,
      workflow: { id: workflowId, status: 'APPROVED', version: version + 1 },
    });
    const onNewVersion = (
      await world.run(aCurator(), DECIDE, { input: { workflowId, version: version + 1, decision: 'REJECT', notes: 'No.' } })
    ).decideReview;
    expect(onNewVersion.__typename).toBe('WorkflowConflict');
    expect(await world.decided()).toHaveLength(1);
  });

  it('answers a repeated request as the first time, and decides once', async () => {
    const world = await aWorld();
    const { workflowId, version } = await submission(world);
    const input = { workflowId, version, decision: 'APPROVE', idempotencyKey: 'again' };
    const first = await world.run(curator, DECIDE, { input });
    expect(await world.run(curator, DECIDE, { input })).toEqual(first);
    expect(await world.decided()).toHaveLength(1);
  });

  it('is not for one’s own event', async () => {
    const world = await aWorld();
    const { event, workflowId, version } = await submission(world);
    const own = aViewer({ id: event.creatorId, role: 'admin' });
    expect((await world.run(own, DECIDE, { input: { workflowId, version, decision: 'APPROVE' } })).decideReview.__typename).toBe(
      'NotAllowed',
    );
    expect(await world.decided()).toEqual([]);
  });

  it.each([
    [{ qualityScore: 1.1 }, 'qualityScore'],
    [{ qualityScore: -0.1 }, 'qualityScore'],
    [{ notes: 'x'.repeat(4_001) }, 'notes'],
    [{ notes: 'a\u0000b' }, 'notes'],
    [{ version: 0 }, 'version'],
    [{ workflowId: 'nobody' }, 'workflowId'],
    [{ reason: 'SPAM' }, 'reason'],
  ])('refuses %j by name', async (change, field) => {
    const world = await aWorld();
    const { workflowId, version } = await submission(world);
    const { decideReview } = await world.run(curator, DECIDE, { input: { workflowId, version, decision: 'APPROVE', ...change } });
    expect(decideReview).toMatchObject({ __typename: 'InvalidInput', code: 'BAD_USER_INPUT', field });
  });

  it('keeps the history for curators, with the stages', async () => {
    const world = await aWorld();
    const { event, workflowId, version } = await submission(world);
    await world.run(curator, CLAIM, { input: { workflowId, version } });
    await world.run(curator, DECIDE, {
      input: { workflowId, version: version + 1, decision: 'REJECT', notes: 'An advertisement.', reason: 'SPAM' },
    });
    const HISTORY = `query($id: ID!) { curationWorkflow(id: $id) {
      history { decision workflowVersion curator { id } automatic reason notes }
      stages { preScreening { status } humanReview { status notes curator { id } } communityOversight { openFlags flagWeight } } } }`;
    expect((await world.run(curator, HISTORY, { id: workflowId })).curationWorkflow).toEqual({
      history: [
        {
          decision: 'REJECT',
          workflowVersion: version + 1,
          curator: { id: curator.id },
          automatic: false,
          reason: 'SPAM',
          notes: 'An advertisement.',
        },
      ],
      stages: {
        preScreening: { status: 'PASSED' },
        humanReview: { status: 'REJECTED', notes: 'An advertisement.', curator: { id: curator.id } },
        communityOversight: { openFlags: 0, flagWeight: 0 },
      },
    });
    const asCreator = await world.execute(aViewer({ id: event.creatorId }), HISTORY, { id: workflowId });
    expect(asCreator.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  });
});

describe('two curators at once', () => {
  const ROUNDS = 10;

  it('one wins, the other gets the conflict', async () => {
    const world = await aWorld();
    for (let round = 0; round < ROUNDS; round++) {
      const { workflowId, version } = await submission(world);
      const answers = await Promise.all(
        ['APPROVE', 'REJECT', 'REQUEST_CHANGES', 'APPROVE'].map((decision) =>
          world.run(aCurator(), DECIDE, { input: { workflowId, version, decision, notes: 'So.' } }),
        ),
      );
      expect(answers.map((answer) => answer.decideReview.__typename).sort()).toEqual([
        'DecideReviewSuccess',
        'WorkflowConflict',
        'WorkflowConflict',
        'WorkflowConflict',
      ]);
    }
    expect(await world.decided()).toHaveLength(ROUNDS);
  });

  it('control: without the condition on the version in the UPDATE both would win', async () => {
    const world = await aWorld();
    const db = openDatabase(world.databaseUrl, silentLogger);
    try {
      // The history's own constraint is the last defence; without it, what is under test stands alone.
      await db.pool.query('DROP INDEX decisions_workflow_id_workflow_version_key');
      // As one would write it without thinking of others: read, compare, write. Both have read before either writes.
      let readers = 0;
      let release = () => {};
      const bothHaveRead = new Promise<void>((resolve) => (release = resolve));
      const careless: Advance = async (tx, { id }, changes) => {
        if (++readers === 2) release();
        await bothHaveRead;
        return tx.workflow.update({ where: { id }, data: { ...changes, version: { increment: 1 } } });
      };
      const { event, workflowId, version } = await submission(world);
      const service = () =>
        new WorkflowService({
          db,
          loaders: createLoaders(db),
          bus: world.bus,
          clock: world.clock,
          settings: parseEnv(settings, {}),
          caller: callerFor(aCurator()),
          announcer: new StatusAnnouncer(world.bus, 0),
          advance: careless,
        });
      await Promise.all(['APPROVE', 'REJECT'].map((decision) => service().decide({ workflowId, version, decision, notes: 'So.' })));
      expect(await db.prisma.decision.count({ where: { eventId: event.eventId } })).toBe(2);
      expect(await world.decided()).toHaveLength(2);
    } finally {
      await db.close();
    }
  });
});
