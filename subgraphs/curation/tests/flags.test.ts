import type { Viewer } from '@marquee/platform';
import { aViewer, watched, withoutLocks } from '@marquee/platform/testing';
import { curation } from '../src';
import { keep } from '../src/kept';
import {
  QueueWithFlagsDocument,
  RaiseFlagDocument,
  type CurationVerdict,
  type DecideReviewInput,
  type FlagEventInput,
} from './generated/documents';
import { aCurator, inHours, startWorld, succeeded, type World } from './world';

const flag = (world: World, viewer: Viewer, eventId: string, more: Partial<FlagEventInput> = {}) =>
  world.flag(viewer, { eventId, reason: 'INACCURATE', ...more });

const decide = async (world: World, eventId: string, decision: CurationVerdict, more: Partial<DecideReviewInput> = {}) => {
  const { id: workflowId, version } = await world.workflowOf(eventId);
  return world.decide(aCurator(), { workflowId, version, decision, notes: 'So.', ...more });
};

const members = async (world: World, count: number) => {
  const people: Viewer[] = [];
  for (let n = 0; n < count; n++) people.push(await world.regular());
  return people;
};

const statusOfFlag = async (world: World, id: string) =>
  (await world.entity(aCurator(), { __typename: 'Flag', id }, '{ status }')).data!._entities[0].status;

/** A person whose flags went so before. */
async function flagger(world: World, outcomes: { upheld?: number; dismissed?: number }): Promise<Viewer> {
  const viewer = await world.regular();
  for (const [decision, count] of [
    ['REJECT', outcomes.upheld ?? 0],
    ['APPROVE', outcomes.dismissed ?? 0],
  ] as const) {
    for (let n = 0; n < count; n++) {
      const { eventId } = await world.published();
      succeeded(await flag(world, viewer, eventId));
      await decide(world, eventId, decision);
    }
  }
  return viewer;
}

