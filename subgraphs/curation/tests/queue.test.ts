import { createMemoryBus, createMemoryCache, parseEnv, silentLogger } from '@marquee/platform';
import { aViewer, fieldsForTest } from '@marquee/platform/testing';
import { curation } from '../src';
import { settings } from '../src/env';
import { ClaimDocument, QueueDocument } from './generated/documents';
import { aCurator, inHours, startWorld, type World } from './world';

const curator = aCurator();
const queueOf = (world: World, variables: Parameters<World['queue']>[0] = {}) => world.queue(variables, curator);

describe('the queue', () => {
  it('has a submitted event with its assessment (C2, C9)', async () => {
    const world = await startWorld();
    const event = await world.submitted();
    const { nodes, totalCount } = await queueOf(world);
    expect(nodes).toHaveLength(1);
    expect(totalCount).toBe(1);
    expect(nodes[0]).toMatchObject({
      status: 'PENDING',
      version: 1,
      submission: 1,
      event: { id: event.eventId },
      curator: null,
      inQueue: true,
    });
    expect(nodes[0]!.assessment).toMatchObject({ recommendation: 'PASS', flags: [], duplicateOf: null, eventVersion: 1 });
    expect(nodes[0]!.assessment!.overall).toBeGreaterThan(0.8);
  });

  it('puts the nearer start, the better creator and the longer wait first, and what failed last (C19)', async () => {
    const world = await startWorld();
    const good = aViewer();
    await world.person({ userId: good.id, reputation: 100 });
    const spam = {
      title: 'Turn $250 into $9,000 - crypto signals VIP',
      description:
        'Guaranteed profit! Deposit 250 USDT, message us on WhatsApp or Telegram to claim your free spins bonus, click the link and register now. '.repeat(
          3,
        ),
    };
    const failed = await world.submitted({ ...spam, startsAt: inHours(20), endsAt: inHours(22), imageUrl: null, venue: null });
    const early = await world.submitted({ startsAt: inHours(3_000), endsAt: inHours(3_002) });
    world.clock.advance(5 * 3_600_000);
    const late = await world.submitted({ startsAt: inHours(4_000), endsAt: inHours(4_002) });
    const trusted = await world.submitted({ startsAt: inHours(5_000), endsAt: inHours(5_002), creatorId: good.id });
    const near = await world.submitted({ startsAt: inHours(40), endsAt: inHours(42) });
    const { nodes } = await queueOf(world);
    const names = new Map(Object.entries({ failed, early, late, trusted, near }).map(([name, { eventId }]) => [eventId, name]));
    const order = nodes.map((node) => names.get(node.event.id));
    expect(order.filter((name) => name !== 'failed')).toEqual(['near', 'trusted', 'early', 'late']);
    const byName = new Map(nodes.map((node) => [names.get(node.event.id), node]));
    expect(byName.get('failed')!.assessment!.spamProbability).toBeGreaterThan(0.9);
    expect(byName.get('failed')!.assessment!.recommendation).toBe('FAIL');
    // Starting tomorrow it would be the first of all, had it not failed.
    expect(byName.get('failed')!.priority).toBeLessThan(byName.get('near')!.priority!);
    expect(byName.get('trusted')!.priority! - byName.get('late')!.priority!).toBeCloseTo(12, 1);
    expect(byName.get('early')!.priority! - byName.get('late')!.priority!).toBeCloseTo(7.5, 1);
  });

  it('is paged without loss or repetition while time passes and events come in', async () => {
    const world = await startWorld();
    for (let n = 0; n < 7; n++) await world.submitted();
    const all = (await queueOf(world)).nodes.map((node) => node.id);
    const seen: string[] = [];
    let after: string | null = null;
    for (let turn = 0; turn < 4; turn++) {
      const page = await queueOf(world, { first: 2, after });
      seen.push(...page.nodes.map((node) => node.id));
      expect(page.pageInfo.hasNextPage).toBe(turn < 3);
      after = page.pageInfo.endCursor;
      world.clock.advance(86_400_000);
      // Starts far away and came late: behind every cursor.
      if (turn === 0)
        await world
          .submitted({ startsAt: inHours(9_000), endsAt: inHours(9_001) })
          .then(async (event) => void all.push((await world.workflowOf(event.eventId)).id));
    }
    expect(seen).toEqual(all);
  });

  it('can be asked for some statuses alone', async () => {
    const world = await startWorld();
    await world.submitted();
    const claimed = await world.submitted();
    const { id, version } = await world.workflowOf(claimed.eventId);
    await world.claim(curator, { workflowId: id, version });
    const { nodes, totalCount } = await queueOf(world, { filter: { status: ['IN_REVIEW'] } });
    expect(nodes.map((node) => node.id)).toEqual([id]);
    expect(totalCount).toBe(1);
  });

  it('refuses cursors that it did not give', async () => {
    const world = await startWorld();
    const forged = (key: unknown[]) => Buffer.from(JSON.stringify(['curationQueue', ...key])).toString('base64url');
    for (const after of [
      'nonsense',
      forged(['a', 'b']),
      forged([1, 'b']),
      forged([1]),
      Buffer.from('["reviews",1,2]').toString('base64url'),
    ]) {
      expect(await world.errorOf(curator, QueueDocument, { after })).toMatchObject({ code: 'BAD_USER_INPUT', field: 'after' });
    }
  });

  it('moves with the reputation of the creator (C19, C35)', async () => {
    const world = await startWorld();
    const creator = aViewer();
    const event = await world.submitted({ creatorId: creator.id });
    const before = (await queueOf(world)).nodes[0]!.priority!;
    await world.person({ userId: creator.id, reputation: 100 });
    expect((await queueOf(world)).nodes[0]!.priority! - before).toBeCloseTo(12, 1);
    // Late and repeated news of the person moves nothing.
    await world.person({ userId: creator.id, reputation: 0, version: 1 });
    expect((await queueOf(world)).nodes[0]!.priority! - before).toBeCloseTo(12, 1);
    expect((await queueOf(world)).nodes[0]!.event.id).toBe(event.eventId);
  });
});

