import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { countStatements } from '@marquee/platform/testing';
import { print } from 'graphql';
import {
  CastVoteDocument,
  ClosePollDocument,
  CreatePollDocument,
  GroupCalendarDocument,
  GroupSharesFreeBusyDocument,
  JoinGroupDocument,
  LeaveGroupDocument,
  PollAvailabilityDocument,
  PollGoingDocument,
  WithdrawVoteDocument,
  RemoveFromGroupDocument,
  ShareFreeBusyDocument,
  type CreatePollMutationVariables,
  type GroupCalendarQueryVariables,
} from './generated/documents';
import { after, as, DAY, startWorld, type World } from './world';

const HOUR = 3_600_000;
const at = (ms: number) => after(ms).toISOString();

let world: World;
beforeEach(async () => {
  world = await startWorld();
});

async function aGroup(members: number, input: object = {}) {
  const people = await Promise.all(Array.from({ length: members + 1 }, () => world.person()));
  const [owner, ...others] = people as [Viewer, ...Viewer[]];
  const { id } = await world.group(owner, others, { privacy: 'PUBLIC', ...input });
  return { id, owner, others };
}
type Options = CreatePollMutationVariables['input']['options'];

async function asks(author: Viewer, groupId: string, options: Options) {
  const { createPoll } = await world.run(author, CreatePollDocument, { input: { groupId, question: 'When?', options } });
  const { id, options: made } = as(createPoll, 'CreatePollSuccess').poll;
  return { id, optionIds: (made as Array<{ id: string }>).map((option) => option.id) };
}
async function shares(person: Viewer, groupId: string, shared = true) {
  return (await world.run(person, ShareFreeBusyDocument, { input: { groupId, shared } })).shareFreeBusy;
}
/** Free, busy and unknown of each option. */
const seen = async (viewer: Viewer, pollId: string) =>
  (await world.run(viewer, PollAvailabilityDocument, { id: pollId })).poll!.options.map(
    ({ availability: one }) => one && [one.freeCount, one.busyCount, one.unknownCount],
  );
/** An event of somebody that begins then and lasts two hours, to which these people go. */
async function goTo(people: readonly Viewer[], begins: number, parts: object = {}): Promise<string> {
  const id = await world.event(await world.person(), { startsAt: at(begins), endsAt: at(begins + 2 * HOUR), ...parts });
  for (const person of people) await world.attends(id, person, 'GOING', { visibility: 'PRIVATE' });
  return id;
}

