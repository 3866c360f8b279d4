import { randomUUID } from 'node:crypto';
import { isHeldOut, silentLogger } from '@marquee/platform';
import { aViewer } from '@marquee/platform/testing';
import type { EventChanged } from '@marquee/schema/topics';
import { openDatabase } from '../src/db';
import { SpamModelsDocument, type DecideReviewInput } from './generated/documents';
import { aCurator, anEvent, inHours, startWorld, type World } from './world';

const curator = aCurator();
const queueOf = async (world: World) => (await world.queue()).nodes;
const decide = async (world: World, eventId: string, input: Partial<DecideReviewInput> & Pick<DecideReviewInput, 'decision'>) => {
  const { id: workflowId, version } = await world.workflowOf(eventId);
  return world.decide(aCurator(), { workflowId, version, ...input });
};

describe('a submission', () => {
  it('names the event that it may be a duplicate of (C14)', async () => {
    const world = await startWorld();
    const original = await world.published({ title: 'Candlelight quartet in St. Anne' });
    const copy = await world.submitted({
      ...original,
      eventId: randomUUID(),
      creatorId: randomUUID(),
      title: 'CANDLE-LIGHT Quartet at St Anne!',
      status: 'PENDING_REVIEW',
      venue: { ...original.venue!, id: randomUUID() },
    });
    const [node] = await queueOf(world);
    expect(node!.event.id).toBe(copy.eventId);
    expect(node!.assessment!.duplicateRisk).toBeGreaterThan(0.7);
    expect(node!.assessment).toMatchObject({
      recommendation: 'HUMAN_REVIEW',
      flags: ['POSSIBLE_DUPLICATE'],
      duplicateOf: { id: original.eventId },
    });
  });

  it('finds a text that was copied from somebody else for another day and place (C14)', async () => {
    const world = await startWorld();
    const original = await world.published();
    await world.submitted({ title: 'Something quite different', description: `${original.description} See you!` });
    expect((await queueOf(world))[0]!.assessment).toMatchObject({ flags: ['POSSIBLE_DUPLICATE'], duplicateOf: { id: original.eventId } });
  });

  it('is no duplicate of another evening of the same series', async () => {
    const world = await startWorld();
    const first = await world.published();
    await world.submitted({ ...first, eventId: randomUUID(), status: 'PENDING_REVIEW', startsAt: inHours(5_000), endsAt: inHours(5_002) });
    expect((await queueOf(world))[0]!.assessment).toMatchObject({ duplicateRisk: 0, recommendation: 'PASS' });
  });

  it('that likely is spam waits behind the others, and is not rejected by itself (E33, C2, C15)', async () => {
    const world = await startWorld();
    const event = await world.submitted({
      title: 'Online casino bonus: claim 500 free spins now!!!',
      description:
        'Deposit by crypto, guaranteed daily profit, contact our agent on WhatsApp or Telegram and click the link to register. Win real money, instant withdrawal, claim your bonus now before it ends tonight.',
      imageUrl: null,
    });
    const [node] = await queueOf(world);
    expect(node!.assessment!.spamProbability).toBeGreaterThan(0.9);
    expect(node!.assessment!.flags[0]).toBe('POSSIBLE_SPAM');
    expect(node!.assessment!.spamModelVersion).toBe(0);
    expect(node!.assessment!.spamReasons.map(({ text }) => text).join(' ')).toMatch(/spins|deposit|bonus/);
    expect(node).toMatchObject({ status: 'PENDING', assessment: { recommendation: 'FAIL' } });
    expect(await world.decided()).toEqual([]);
    expect((await world.workflowOf(event.eventId)).inQueue).toBe(true);
  });

  it('is taken as people read it, and says so, and which words speak against it', async () => {
    const world = await startWorld();
    await world.submitted({
      title: 'Online cas1no b0nus: cla1m 500 free spins now',
      description:
        'D e p o s i t   b y   c r y p t o, gu4ranteed d4ily pr0fit, contact our agent on Whats4pp or Telegram and click the link to register. Win real m0ney, instant withdrawal, claim your bonus now before it ends tonight.',
    });
    const [node] = await queueOf(world);
    expect(node!.assessment!.spamProbability).toBeGreaterThan(0.9);
    expect(node!.assessment!.flags).toEqual(expect.arrayContaining(['POSSIBLE_SPAM', 'DISGUISED']));
    expect(node!.assessment!.spamReasons[0]!.weight).toBeGreaterThan(0);
  });

  it('begins a workflow once, however often and in whatever order it is delivered (C9)', async () => {
    const world = await startWorld();
    const event = anEvent({ status: 'PENDING_REVIEW', change: 'SUBMITTED', version: 2 });
    const edited = { ...event, version: 3, change: 'UPDATED' as const, title: 'Candlelight quartet, with a new title' };
    // The edit overtakes the submission, and everything comes twice, under the same and under new ids.
    await world.tell('event.changed', event.eventId, edited);
    for (const id of [undefined, undefined, '11111111-1111-4111-8111-111111111111', '11111111-1111-4111-8111-111111111111']) {
      await world.tell('event.submitted', event.eventId, event, id);
      await world.tell('event.changed', event.eventId, edited);
    }
    const nodes = await queueOf(world);
    expect(nodes).toHaveLength(1);
    expect(nodes[0]).toMatchObject({ submission: 1, version: 1, assessment: { eventVersion: 3 } });
  });

  it('that comes after its event was called off does not come into the queue', async () => {
    const world = await startWorld();
    const event = anEvent({ status: 'PENDING_REVIEW', change: 'SUBMITTED', version: 2 });
    await world.tell('event.changed', event.eventId, { ...event, version: 3, status: 'CANCELLED', change: 'CANCELLED' });
    await world.tell('event.submitted', event.eventId, event);
    expect(await queueOf(world)).toEqual([]);
  });

  it('after changes were asked for is a workflow of its own', async () => {
    const world = await startWorld();
    const event = await world.submitted();
    await decide(world, event.eventId, { decision: 'REQUEST_CHANGES', notes: 'Where?' });
    await world.change(event, { status: 'NEEDS_REVISION', change: 'RETURNED' });
    const again = { ...event, version: 4, description: `${event.description} At the church.` };
    await world.tell('event.changed', event.eventId, again);
    await world.tell('event.submitted', event.eventId, again);
    expect(await queueOf(world)).toMatchObject([{ submission: 2, status: 'PENDING', version: 1 }]);
  });

  it('made while a decision about the older text was on its way is not lost', async () => {
    const world = await startWorld();
    const event = await world.submitted({ version: 2 });
    await decide(world, event.eventId, { decision: 'APPROVE' });
    // The events subgraph had taken the edit before the approval, so it asks anew.
    const edited = { ...event, version: 3, capacity: 20 };
    await world.tell('event.changed', event.eventId, edited);
    await world.tell('event.submitted', event.eventId, edited);
    expect(await queueOf(world)).toMatchObject([{ submission: 2, status: 'PENDING' }]);
  });
});