describe('other weights in the settings', () => {
  it('give the queue another order, by the job', async () => {
    const world = await startWorld();
    const good = aViewer();
    await world.person({ userId: good.id, reputation: 100 });
    await world.submitted({ startsAt: inHours(3_000), endsAt: inHours(3_002) });
    world.clock.advance(24 * 3_600_000);
    await world.submitted({ startsAt: inHours(4_000), endsAt: inHours(4_002), creatorId: good.id });
    const order = async () => (await queueOf(world)).nodes.map((node) => node.event.id);
    const before = await order();
    const restarted = await curation.start({
      databaseUrl: world.databaseUrl,
      bus: createMemoryBus({ logger: silentLogger }),
      cache: createMemoryCache(),
      clock: world.clock,
      logger: silentLogger,
      fields: fieldsForTest,
      settings: parseEnv(settings, { CURATION_QUEUE_REPUTATION: '100', CURATION_SCREEN_EVERY_MS: '3600000' }),
    });
    try {
      await restarted.runJob('rank-queue');
    } finally {
      await restarted.stop();
    }
    expect(await order()).toEqual([...before].reverse());
    // With the weights as they were it goes back.
    await world.runJob('rank-queue');
    expect(await order()).toEqual(before);
  });
});

describe('claiming', () => {
  it('gives a workflow to one curator, and the claim ends by itself', async () => {
    const world = await startWorld();
    const { eventId } = await world.submitted();
    const { id: workflowId, version } = await world.workflowOf(eventId);
    const claimed = await world.claim(curator, { workflowId, version });
    expect(claimed).toMatchObject({
      __typename: 'ClaimReviewSuccess',
      workflow: { status: 'IN_REVIEW', version: version + 1, curator: { id: curator.id } },
    });
    const other = aCurator();
    const refused = await world.claim(other, { workflowId, version: version + 1 });
    expect(refused).toMatchObject({
      __typename: 'WorkflowConflict',
      code: 'CONFLICT',
      retryable: true,
      nextStep: 'WAIT',
      workflow: { id: workflowId, version: version + 1 },
    });
    expect((await world.decide(other, { workflowId, version: version + 1, decision: 'APPROVE' })).__typename).toBe('WorkflowConflict');
    world.clock.advance(31 * 60_000);
    expect(await world.claim(other, { workflowId, version: version + 1 })).toMatchObject({
      workflow: { curator: { id: other.id }, version: version + 2 },
    });
  });

  it('needs the present version', async () => {
    const world = await startWorld();
    const { eventId } = await world.submitted();
    const { id: workflowId, version } = await world.workflowOf(eventId);
    expect(await world.claim(curator, { workflowId, version: version + 1 })).toMatchObject({
      __typename: 'WorkflowConflict',
      nextStep: 'RELOAD',
      workflow: { version },
    });
  });

  it('answers a repeated request with the same key as the first one', async () => {
    const world = await startWorld();
    const { eventId } = await world.submitted();
    const { id: workflowId, version } = await world.workflowOf(eventId);
    const input = { workflowId, version, idempotencyKey: 'k' };
    const first = await world.claim(curator, input);
    expect(await world.claim(curator, input)).toEqual(first);
    expect((await world.claim(curator, { ...input, version: 9 })).__typename).toBe('KeyReused');
  });

  it('is not for one’s own event, nor for people who are no curators', async () => {
    const world = await startWorld();
    const { eventId, creatorId } = await world.submitted();
    const { id: workflowId, version } = await world.workflowOf(eventId);
    const own = aViewer({ id: creatorId, role: 'curator' });
    expect(await world.claim(own, { workflowId, version })).toMatchObject({
      __typename: 'NotAllowed',
      code: 'FORBIDDEN',
    });
    for (const viewer of [null, aViewer()]) {
      expect((await world.errorOf(viewer, ClaimDocument, { input: { workflowId, version } }))?.code).toBe(
        viewer ? 'FORBIDDEN' : 'UNAUTHENTICATED',
      );
      expect((await world.errorOf(viewer, QueueDocument, {}))?.code).toBe(viewer ? 'FORBIDDEN' : 'UNAUTHENTICATED');
    }
  });
});