describe('flags', () => {
  it('each bring an event into the queue, at its priority, and leave it on show (social-curation F3)', async () => {
    const world = await startWorld();
    const [quiet, loud, danger, staff] = [
      await world.published(),
      await world.published(),
      await world.published(),
      await world.published(),
    ];
    await flag(world, aViewer(), quiet.eventId);
    await flag(world, await world.member(), loud.eventId);
    await flag(world, aViewer(), danger.eventId, { reason: 'DANGEROUS' });
    await flag(world, aCurator(), staff.eventId);
    const { nodes } = await world.queue();
    const order = nodes.map((node) => node.event.id);
    expect(order.slice(0, 2).toSorted()).toEqual([danger.eventId, staff.eventId].toSorted());
    expect(order.slice(2)).toEqual([loud.eventId, quiet.eventId]);
    expect(nodes.map(({ status }) => status)).toEqual(Array(4).fill('APPROVED'));
    expect(await world.decided()).toEqual([]);
  });

  it('hide an event when three people have raised them (C4)', async () => {
    const world = await startWorld();
    const { eventId, creatorId } = await world.published();
    const [one, two, three] = (await members(world, 3)) as [Viewer, Viewer, Viewer];
    expect(await flag(world, one, eventId)).toMatchObject({
      __typename: 'FlagEventSuccess',
      flag: { status: 'OPEN', reason: 'INACCURATE' },
    });
    await flag(world, two, eventId);
    expect(await world.decided()).toEqual([]);
    await flag(world, three, eventId);
    expect(await world.decided()).toMatchObject([{ eventId, creatorId, status: 'FLAGGED', curatorId: null }]);
    const { nodes } = (await world.run(aCurator(), QueueWithFlagsDocument, {})).curationQueue;
    expect(nodes).toMatchObject([{ status: 'FLAGGED', stages: { communityOversight: { openFlags: 3, flagWeight: 3 } } }]);
    expect(nodes[0]!.flags).toHaveLength(3);
  });

  it('of accounts of less than a day, that have shown nothing, or that look like one of many, weigh nothing (security F3)', async () => {
    const world = await startWorld();
    const { eventId } = await world.published();
    for (let n = 0; n < 3; n++) {
      await flag(world, aViewer(), eventId);
      await flag(world, await world.member({ registeredAt: inHours(-23) }), eventId);
      await flag(world, await world.member({ addressVerified: false }), eventId);
      await flag(world, await world.member({ limitedUntil: inHours(1) }), eventId);
    }
    expect(await world.decided()).toEqual([]);
    const { nodes } = (await world.run(aCurator(), QueueWithFlagsDocument, {})).curationQueue;
    expect(nodes[0]!.stages!.communityOversight).toEqual({ openFlags: 12, flagWeight: 0 });
  });

  it('of somebody who was at an event that took place count without a verified address', async () => {
    const world = await startWorld();
    const past = await world.published({ startsAt: inHours(-5), endsAt: inHours(-3), status: 'COMPLETED' });
    const coming = await world.published();
    const off = await world.published({ startsAt: inHours(-5), endsAt: inHours(-3) });
    await world.change(off, { status: 'CANCELLED', change: 'CANCELLED' });
    const weights: number[] = [];
    const own = await world.published({ startsAt: inHours(-5), endsAt: inHours(-3), status: 'COMPLETED' });
    for (const { eventId } of [past, coming, off, own]) {
      const viewer = await world.member({ addressVerified: false });
      if (eventId === own.eventId) await world.change(own, { team: [{ userId: viewer.id, role: 'DOOR' }] });
      await world.attends({ eventId, userId: viewer.id, checkedInAt: inHours(-4) });
      const { flag: raised } = succeeded(await flag(world, viewer, (await world.published()).eventId));
      weights.push((await world.entity(aCurator(), { __typename: 'Flag', id: raised.id }, '{ weight }')).data!._entities[0].weight);
    }
    expect(weights).toEqual([1, 0, 0, 0]);
  });

  it('hide an imported event, or one of a trusted creator, by a weight of five', async () => {
    const world = await startWorld({ settings: { CURATION_TRUSTED_APPROVALS: '1' } });
    const trusted = await world.member({ reputation: 60 });
    await decide(world, (await world.submitted({ creatorId: trusted.id })).eventId, 'APPROVE');
    for (const parts of [{ imported: true }, { creatorId: trusted.id }]) {
      const { eventId } = await world.published(parts);
      const people = await members(world, 5);
      for (const person of people.slice(0, 4)) await flag(world, person, eventId);
      expect((await world.workflowOf(eventId)).status).toBe('APPROVED');
      await flag(world, people[4]!, eventId);
      expect((await world.workflowOf(eventId)).status).toBe('FLAGGED');
    }
  });

  it('raised by six people at the same time hide it once', async () => {
    const world = await startWorld();
    const { eventId } = await world.published();
    const people = await members(world, 6);
    await Promise.all(people.map((person) => flag(world, person, eventId)));
    expect(await world.decided()).toHaveLength(1);
    expect((await world.queue()).totalCount).toBe(1);
  });

  it('hide what a curator has claimed, who then reads it again', async () => {
    const world = await startWorld();
    const { eventId } = await world.published();
    const [first, ...others] = await members(world, 3);
    const curator = aCurator();
    await flag(world, first!, eventId);
    const { id: workflowId, version } = await world.workflowOf(eventId);
    await world.claim(curator, { workflowId, version });
    for (const other of others) await flag(world, other, eventId);
    expect(await world.workflowOf(eventId)).toMatchObject({ status: 'FLAGGED', curator: { id: curator.id } });
    const onClaim = { workflowId, version: version + 1, decision: 'APPROVE' } as const;
    expect((await world.decide(curator, onClaim)).__typename).toBe('WorkflowConflict');
  });

  it('are not taken of what they have hidden, but are remembered to those who raised them', async () => {
    const world = await startWorld();
    const event = await world.published();
    const [flagger, guest] = [aViewer(), aViewer()];
    const first = await flag(world, flagger, event.eventId);
    await world.change(event, { hidden: true });
    expect(await flag(world, aViewer(), event.eventId)).toMatchObject({ __typename: 'NotFound' });
    expect(await flag(world, flagger, event.eventId)).toMatchObject({
      __typename: 'AlreadyFlagged',
      flag: { id: succeeded(first).flag.id },
    });
    await world.attends({ eventId: event.eventId, userId: guest.id });
    expect(await flag(world, guest, event.eventId)).toMatchObject({ __typename: 'FlagEventSuccess' });
  });

  it('are open once for each person', async () => {
    const world = await startWorld();
    const { eventId } = await world.published();
    const viewer = await world.member();
    const first = await flag(world, viewer, eventId);
    expect(await flag(world, viewer, eventId, { reason: 'SPAM' })).toMatchObject({
      __typename: 'AlreadyFlagged',
      code: 'CONFLICT',
      nextStep: null,
      flag: { id: succeeded(first).flag.id },
    });
    const parallel = await Promise.all(Array.from({ length: 5 }, () => flag(world, viewer, eventId)));
    expect(parallel.map((answer) => answer.__typename)).toEqual(Array(5).fill('AlreadyFlagged'));
    expect(await world.decided()).toEqual([]);
  });

  it('can be raised again by the same person once the event has changed (social-curation F7)', async () => {
    const world = await startWorld();
    const event = await world.published();
    const viewer = await world.member();
    const first = succeeded(await flag(world, viewer, event.eventId)).flag;
    await decide(world, event.eventId, 'APPROVE');
    expect(await flag(world, viewer, event.eventId, { reason: 'SPAM' })).toMatchObject({
      __typename: 'AlreadyFlagged',
      flag: { id: first.id },
    });
    const grown = await world.change(event, { capacity: 20 });
    expect((await flag(world, viewer, event.eventId)).__typename).toBe('AlreadyFlagged');
    await world.change(grown, { description: 'Something else.' });
    expect((await flag(world, viewer, event.eventId)).__typename).toBe('FlagEventSuccess');
    expect((await world.queue()).totalCount).toBe(1);
  });

  it('can be taken back, and then weigh nothing', async () => {
    const world = await startWorld();
    const { eventId, creatorId } = await world.published();
    const [one, two, three, four] = (await members(world, 4)) as [Viewer, Viewer, Viewer, Viewer];
    const { id } = succeeded(await flag(world, one, eventId)).flag;
    const before = (await world.queue()).nodes[0]!;
    expect((await world.withdraw(two, id)).__typename).toBe('NotFound');
    expect(await world.withdraw(one, id)).toMatchObject({ flag: { id, status: 'WITHDRAWN' } });
    expect(await world.withdraw(one, id)).toMatchObject({ flag: { id, status: 'WITHDRAWN' } });
    const after = (await world.queue()).nodes[0]!;
    expect(after.version).toBe(before.version + 1);
    expect(after.priority! - before.priority!).toBeCloseTo(-16, 1);
    expect(await world.settled()).toMatchObject([{ flagId: id, version: 2, flaggerId: one.id, creatorId, outcome: 'WITHDRAWN' }]);
    for (const person of [two, three]) await flag(world, person, eventId);
    expect((await world.workflowOf(eventId)).status).toBe('APPROVED');
    await flag(world, four, eventId);
    expect((await world.workflowOf(eventId)).status).toBe('FLAGGED');
  });

  it('are few for an account without standing, in all its requests at once (issue 8 C)', async () => {
    const world = await startWorld({ settings: { CURATION_FLAGS_AN_HOUR: '5' } });
    const raise = async (viewer: Viewer, count: number) => {
      const events = [];
      for (let n = 0; n < count; n++) events.push(await world.published());
      return Promise.all(events.map(({ eventId }) => flag(world, viewer, eventId)));
    };
    const newcomer = aViewer();
    const answers = await raise(newcomer, 6);
    const refused = answers.filter((answer) => answer.__typename === 'TooManyFlags');
    expect(refused).toHaveLength(3);
    expect(refused[0]).toMatchObject({ code: 'RATE_LIMITED', limit: 3, until: inHours(1), nextStep: 'WAIT', retryable: true });
    world.clock.advance(3_600_000);
    expect((await raise(newcomer, 1))[0]!.__typename).toBe('FlagEventSuccess');
    const member = await world.member();
    expect((await raise(member, 6)).filter(({ __typename }) => __typename === 'FlagEventSuccess')).toHaveLength(5);
  });

  it('are dismissed by an approval and upheld by a rejection', async () => {
    const world = await startWorld();
    for (const [decision, status, after] of [
      ['APPROVE', 'DISMISSED', 'APPROVED'],
      ['REJECT', 'UPHELD', 'REJECTED'],
      ['REQUEST_CHANGES', 'UPHELD', 'NEEDS_REVISION'],
    ] as const) {
      const { eventId, creatorId } = await world.published();
      const viewer = aViewer();
      const { id } = succeeded(await flag(world, viewer, eventId)).flag;
      expect(await decide(world, eventId, decision)).toMatchObject({ workflow: { status: after } });
      const own = await world.entity(viewer, { __typename: 'Flag', id }, '{ status eventVersion }');
      expect(own.data!._entities).toEqual([{ status, eventVersion: 1 }]);
      expect((await world.settled()).at(-1)).toEqual({
        ...{ flagId: id, version: 2, eventId, creatorId, organizationId: null, flaggerId: viewer.id },
        ...{ reason: 'INACCURATE', outcome: status, settledAt: world.clock.now().toISOString() },
      });
    }
  });

  it('are settled for what was judged: by reason, and not where the event has changed since (social-curation F7)', async () => {
    const world = await startWorld();
    const event = await world.published();
    const outdated = succeeded(await flag(world, aViewer(), event.eventId, { reason: 'DUPLICATE' })).flag;
    await world.change(event, { description: 'Something else, which was corrected.' });
    const danger = succeeded(await flag(world, aViewer(), event.eventId, { reason: 'DANGEROUS' })).flag;
    const typo = succeeded(await flag(world, aViewer(), event.eventId, { reason: 'INACCURATE' })).flag;
    const twice = [
      { reason: 'SPAM', upheld: true },
      { reason: 'SPAM', upheld: false },
    ] as const;
    expect(await decide(world, event.eventId, 'REQUEST_CHANGES', { flags: [...twice] })).toMatchObject({ field: 'flags' });
    await decide(world, event.eventId, 'REQUEST_CHANGES', { flags: [{ reason: 'DANGEROUS', upheld: false }] });
    expect(await statusOfFlag(world, outdated.id)).toBe('OUTDATED');
    expect(await statusOfFlag(world, danger.id)).toBe('DISMISSED');
    expect(await statusOfFlag(world, typo.id)).toBe('UPHELD');
  });

  it('on a text that was mended say nothing of it when it comes back', async () => {
    const world = await startWorld();
    const event = await world.published();
    const viewer = await world.member();
    succeeded(await flag(world, viewer, event.eventId));
    const mended = await world.change(event, { description: 'Something else, which was corrected.' });
    await flag(world, aViewer(), event.eventId);
    await decide(world, event.eventId, 'APPROVE');
    await world.change(mended, { description: event.description });
    expect((await flag(world, viewer, event.eventId)).__typename).toBe('FlagEventSuccess');
  });

  it('are all counted, and those that weigh most are shown, however many new accounts come after', async () => {
    const world = await startWorld();
    const { eventId } = await world.published();
    const member = await world.member();
    await flag(world, member, eventId);
    for (let n = 0; n < 55; n++) await flag(world, aViewer(), eventId);
    const [node] = (await world.run(aCurator(), QueueWithFlagsDocument, {})).curationQueue.nodes;
    expect(node!.stages!.communityOversight).toEqual({ openFlags: 56, flagWeight: 1 });
    expect(node!.flags).toHaveLength(50);
    expect(node!.flags![0]).toMatchObject({ weight: 1, flagger: { id: member.id } });
  });

  it('that come after a claim make the decision on what was read a conflict (social-curation F7)', async () => {
    const world = await startWorld();
    const { eventId } = await world.published();
    await flag(world, aViewer(), eventId);
    const { id: workflowId, version } = await world.workflowOf(eventId);
    const curator = aCurator();
    await world.claim(curator, { workflowId, version });
    const late = succeeded(await flag(world, aViewer(), eventId)).flag;
    const answer = await world.decide(curator, { workflowId, version: version + 1, decision: 'REQUEST_CHANGES', notes: 'A typo.' });
    expect(answer).toMatchObject({ __typename: 'WorkflowConflict', workflow: { version: version + 2 } });
    expect(await statusOfFlag(world, late.id)).toBe('OPEN');
  });

  it('of people who were often right weigh more, and of those who were always wrong against (C7, C26)', async () => {
    const world = await startWorld();
    const [right, wrong] = [await flagger(world, { upheld: 2 }), await flagger(world, { dismissed: 4 })];
    const { eventId } = await world.published();
    await flag(world, right, eventId);
    await flag(world, wrong, eventId);
    const { workflow } = (
      await world.entity(aCurator(), { __typename: 'Event', id: eventId }, '{ curation { workflow { flags { weight flagger { id } } } } }')
    ).data!._entities[0].curation;
    const weights = new Map(workflow.flags.map((one: { weight: number; flagger: { id: string } }) => [one.flagger.id, one.weight]));
    // 3 · (2 + 2) / (2 + 3) − 1 and 3 · (0 + 2) / (4 + 3) − 1.
    expect(weights.get(right.id)).toBeCloseTo(1.4, 6);
    expect(weights.get(wrong.id)).toBeCloseTo(-1 / 7, 6);
    await flag(world, await world.regular(), eventId);
    // 1.4 − 0.14 + 1 is below 3; with two more it is enough, and enough people.
    expect((await world.workflowOf(eventId)).status).toBe('APPROVED');
    await flag(world, await world.regular(), eventId);
    expect((await world.workflowOf(eventId)).status).toBe('FLAGGED');
  });

  it('need two to be three people even if they weigh enough', async () => {
    const world = await startWorld({ settings: { CURATION_FLAG_THRESHOLD: '1' } });
    const { eventId } = await world.published();
    const [one, two, three] = (await members(world, 3)) as [Viewer, Viewer, Viewer];
    await flag(world, one, eventId);
    await flag(world, two, eventId);
    expect((await world.workflowOf(eventId)).status).toBe('APPROVED');
    await flag(world, three, eventId);
    expect((await world.workflowOf(eventId)).status).toBe('FLAGGED');
  });

  it('of an event that is over reach a curator, too', async () => {
    const world = await startWorld();
    const event = await world.published({ startsAt: inHours(-5), endsAt: inHours(-3) });
    await flag(world, aViewer(), event.eventId);
    await world.change(event, { status: 'COMPLETED', change: 'COMPLETED' });
    expect((await world.queue()).totalCount).toBe(1);
    expect(await decide(world, event.eventId, 'REJECT')).toMatchObject({ workflow: { status: 'REJECTED' } });
  });

  it('are not for one’s own event, for what one may not see, or for visitors', async () => {
    const world = await startWorld();
    const event = await world.published();
    expect((await flag(world, aViewer({ id: event.creatorId }), event.eventId)).__typename).toBe('NotAllowed');
    const pending = await world.submitted();
    const secret = await world.published({ visibility: 'PRIVATE' });
    for (const eventId of [pending.eventId, secret.eventId, aViewer().id])
      expect((await flag(world, aViewer(), eventId)).__typename).toBe('NotFound');
    const visitor = await world.errorOf(null, RaiseFlagDocument, { input: { eventId: event.eventId, reason: 'SPAM' } });
    expect(visitor?.code).toBe('UNAUTHENTICATED');
  });

  it('for another reason say what it is', async () => {
    const world = await startWorld();
    const { eventId } = await world.published();
    expect(await flag(world, aViewer(), eventId, { reason: 'OTHER' })).toMatchObject({ __typename: 'InvalidInput' });
    const both = [{ path: 'eventId' }, { path: 'details' }];
    expect(await flag(world, aViewer(), 'no id', { reason: 'OTHER' })).toMatchObject({ fields: both });
    expect(await flag(world, aViewer(), eventId, { reason: 'OTHER', details: 'The door is locked.' })).toMatchObject({
      __typename: 'FlagEventSuccess',
    });
  });

  it('are seen by the person who raised them and by curators alone', async () => {
    const world = await startWorld();
    const { eventId, creatorId } = await world.published();
    const viewer = aViewer();
    const { id } = succeeded(await flag(world, viewer, eventId)).flag;
    const read = async (reader: Viewer | null, selection: string) => world.entity(reader, { __typename: 'Flag', id }, selection);
    expect((await read(viewer, '{ id status }')).data!._entities).toEqual([{ id, status: 'OPEN' }]);
    expect((await read(aCurator(), '{ flagger { id } }')).data!._entities).toEqual([{ flagger: { id: viewer.id } }]);
    for (const stranger of [aViewer(), aViewer({ id: creatorId })])
      expect((await read(stranger, '{ id status }')).data!._entities).toEqual([null]);
    expect((await read(null, '{ id status }')).data!._entities[0]).toBeNull();
    // What it weighs is for curators (social-curation F12).
    expect(await read(viewer, '{ status weight flagger { id } }')).toEqual({
      data: { _entities: [{ status: 'OPEN', weight: null, flagger: null }] },
    });
  });
});