describe('an event that changes while it waits', () => {
  it('is screened again, and a decision about the old text meets a conflict', async () => {
    const world = await startWorld();
    const event = await world.submitted();
    const before = await world.workflowOf(event.eventId);
    await world.claim(curator, { workflowId: before.id, version: before.version });
    await world.change(event, { description: 'Short.' });
    const decision = { workflowId: before.id, version: before.version + 1, decision: 'APPROVE' } as const;
    expect((await world.decide(curator, decision)).__typename).toBe('WorkflowConflict');
    const [node] = await queueOf(world);
    expect(node).toMatchObject({
      status: 'IN_REVIEW',
      curator: { id: curator.id },
      version: before.version + 2,
      assessment: { flags: expect.arrayContaining(['SHORT_DESCRIPTION']), eventVersion: 2 },
    });
    expect((await world.decide(curator, { ...decision, version: node!.version })).__typename).toBe('DecideReviewSuccess');
    expect(await world.decided()).toMatchObject([{ eventVersion: 2 }]);
  });

  it('stays as it was read when only its capacity changes, and the decision names the new version', async () => {
    const world = await startWorld();
    const event = await world.submitted();
    await world.change(event, { capacity: 12 });
    expect(await decide(world, event.eventId, { decision: 'APPROVE', version: 1 })).toMatchObject({ __typename: 'DecideReviewSuccess' });
    expect(await world.decided()).toMatchObject([{ eventVersion: 2 }]);
  });

  it.each([
    ['cancelled', { status: 'CANCELLED' as const, change: 'CANCELLED' as const }],
    ['deleted', { change: 'DELETED' as const }],
  ])('leaves the queue when it is %s', async (_what, parts) => {
    const world = await startWorld();
    const event = await world.submitted();
    const { id: workflowId } = await world.workflowOf(event.eventId);
    await world.change(event, parts);
    expect(await queueOf(world)).toEqual([]);
    const input = { workflowId, version: 2, decision: 'APPROVE' } as const;
    expect((await world.decide(curator, input)).__typename).toBe('WorkflowConflict');
  });
});