describe('dates by who is free (S27)', () => {
  test('a poll tells how many are free at each time, of those who share it, and not what keeps the others', async () => {
    const { id, owner, others } = await aGroup(3);
    const [ada, bo, cy] = others as [Viewer, Viewer, Viewer];
    await goTo([ada, cy], DAY, { visibility: 'PRIVATE' });
    await goTo([bo], DAY + 2 * HOUR);
    const poll = await asks(owner, id, [
      { startTime: at(DAY + HOUR), endTime: at(DAY + 2 * HOUR) },
      { startTime: at(DAY + HOUR) },
      { startTime: at(DAY + 4 * HOUR), endTime: at(DAY + 5 * HOUR) },
      { text: 'Never' },
    ]);
    expect(await seen(owner, poll.id)).toEqual([[0, 0, 4], [0, 0, 4], [0, 0, 4], null]);
    for (const person of [owner, ada, bo]) expect((await shares(person, id)).__typename).toBe('ShareFreeBusySuccess');
    // The event of Bo begins when the first time ends, and ends when the third begins; the second has no end and is taken as two hours.
    expect(await seen(cy, poll.id)).toEqual([[2, 1, 1], [1, 2, 1], [3, 0, 1], null]);
    as(await shares(ada, id, false), 'ShareFreeBusySuccess');
    // Two would read from the numbers what the other of them does.
    expect(await seen(cy, poll.id)).toEqual([[0, 0, 4], [0, 0, 4], [0, 0, 4], null]);
    as(await shares(cy, id), 'ShareFreeBusySuccess');
    expect((await seen(cy, poll.id))[0]).toEqual([2, 1, 1]);
  });

  test('who goes to the event that is proposed is free for it, an answer that is no yes keeps nobody, a ticket does', async () => {
    const { id, owner, others } = await aGroup(2);
    const [ada, bo] = others as [Viewer, Viewer];
    const proposed = await goTo([ada], DAY);
    const other = await goTo([], DAY + HOUR);
    const poll = await asks(owner, id, [{ eventId: proposed }, { eventId: other }]);
    for (const person of [owner, ada, bo]) await shares(person, id);
    expect(await seen(owner, poll.id)).toEqual([
      [3, 0, 0],
      [2, 1, 0],
    ]);
    await world.attends(other, bo, 'MAYBE');
    expect((await seen(owner, poll.id))[0]).toEqual([3, 0, 0]);
    await world.refund(other, bo, { orderId: randomUUID(), version: 1, remainingTicketIds: [randomUUID()] });
    expect((await seen(owner, poll.id))[0]).toEqual([2, 1, 0]);
    await world.tellEvent(other, { creatorId: owner.id, status: 'CANCELLED', startsAt: at(DAY + HOUR), endsAt: at(DAY + 3 * HOUR) });
    expect((await seen(owner, poll.id))[0]).toEqual([3, 0, 0]);
  });

  test('who has left, was removed or is suspended or erased is not counted, and consent ends with the membership', async () => {
    const { id, owner, others } = await aGroup(7);
    const [ada, bo, cy, dan] = others as [Viewer, Viewer, Viewer, Viewer];
    const poll = await asks(owner, id, [{ startTime: at(DAY) }, { startTime: at(2 * DAY) }]);
    for (const person of others) await shares(person, id);
    expect((await seen(owner, poll.id))[0]).toEqual([7, 0, 1]);
    await world.run(ada, LeaveGroupDocument, { input: { groupId: id } });
    await world.run(owner, RemoveFromGroupDocument, { input: { groupId: id, userId: bo.id } });
    await world.tellPerson(cy.id, { active: false });
    await world.tell('user.erased', dan.id, { userId: dan.id });
    expect((await seen(owner, poll.id))[0]).toEqual([3, 0, 1]);
    as((await world.run(ada, JoinGroupDocument, { input: { groupId: id } })).joinGroup, 'JoinGroupSuccess');
    expect((await world.run(ada, GroupSharesFreeBusyDocument, { id })).group!.viewerSharesFreeBusy).toBe(false);
    await world.tellPerson(cy.id, { active: true });
    expect((await seen(owner, poll.id))[0]).toEqual([4, 0, 2]);
  });

  test('people in a block are not counted for each other', async () => {
    const { id, owner, others } = await aGroup(4);
    const [ada, bo] = others as [Viewer, Viewer];
    await goTo([bo], DAY);
    const poll = await asks(owner, id, [{ startTime: at(DAY) }, { startTime: at(2 * DAY) }]);
    for (const person of [owner, ...others]) await shares(person, id);
    await world.block(bo, ada);
    expect((await seen(ada, poll.id))[0]).toEqual([4, 0, 0]);
    expect((await seen(bo, poll.id))[0]).toEqual([3, 1, 0]);
    expect((await seen(owner, poll.id))[0]).toEqual([4, 1, 0]);
  });

  test('it is shared with one group alone, told to nobody outside, of nothing that is hidden or over, nor in large groups', async () => {
    const [one, other] = [await aGroup(3), await aGroup(0)];
    const ada = one.others[0]!;
    as((await world.run(ada, JoinGroupDocument, { input: { groupId: other.id } })).joinGroup, 'JoinGroupSuccess');
    for (const person of one.others) await shares(person, one.id);
    const elsewhere = await asks(other.owner, other.id, [{ startTime: at(DAY) }, { startTime: at(2 * DAY) }]);
    expect((await seen(other.owner, elsewhere.id))[0]).toEqual([0, 0, 2]);
    const stranger = await world.person();
    expect(await shares(stranger, one.id)).toMatchObject({ __typename: 'NotAllowed' });
    expect((await world.run(stranger, GroupSharesFreeBusyDocument, { id: one.id })).group!.viewerSharesFreeBusy).toBeNull();
    expect((await shares(stranger, randomUUID())).__typename).toBe('NotFound');
    const hidden = await world.group(await world.person(), [], { privacy: 'PRIVATE' });
    expect((await shares(stranger, hidden.id)).__typename).toBe('NotFound');
    const { errors } = await world.execute(null, print(ShareFreeBusyDocument), { input: { groupId: one.id, shared: true } });
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);

    const secret = await world.event(one.owner, { visibility: 'PRIVATE', startsAt: at(DAY), endsAt: at(DAY + HOUR) });
    const poll = await asks(one.owner, one.id, [{ eventId: secret }, { startTime: at(DAY) }]);
    expect(await seen(ada, poll.id)).toEqual([null, [3, 0, 1]]);
    await world.sql('UPDATE groups SET member_count = 201, max_members = 300 WHERE id = $1', [one.id]);
    expect(await seen(ada, poll.id)).toEqual([null, null]);
    await world.sql('UPDATE groups SET member_count = 2 WHERE id = $1', [one.id]);
    as((await world.run(one.owner, ClosePollDocument, { input: { pollId: poll.id } })).closePoll, 'ClosePollSuccess');
    expect(await seen(ada, poll.id)).toEqual([null, null]);
  });

  test('sharing twice is sharing once, a key is for one request, and a poll costs a fixed number of statements', async () => {
    const { id, owner, others } = await aGroup(2);
    const input = { groupId: id, shared: true, idempotencyKey: 'once' };
    const share = async (parts: object = {}) =>
      (await world.run(owner, ShareFreeBusyDocument, { input: { ...input, ...parts } })).shareFreeBusy.__typename;
    expect([await share(), await share(), await share({ shared: false })]).toEqual([
      'ShareFreeBusySuccess',
      'ShareFreeBusySuccess',
      'KeyReused',
    ]);
    for (const person of others) await shares(person, id);
    const times = Array.from({ length: 20 }, (_, n) => ({ startTime: at((n + 1) * DAY) }));
    const [small, large] = [await asks(owner, id, times.slice(0, 2)), await asks(owner, id, times)];
    const cost = async (pollId: string) => (await countStatements(world.subgraph, () => seen(owner, pollId))).statements;
    expect(await cost(large.id)).toBe(await cost(small.id));
  });
});