describe('a flag and a decision at the same time', () => {
  const ROUNDS = 8;
  type Race = (
    decide: () => ReturnType<World['decide']>,
    raise: () => ReturnType<typeof flag>,
  ) => Promise<[Awaited<ReturnType<World['decide']>>, Awaited<ReturnType<typeof flag>>]>;

  /** Each flag is settled by a decision whose curator had read it, or still open and in the queue. Returns how many are neither. */
  async function lost(world: World, race: Race = (decide, raise) => Promise.all([decide(), raise()])): Promise<number> {
    let count = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const { eventId } = await world.published();
      await flag(world, aViewer(), eventId);
      const { id: workflowId, version } = await world.workflowOf(eventId);
      const [answer, late] = await race(
        () => world.decide(aCurator(), { workflowId, version, decision: 'APPROVE' }),
        () => flag(world, aViewer(), eventId),
      );
      const workflow = await world.workflowOf(eventId);
      const status = await statusOfFlag(world, succeeded(late).flag.id);
      const isRead = answer.__typename === 'WorkflowConflict' || status === 'OPEN';
      if (!isRead || !workflow.inQueue) count++;
    }
    return count;
  }

  it('no flag is lost, and none is settled unread', async () => {
    expect(await lost(await startWorld())).toBe(0);
  });

  it('control: without the lock of the workflow each is', async () => {
    let meanwhile: () => Promise<unknown> = () => Promise.resolve();
    const after = (statement: string) => (statement === 'flag.create' ? meanwhile() : undefined);
    const subgraph = curation.with({ keep: (basics) => keep({ ...basics, db: withoutLocks(watched(basics.db, { after })) }) });
    const world = await startWorld({ subgraph });
    // The decision is made between the workflow as the flag read it and what the flag does to it.
    const race: Race = async (decide, raise) => {
      let answer!: ReturnType<typeof decide>;
      meanwhile = () => (answer = decide());
      const late = await raise();
      meanwhile = () => Promise.resolve();
      return [await answer, late];
    };
    expect(await lost(world, race)).toBe(ROUNDS);
  });
});