describe('a trusted creator', () => {
  const record = async (world: World, creatorId: string, approvals: number) => {
    for (let n = 0; n < approvals; n++) {
      const event = await world.submitted({ creatorId });
      await decide(world, event.eventId, { decision: 'APPROVE' });
    }
  };
  const submitted = async (world: World, creatorId: string) =>
    (await world.workflowOf((await world.submitted({ creatorId })).eventId)).status;

  it('is approved by the screening, after five approvals by people', async () => {
    const world = await startWorld();
    const creatorId = aViewer().id;
    await world.person({ userId: creatorId, reputation: 80 });
    await record(world, creatorId, 4);
    expect(await submitted(world, creatorId)).toBe('PENDING');
    await record(world, creatorId, 1);
    expect(await submitted(world, creatorId)).toBe('APPROVED');
    expect((await world.decided()).at(-1)).toMatchObject({ status: 'APPROVED', curatorId: null, version: 2 });
    expect((await world.decided()).at(-1)).not.toHaveProperty('rescored');
  });

  it('is nobody of low reputation, with a recent rejection, or whose event does not pass', async () => {
    const world = await startWorld({ settings: { CURATION_TRUSTED_APPROVALS: '1' } });
    const [low, rejected, careless] = [aViewer().id, aViewer().id, aViewer().id];
    await world.person({ userId: low, reputation: 59 });
    for (const userId of [rejected, careless]) await world.person({ userId, reputation: 90 });
    for (const creatorId of [low, rejected, careless]) await record(world, creatorId, 1);
    expect(await submitted(world, low)).toBe('PENDING');
    const bad = await world.submitted({ creatorId: rejected, description: 'Short.', imageUrl: null });
    await decide(world, bad.eventId, { decision: 'REJECT', notes: 'No.' });
    expect(await submitted(world, rejected)).toBe('PENDING');
    world.clock.advance(91 * 86_400_000);
    expect(await submitted(world, rejected)).toBe('APPROVED');
    const poor = await world.submitted({ creatorId: careless, description: 'Short.', imageUrl: null });
    expect((await world.workflowOf(poor.eventId)).status).toBe('PENDING');
  });

  it('waits like everybody else where the setting says so', async () => {
    const world = await startWorld({ settings: { CURATION_TRUSTED_APPROVALS: '1', CURATION_AUTO_APPROVE: 'false' } });
    const creatorId = aViewer().id;
    await world.person({ userId: creatorId, reputation: 90 });
    await record(world, creatorId, 1);
    expect(await submitted(world, creatorId)).toBe('PENDING');
  });
});

describe('what is published without us', () => {
  it('starts approved and is screened by the job, a few at a time (C6, C16)', async () => {
    const world = await startWorld({ settings: { CURATION_SCREEN_BATCH: '3' } });
    const events: EventChanged[] = [];
    for (let n = 0; n < 5; n++) events.push(await world.published({ imported: true, change: 'IMPORTED' }));
    const quality = async () => {
      const answers = await Promise.all(
        events.map(({ eventId }) => world.entity(null, { __typename: 'Event', id: eventId }, '{ curation { qualityScore badges } }')),
      );
      return answers.filter((answer) => answer.data!._entities[0].curation.qualityScore !== null).length;
    };
    expect(await quality()).toBe(0);
    await world.runJob('screen-due');
    expect(await quality()).toBe(3);
    await world.runJob('screen-due');
    expect(await quality()).toBe(5);
    const facts = await world.decided();
    expect(facts).toHaveLength(5);
    for (const fact of facts)
      expect(fact).toMatchObject({ status: 'APPROVED', rescored: true, curatorId: null, badges: ['DETAILED_LISTING'] });
    expect(await queueOf(world)).toEqual([]);
    await world.runJob('screen-due');
    expect(await world.decided()).toHaveLength(5);
  });

  it('waits behind an edit of what a curator approved, however long it has waited', async () => {
    const world = await startWorld({ settings: { CURATION_SCREEN_BATCH: '1' } });
    await world.published({ imported: true, change: 'IMPORTED' });
    const event = await world.submitted();
    await decide(world, event.eventId, { decision: 'APPROVE' });
    const published = await world.change(event, { status: 'PUBLISHED', change: 'PUBLISHED' });
    await world.change(published, { description: `${published.description} Bring an umbrella.` });
    await world.runJob('screen-due');
    expect((await world.decided()).at(-1)).toMatchObject({ eventId: event.eventId, rescored: true });
  });

  it('comes before a curator when it fails, and stays published meanwhile', async () => {
    const world = await startWorld();
    const spam =
      'Deposit by crypto, guaranteed daily profit, contact our agent on WhatsApp or Telegram and click the link to register. Win real money, instant withdrawal, claim your bonus now.';
    const event = await world.published({ imported: true });
    await world.runJob('screen-due');
    expect(await queueOf(world)).toEqual([]);
    // Bait and switch: the approved text is exchanged for another.
    await world.change(event, { title: 'Casino bonus: claim 500 free spins now!!!', description: spam });
    await world.runJob('screen-due');
    const [node] = await queueOf(world);
    expect(node).toMatchObject({ status: 'APPROVED', inQueue: true, assessment: { recommendation: 'FAIL', eventVersion: 2 } });
    expect((await world.decided()).map((fact) => fact.status)).toEqual(['APPROVED', 'APPROVED']);
    expect(await decide(world, event.eventId, { decision: 'REJECT', notes: 'Not what was approved.', reason: 'SPAM' })).toMatchObject({
      workflow: { status: 'REJECTED' },
    });
    expect((await world.decided()).at(-1)).toMatchObject({ status: 'REJECTED', eventVersion: 2 });
    expect(await queueOf(world)).toEqual([]);
  });

  it('loses the curator’s score when its text changes', async () => {
    const world = await startWorld();
    const event = await world.submitted();
    await decide(world, event.eventId, { decision: 'APPROVE', qualityScore: 1 });
    const published = await world.change(event, { status: 'PUBLISHED', change: 'PUBLISHED' });
    const badges = async () =>
      (await world.entity(null, { __typename: 'Event', id: event.eventId }, '{ curation { badges } }')).data!._entities[0].curation.badges;
    expect(await badges()).toContain('CURATORS_PICK');
    await world.change(published, { description: `${published.description} Bring an umbrella.` });
    await world.runJob('screen-due');
    expect(await badges()).not.toContain('CURATORS_PICK');
  });
});

