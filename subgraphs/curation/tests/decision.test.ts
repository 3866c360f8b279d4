import { silentLogger } from '@marquee/platform';
import { aViewer } from '@marquee/platform/testing';
import { curation } from '../src';
import { openDatabase } from '../src/db';
import { keep } from '../src/kept';
import { HistoryDocument, type DecideReviewInput } from './generated/documents';
import { aCurator, startWorld, type World } from './world';
import { withoutVersionCheck } from './without-version-check';

const curator = aCurator();

async function submission(world: World) {
  const event = await world.submitted();
  const { id: workflowId, version } = await world.workflowOf(event.eventId);
  return { event, workflowId: workflowId as string, version: version as number };
}

describe('a decision', () => {
  it('approves, tells the fact in the same transaction, and leaves the queue (C1, C3)', async () => {
    const world = await startWorld();
    const { event, workflowId, version } = await submission(world);
    const input = { workflowId, version, decision: 'APPROVE', notes: ' Lovely. ', qualityScore: 0.95 } as const;
    expect(await world.decide(curator, input)).toEqual({
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
    expect((await world.queue()).totalCount).toBe(0);
  });

  it.each([
    ['REJECT', 'REJECTED'],
    ['REQUEST_CHANGES', 'NEEDS_REVISION'],
  ] as const)('%s needs a word to the creator, who reads it beside the event (C3, C6)', async (decision, status) => {
    const world = await startWorld();
    const { event, workflowId, version } = await submission(world);
    const refused = await world.decide(curator, { workflowId, version, decision });
    expect(refused).toMatchObject({ __typename: 'InvalidInput', field: 'notes' });
    await world.decide(curator, { workflowId, version, decision, notes: 'Where is it?' });
    const creator = aViewer({ id: event.creatorId });
    const answer = await world.entity(
      creator,
      { __typename: 'Event', id: event.eventId },
      '{ curation { status notes workflow { status notes } } }',
    );
    expect(answer.data!._entities[0].curation).toEqual({ status, notes: 'Where is it?', workflow: { status, notes: 'Where is it?' } });
  });

  it('cannot be made twice: the second curator gets the conflict and the present state', async () => {
    const world = await startWorld();
    const { workflowId, version } = await submission(world);
    await world.decide(curator, { workflowId, version, decision: 'APPROVE' });
    const second = await world.decide(aCurator(), { workflowId, version, decision: 'REJECT', notes: 'No.' });
    expect(second).toMatchObject({
      __typename: 'WorkflowConflict',
      code: 'CONFLICT',
      retryable: true,
      workflow: { id: workflowId, status: 'APPROVED', version: version + 1 },
    });
    const onNewVersion = await world.decide(aCurator(), { workflowId, version: version + 1, decision: 'REJECT', notes: 'No.' });
    expect(onNewVersion.__typename).toBe('WorkflowConflict');
    expect(await world.decided()).toHaveLength(1);
  });

  it('answers a repeated request as the first time, and decides once', async () => {
    const world = await startWorld();
    const { workflowId, version } = await submission(world);
    const input = { workflowId, version, decision: 'APPROVE', idempotencyKey: 'again' } as const;
    const first = await world.decide(curator, input);
    expect(await world.decide(curator, input)).toEqual(first);
    expect(await world.decided()).toHaveLength(1);
  });

  it('is not for one’s own event', async () => {
    const world = await startWorld();
    const { event, workflowId, version } = await submission(world);
    const own = aViewer({ id: event.creatorId, role: 'admin' });
    expect((await world.decide(own, { workflowId, version, decision: 'APPROVE' })).__typename).toBe('NotAllowed');
    expect(await world.decided()).toEqual([]);
  });

  it('hears of everything that is wrong with it at once', async () => {
    const world = await startWorld();
    const input = { workflowId: 'nobody', version: 0, decision: 'REQUEST_CHANGES', qualityScore: 2, reason: 'SPAM' } as const;
    const paths = ['workflowId', 'version', 'qualityScore', 'notes', 'reason'].map((path) => ({ path }));
    expect(await world.decide(curator, input)).toMatchObject({ __typename: 'InvalidInput', fields: paths });
    const long = { workflowId: aViewer().id, version: 1, decision: 'REJECT', notes: 'x'.repeat(4_001) } as const;
    expect(await world.decide(curator, long)).toMatchObject({ fields: [{ path: 'notes' }] });
  });

  it('is not for an account that is not active', async () => {
    const world = await startWorld();
    const { workflowId, version } = await submission(world);
    const suspended = aCurator();
    await world.person({ userId: suspended.id, role: 'curator', active: false });
    expect(await world.decide(suspended, { workflowId, version, decision: 'APPROVE' })).toMatchObject({ __typename: 'NotAllowed' });
    expect(await world.decided()).toEqual([]);
  });

  it.each<[Partial<DecideReviewInput>, string]>([
    [{ qualityScore: 1.1 }, 'qualityScore'],
    [{ qualityScore: -0.1 }, 'qualityScore'],
    [{ notes: 'x'.repeat(4_001) }, 'notes'],
    [{ notes: 'a\u0000b' }, 'notes'],
    [{ version: 0 }, 'version'],
    [{ workflowId: 'nobody' }, 'workflowId'],
    [{ reason: 'SPAM' }, 'reason'],
  ])('refuses %j by name', async (change, field) => {
    const world = await startWorld();
    const { workflowId, version } = await submission(world);
    expect(await world.decide(curator, { workflowId, version, decision: 'APPROVE', ...change })).toMatchObject({
      __typename: 'InvalidInput',
      code: 'BAD_USER_INPUT',
      field,
    });
  });

  it('keeps the history for curators, with the stages (C1, C2, C3, C7)', async () => {
    const world = await startWorld();
    const { event, workflowId, version } = await submission(world);
    await world.claim(curator, { workflowId, version });
    await world.decide(curator, { workflowId, version: version + 1, decision: 'REJECT', notes: 'An advertisement.', reason: 'SPAM' });
    expect((await world.run(curator, HistoryDocument, { id: workflowId })).curationWorkflow).toEqual({
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
    const asCreator = await world.run(aViewer({ id: event.creatorId }), HistoryDocument, { id: workflowId });
    expect(asCreator.curationWorkflow).toEqual({ history: null, stages: null });
  });
});

describe('two curators at once', () => {
  const ROUNDS = 10;

  it('one wins, the other gets the conflict', async () => {
    const world = await startWorld();
    for (let round = 0; round < ROUNDS; round++) {
      const { workflowId, version } = await submission(world);
      const answers = await Promise.all(
        (['APPROVE', 'REJECT', 'REQUEST_CHANGES', 'APPROVE'] as const).map((decision) =>
          world.decide(aCurator(), { workflowId, version, decision, notes: 'So.' }),
        ),
      );
      expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
        'DecideReviewSuccess',
        'WorkflowConflict',
        'WorkflowConflict',
        'WorkflowConflict',
      ]);
    }
    expect(await world.decided()).toHaveLength(ROUNDS);
  });

  it('control: without the condition on the version in the UPDATE both would win', async () => {
    const subgraph = curation.with({ keep: (basics) => keep({ ...basics, db: withoutVersionCheck(basics.db, 2) }) });
    const world = await startWorld({ subgraph });
    const db = openDatabase(world.databaseUrl, silentLogger);
    try {
      // The history's own constraint is the last defence; without it, what is under test stands alone.
      await db.pool.query('DROP INDEX decisions_workflow_id_workflow_version_key');
      const { event, workflowId, version } = await submission(world);
      const answers = await Promise.all(
        (['APPROVE', 'REJECT'] as const).map((decision) => world.decide(aCurator(), { workflowId, version, decision, notes: 'So.' })),
      );
      expect(answers.map(({ __typename }) => __typename)).toEqual(['DecideReviewSuccess', 'DecideReviewSuccess']);
      expect(await db.prisma.decision.count({ where: { eventId: event.eventId } })).toBe(2);
      expect(await world.decided()).toHaveLength(2);
    } finally {
      await db.close();
    }
  });
});