describe('the calendar of a group (S27)', () => {
  const calendar = async (viewer: Viewer, groupId: string, parts: Partial<GroupCalendarQueryVariables> = {}) =>
    (await world.run(viewer, GroupCalendarDocument, { groupId, first: 10, ...parts })).groupCalendar;
  const entries = async (viewer: Viewer, groupId: string, parts: Partial<GroupCalendarQueryVariables> = {}) =>
    (await calendar(viewer, groupId, parts))!.nodes.map(({ event, startTime }) => event?.id ?? startTime);
  const votes = async (person: Viewer, pollId: string, optionId: string) =>
    as((await world.run(person, CastVoteDocument, { input: { pollId, optionIds: [optionId] } })).castVote, 'CastVoteSuccess');
  const closes = async (person: Viewer, pollId: string) =>
    as((await world.run(person, ClosePollDocument, { input: { pollId } })).closePoll, 'ClosePollSuccess');

  test('it has the events of the group and what its polls decided, in order, once', async () => {
    const { id, owner, others } = await aGroup(1);
    const [ada] = others as [Viewer];
    const own = (begins: number, parts: object = {}) =>
      world.event(owner, { visibility: 'GROUP_ONLY', groupId: id, startsAt: at(begins), endsAt: at(begins + HOUR), ...parts });
    const [third, first] = [await own(3 * DAY), await own(DAY)];
    await own(2 * DAY, { status: 'CANCELLED' });
    await own(2 * DAY, { status: 'DRAFT' });
    const over = await own(-DAY);
    const elsewhere = await goTo([], 2 * DAY);
    const event = await asks(owner, id, [{ eventId: elsewhere }, { eventId: first }]);
    const time = await asks(ada, id, [
      { startTime: at(4 * DAY), endTime: at(4 * DAY + HOUR) },
      { startTime: at(5 * DAY) },
      { text: 'Never' },
    ]);
    const open = await asks(ada, id, [{ startTime: at(6 * DAY) }, { startTime: at(7 * DAY) }]);
    const equal = await asks(ada, id, [{ startTime: at(8 * DAY) }, { startTime: at(9 * DAY) }]);
    const nobody = await asks(ada, id, [{ startTime: at(8 * DAY) }, { startTime: at(9 * DAY) }]);
    const again = await asks(ada, id, [{ eventId: third }, { eventId: first }]);
    await votes(ada, event.id, event.optionIds[0]!);
    await votes(ada, time.id, time.optionIds[0]!);
    await votes(ada, open.id, open.optionIds[0]!);
    await votes(ada, equal.id, equal.optionIds[0]!);
    await votes(owner, equal.id, equal.optionIds[1]!);
    await votes(ada, again.id, again.optionIds[0]!);
    for (const poll of [event, time, equal, nobody, again]) await closes(owner, poll.id);
    const all = [first, elsewhere, third, at(4 * DAY)];
    expect(await entries(ada, id)).toEqual(all);
    const { nodes, totalCount } = (await calendar(ada, id))!;
    expect(totalCount).toBe(4);
    expect(nodes.map(({ poll }) => poll?.id ?? null)).toEqual([null, event.id, again.id, time.id]);
    expect(nodes[3]).toMatchObject({ event: null, startTime: at(4 * DAY), endTime: at(4 * DAY + HOUR) });
    expect(await entries(ada, id, { from: at(-2 * DAY), until: at(DAY + 1) })).toEqual([over, first]);
    // What goes on still is not over.
    expect(await entries(ada, id, { from: at(DAY + HOUR / 2) })).toEqual(all);
    expect(await entries(ada, id, { from: at(DAY + HOUR) })).toEqual(all.slice(1));
    expect(await entries(ada, id, { until: at(3 * DAY) })).toEqual(all.slice(0, 2));
  });

  test('it is read page by page, both ways, with two at one instant', async () => {
    const { id, owner } = await aGroup(0);
    const made: string[] = [];
    for (const begins of [DAY, DAY, 2 * DAY, 3 * DAY])
      made.push(await world.event(owner, { visibility: 'GROUP_ONLY', groupId: id, startsAt: at(begins), endsAt: at(begins + HOUR) }));
    const sorted = [...made.slice(0, 2).sort(), ...made.slice(2)];
    const first = (await calendar(owner, id, { first: 1 }))!;
    expect(first).toMatchObject({ nodes: [{ event: { id: sorted[0] } }], pageInfo: { hasNextPage: true }, totalCount: 4 });
    expect(await entries(owner, id, { first: 2, after: first.pageInfo.endCursor })).toEqual(sorted.slice(1, 3));
    const last = (await calendar(owner, id, { first: undefined, last: 2 }))!;
    expect(last.nodes.map(({ event }) => event!.id)).toEqual(sorted.slice(2));
    expect(await entries(owner, id, { first: undefined, last: 5, before: last.pageInfo.startCursor })).toEqual(sorted.slice(0, 2));
  });

  test('members alone read it, each what they may see; it costs a fixed number of statements', async () => {
    const { id, owner, others } = await aGroup(1);
    const [ada] = others as [Viewer];
    const secret = await world.event(owner, { visibility: 'PRIVATE', groupId: id });
    const poll = await asks(owner, id, [{ eventId: secret }, { text: 'No' }]);
    await votes(owner, poll.id, poll.optionIds[0]!);
    await closes(owner, poll.id);
    expect(await entries(owner, id)).toEqual([secret]);
    expect(await calendar(ada, id)).toMatchObject({ nodes: [], totalCount: 0 });
    expect(await calendar(await world.person(), id)).toBeNull();
    expect(await calendar(ada, 'no id')).toBeNull();
    const wrong = await world.execute(ada, print(GroupCalendarDocument), { groupId: id, from: at(DAY), until: at(DAY) });
    expect(wrong.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect((await world.execute(null, print(GroupCalendarDocument), { groupId: id })).errors).toMatchObject([
      { extensions: { code: 'UNAUTHENTICATED' } },
    ]);
    const cost = async () => (await countStatements(world.subgraph, () => calendar(owner, id))).statements;
    const few = await cost();
    for (let n = 0; n < 5; n++) {
      const more = await asks(owner, id, [{ startTime: at((n + 1) * DAY) }, { text: 'No' }]);
      await votes(owner, more.id, more.optionIds[0]!);
      await closes(owner, more.id);
    }
    expect(await entries(owner, id)).toHaveLength(6);
    expect(await cost()).toBe(few);
    await world.run(owner, RemoveFromGroupDocument, { input: { groupId: id, userId: ada.id } });
    expect(await calendar(ada, id)).toBeNull();
  });
});

describe('going where the group goes (S26)', () => {
  const agrees = async (person: Viewer, pollId: string, optionIds: string[], goIfChosen = true) =>
    (await world.run(person, CastVoteDocument, { input: { pollId, optionIds, goIfChosen } })).castVote.__typename;
  const goes = async (person: Viewer, pollId: string) =>
    (await world.run(person, PollGoingDocument, { id: pollId })).poll!.viewerGoesIfChosen;
  const closes = async (person: Viewer, pollId: string) =>
    as((await world.run(person, ClosePollDocument, { input: { pollId } })).closePoll, 'ClosePollSuccess');
  /** Who is told to go, by fact, and where. */
  const told = async (pollId: string) =>
    (
      await world.sql<{ payload: { eventId: string; groupId: string; goers: Array<{ userId: string; agreedAt: string }> } }>(
        `SELECT payload FROM outbox WHERE topic = 'poll.decided' AND key = $1 ORDER BY sequence`,
        [pollId],
      )
    ).map(({ payload }) => payload);

  test('who agreed to go to what they chose is told of to events, in the order in which they agreed, when it has won alone', async () => {
    const { id, owner, others } = await aGroup(5);
    const [ada, bo, cy, dan, eve] = others as [Viewer, Viewer, Viewer, Viewer, Viewer];
    const [jazz, opera] = [await world.event(owner), await world.event(owner)];
    const { createPoll } = await world.run(owner, CreatePollDocument, {
      input: {
        groupId: id,
        question: 'What?',
        method: 'APPROVAL',
        options: [{ eventId: jazz }, { eventId: opera }, { text: 'Stay at home' }],
      },
    });
    const { id: pollId, options } = as(createPoll, 'CreatePollSuccess').poll;
    const [first, second, none] = options.map((option) => option.id) as [string, string, string];
    expect(await agrees(ada, pollId, [none])).toBe('InvalidInput');
    const vote = async (person: Viewer, optionIds: string[], goIfChosen?: boolean) => {
      world.clock.advance(1_000);
      expect(await agrees(person, pollId, optionIds, goIfChosen)).toBe('CastVoteSuccess');
    };
    await vote(bo, [first]);
    await vote(ada, [second]);
    await vote(cy, [second, none], true);
    await vote(dan, [second], false);
    await vote(eve, [second]);
    await vote(owner, [second]);
    // Who agrees anew stands behind the others; who takes it back has not agreed.
    await vote(ada, [first, second]);
    as((await world.run(owner, WithdrawVoteDocument, { input: { pollId } })).withdrawVote, 'WithdrawVoteSuccess');
    expect(await Promise.all([ada, dan, owner].map((person) => goes(person, pollId)))).toEqual([true, false, false]);
    await world.run(owner, RemoveFromGroupDocument, { input: { groupId: id, userId: eve.id } });
    await closes(owner, pollId);
    await closes(owner, pollId);
    const agreedAt = (seconds: number) => after(seconds * 1_000).toISOString();
    expect(await told(pollId)).toMatchObject([
      {
        ...{ eventId: opera, groupId: id },
        goers: [
          { userId: cy.id, agreedAt: agreedAt(3) },
          { userId: ada.id, agreedAt: agreedAt(7) },
        ],
      },
    ]);
    expect((await told(pollId))[0]!.goers).toHaveLength(2);
  });

  test('of an equal poll, a time or a text that wins, and of nobody who agreed, nothing is told; anonymous polls sign up nobody', async () => {
    const { id, owner, others } = await aGroup(1);
    const [ada] = others as [Viewer];
    const [jazz, opera] = [await world.event(owner), await world.event(owner)];
    const equal = await asks(owner, id, [{ eventId: jazz }, { eventId: opera }]);
    await agrees(ada, equal.id, [equal.optionIds[0]!]);
    await agrees(owner, equal.id, [equal.optionIds[1]!]);
    const unasked = await asks(owner, id, [{ eventId: jazz }, { eventId: opera }]);
    await agrees(ada, unasked.id, [unasked.optionIds[0]!], false);
    for (const poll of [equal, unasked]) {
      await closes(owner, poll.id);
      expect(await told(poll.id)).toEqual([]);
    }
    const { createPoll } = await world.run(owner, CreatePollDocument, {
      input: { groupId: id, question: 'What?', isAnonymous: true, options: [{ eventId: jazz }, { eventId: opera }] },
    });
    const anonymous = as(createPoll, 'CreatePollSuccess').poll;
    expect(await agrees(ada, anonymous.id, [anonymous.options[0]!.id])).toBe('InvalidInput');
    expect(await agrees(ada, anonymous.id, [anonymous.options[0]!.id], false)).toBe('CastVoteSuccess');
  });

  test('a poll that closes by its time decides, too, once; many are told by several facts', async () => {
    const { id, owner, others } = await aGroup(1);
    const [ada] = others as [Viewer];
    const jazz = await world.event(owner);
    const { createPoll } = await world.run(owner, CreatePollDocument, {
      input: { groupId: id, question: 'What?', closesAt: at(HOUR), options: [{ eventId: jazz }, { text: 'No' }] },
    });
    const { id: pollId, options } = as(createPoll, 'CreatePollSuccess').poll;
    expect(await agrees(ada, pollId, [options[0]!.id])).toBe('CastVoteSuccess');
    // Members by the hundred, who have agreed before.
    await world.sql(
      `WITH made AS (INSERT INTO people (id, version, interests, traits, activity_level, interests_visibility, location_visibility, friends_visibility, suggestible, active)
         SELECT gen_random_uuid(), 1, '{}', '{}', 5, 'PRIVATE', 'PRIVATE', 'PRIVATE', true, true FROM generate_series(1, 149) RETURNING id),
       joined AS (INSERT INTO group_members (group_id, user_id, role, joined_at) SELECT $1, id, 'MEMBER', now() FROM made RETURNING user_id)
       INSERT INTO poll_votes (poll_id, user_id, choices, go_if_chosen, created_at) SELECT $2, user_id, ARRAY[$3::uuid], true, $4 FROM joined`,
      [id, pollId, options[0]!.id, after(-DAY)],
    );
    world.clock.advance(HOUR);
    await world.subgraph.runJob('close-polls');
    await world.subgraph.runJob('close-polls');
    const facts = await told(pollId);
    expect(facts.map(({ goers }) => goers.length)).toEqual([100, 50]);
    expect(facts[1]!.goers.at(-1)!.userId).toBe(ada.id);
  });
});