describe('the spam classifier', () => {
  const admin = aViewer({ role: 'admin' });

  it('learns from what curators decide, and is kept for all replicas (C17)', async () => {
    const world = await startWorld({ settings: { CURATION_SPAM_RETRAIN_AFTER: '12', CURATION_AUTO_APPROVE: 'false' } });
    // Each fourth of both kinds is held out.
    const idOf = (n: number) => {
      for (;;) {
        const eventId = randomUUID();
        if (isHeldOut(eventId) === (n % 4 === 0)) return eventId;
      }
    };
    const pigeon = (n: number) => ({
      eventId: idOf(n),
      title: `Heirloom pigeon feed by the sack ${n}`,
      description: `Our pigeon feed is the finest in the valley. Pigeons love the sacks; the sacks of pigeon feed come in three sizes, in lot ${n}, and every pigeon coop deserves heirloom feed.`,
      creatorId: randomUUID(),
      imageUrl: null,
      venue: null,
    });
    const probability = async (parts: Parameters<World['submitted']>[0]) => {
      const { eventId } = await world.submitted(parts);
      const node = (await queueOf(world)).find((one) => one.event.id === eventId);
      return node!.assessment!.spamProbability;
    };
    const before = await probability(pigeon(0));
    expect(before).toBeLessThan(0.5);
    await world.runJob('learn-spam');
    for (let n = 1; n <= 8; n++)
      await decide(world, (await world.submitted(pigeon(n))).eventId, { decision: 'REJECT', notes: 'No event.', reason: 'SPAM' });
    for (let n = 1; n <= 8; n++) await decide(world, (await world.submitted({ eventId: idOf(n) })).eventId, { decision: 'APPROVE' });
    expect((await world.run(admin, SpamModelsDocument, { first: 5 })).spamModels).toEqual([]);
    await world.runJob('learn-spam');
    expect(await probability(pigeon(99))).toBeGreaterThan(0.6);

    const { spamModels } = await world.run(admin, SpamModelsDocument, { first: 5 });
    expect(spamModels).toMatchObject([
      {
        version: 1,
        inUse: true,
        adopted: true,
        learned: 12,
        heldOut: 4,
        figures: { recall: 1, falseAlarms: 0, missed: 0 },
        before: { missed: 2 },
        baseline: { precision: null, recall: 0, missed: 2 },
      },
    ]);
    expect((await world.run(admin, SpamModelsDocument, { first: 0 })).spamModels).toEqual([]);
  });

  it('shows nobody but admins what it has learned', async () => {
    const world = await startWorld();
    for (const viewer of [aViewer(), aCurator(), aViewer({ role: 'moderator' })])
      expect(await world.errorOf(viewer, SpamModelsDocument, { first: 5 })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await world.errorOf(null, SpamModelsDocument, { first: 5 })).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('is not taught by rejections for other reasons, nor by approvals of its own', async () => {
    const world = await startWorld({ settings: { CURATION_SPAM_RETRAIN_AFTER: '1' } });
    await decide(world, (await world.submitted()).eventId, { decision: 'REJECT', notes: 'Twice.', reason: 'DUPLICATE' });
    await decide(world, (await world.submitted()).eventId, { decision: 'REQUEST_CHANGES', notes: 'When?' });
    const db = openDatabase(world.databaseUrl, silentLogger);
    try {
      expect(await db.prisma.trainingExample.count()).toBe(0);
    } finally {
      await db.close();
    }
  });
});
