import type { Viewer } from '@marquee/platform';
import { countStatements } from '@marquee/platform/testing';
import { print, type DocumentNode } from 'graphql';
import {
  ArchiveGroupDocument,
  CastVoteDocument,
  ClosePollDocument,
  CreatePollDocument,
  DeleteGroupDocument,
  DeletePollDocument,
  GroupPollsDocument,
  PollChangedDocument,
  PollDocument,
  RemoveFromGroupDocument,
  WithdrawVoteDocument,
  type CreatePollMutationVariables,
  type PollPartsFragment,
} from './generated/documents';
import { after, as, startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

type Parts = Partial<CreatePollMutationVariables['input']>;

const asks = async (author: Viewer, groupId: string, parts: Parts = {}): Promise<PollPartsFragment> =>
  as(
    (
      await world.run(author, CreatePollDocument, {
        input: { groupId, question: 'What shall we see?', options: [{ text: 'Jazz' }, { text: 'Opera' }, { text: 'Chess' }], ...parts },
      })
    ).createPoll,
    'CreatePollSuccess',
  ).poll as PollPartsFragment;
async function outcome(person: Viewer | null, document: DocumentNode, input: Record<string, unknown>): Promise<string> {
  const { data, errors } = await world.execute(person, print(document), { input });
  return errors ? String(errors[0]!.extensions?.code) : (Object.values(data!)[0] as { __typename: string }).__typename;
}
const read = async (viewer: Viewer | null, id: string) => (await world.run(viewer, PollDocument, { id })).poll as PollPartsFragment | null;
const idOf = (poll: PollPartsFragment, text: string) => poll.options.find((option) => option.text === text)!.id;
const votes = (person: Viewer, poll: PollPartsFragment, ...texts: string[]) =>
  outcome(person, CastVoteDocument, { pollId: poll.id, optionIds: texts.map((text) => idOf(poll, text)) });
const counts = (poll: PollPartsFragment | null) => poll?.options.map(({ voteCount }) => voteCount);
const told = (id: string) =>
  world.sql<{ payload: { state: string; userIds: string[]; leader: string | null } }>(
    `SELECT payload FROM outbox WHERE topic = 'poll.changed' AND key = $1 ORDER BY sequence`,
    [id],
  );

async function aGroup(members: number) {
  const people = await Promise.all(Array.from({ length: members + 1 }, () => world.person()));
  const [owner, ...others] = people as [Viewer, ...Viewer[]];
  const { id } = await world.group(owner, others, { privacy: 'PUBLIC' });
  return { id, owner, others };
}

test('members vote, change their mind, take it back, and are told who won when it is closed (S26)', async () => {
  const { id: groupId, owner, others } = await aGroup(3);
  const [ada, bo, cy] = others as [Viewer, Viewer, Viewer];
  const poll = await asks(ada, groupId);
  expect(poll).toMatchObject({ author: { id: ada.id }, method: 'SINGLE', resultsShown: 'AFTER_VOTING', isClosed: false, version: 1 });
  expect(await votes(ada, poll, 'Jazz')).toBe('CastVoteSuccess');
  expect(await votes(bo, poll, 'Jazz')).toBe('CastVoteSuccess');
  expect(await votes(bo, poll, 'Opera')).toBe('CastVoteSuccess');
  expect(await votes(cy, poll, 'Chess')).toBe('CastVoteSuccess');
  expect(await outcome(cy, WithdrawVoteDocument, { pollId: poll.id })).toBe('WithdrawVoteSuccess');
  expect(await votes(owner, poll, 'Opera')).toBe('CastVoteSuccess');
  expect(await read(bo, poll.id)).toMatchObject({
    ...{ voterCount: 3, viewerVote: [{ text: 'Opera' }], leaders: [{ text: 'Opera' }] },
    options: [
      { voteCount: 1, rank: 2, voters: { nodes: [{ id: ada.id }], totalCount: 1 } },
      { voteCount: 2, rank: 1, voters: { totalCount: 2 } },
      { voteCount: 0, rank: 3, voters: { nodes: [] } },
    ],
  });
  // Who has not voted sees how many have, and not what.
  expect(await read(cy, poll.id)).toMatchObject({
    voterCount: 3,
    leaders: null,
    viewerVote: [],
    options: [{ voteCount: null, rank: null, voters: null }, {}, {}],
  });
  expect(await outcome(bo, ClosePollDocument, { pollId: poll.id })).toBe('NotAllowed');
  expect(await outcome(owner, ClosePollDocument, { pollId: poll.id })).toBe('ClosePollSuccess');
  expect(await outcome(ada, ClosePollDocument, { pollId: poll.id })).toBe('ClosePollSuccess');
  expect(await votes(cy, poll, 'Jazz')).toBe('PollClosed');
  expect(await outcome(bo, WithdrawVoteDocument, { pollId: poll.id })).toBe('PollClosed');
  expect(await read(cy, poll.id)).toMatchObject({ isClosed: true, version: 2, voterCount: 3, leaders: [{ text: 'Opera' }] });
  const [opened, closed, ...more] = await told(poll.id);
  expect(more).toEqual([]);
  expect([opened!.payload.state, opened!.payload.userIds.sort()]).toEqual(['OPEN', [owner.id, bo.id, cy.id].sort()]);
  expect(closed!.payload).toMatchObject({ state: 'CLOSED', leader: 'Opera' });
  expect(closed!.payload.userIds.sort()).toEqual([owner.id, ada.id, bo.id].sort());
});

test('a poll takes texts, events and times, and says everything that is wrong with one', async () => {
  const { id: groupId, owner } = await aGroup(0);
  const other = await world.person();
  const [eventId, hidden] = [await world.event(other), await world.event(other, { visibility: 'PRIVATE' })];
  const poll = await asks(owner, groupId, {
    options: [{ eventId }, { startTime: after(3_600_000).toISOString(), endTime: after(7_200_000).toISOString() }, { text: 'Neither' }],
  });
  expect(poll.options).toMatchObject([
    { event: { id: eventId }, text: null },
    { startTime: after(3_600_000).toISOString(), event: null },
    { text: 'Neither', startTime: null },
  ]);
  const wrong = async (parts: Parts) => {
    const input = { groupId, question: 'What?', options: [{ text: 'a' }, { text: 'b' }], ...parts };
    const result = (
      await world.execute(
        owner,
        `mutation ($input: CreatePollInput!) { createPoll(input: $input) {
      __typename ... on InvalidInput { fields { path message } } } }`,
        { input },
      )
    ).data!.createPoll;
    return result.fields?.map(({ path, message }: Record<string, string>) => `${path} ${message}`) ?? result.__typename;
  };
  expect(await wrong({ question: ' ', options: [{ text: 'a' }] })).toEqual(['question must not be empty', 'options must be at least 2']);
  expect(await wrong({ options: [{ text: 'a' }, { text: 'A' }] })).toEqual(['options must not have two that are the same']);
  expect(await wrong({ options: [{ text: 'a', eventId }, {}] })).toEqual([
    'options.0 must be exactly one of a text, an event and a time',
    'options.1 must be exactly one of a text, an event and a time',
  ]);
  expect(await wrong({ options: [{ text: 'a' }, { eventId: hidden }] })).toEqual(['options.1.eventId must be an event that you may see']);
  expect(await wrong({ isAnonymous: true, resultsShown: 'ALWAYS' })).toEqual(['resultsShown must be AFTER_CLOSING for an anonymous poll']);
  expect(await wrong({ closesAt: after(-1_000).toISOString() })).toEqual(['closesAt must be later than now, within a year']);
  const [first, second] = poll.options.map(({ id }) => id);
  expect(await outcome(owner, CastVoteDocument, { pollId: poll.id, optionIds: [first, second] })).toBe('InvalidInput');
  expect(await outcome(owner, CastVoteDocument, { pollId: poll.id, optionIds: [poll.id] })).toBe('InvalidInput');
  expect(await outcome(owner, CastVoteDocument, { pollId: poll.id, optionIds: [] })).toBe('InvalidInput');
});

test('nobody but members sees a poll or votes, and a vote counts while its voter is a member', async () => {
  const { id: groupId, owner, others } = await aGroup(3);
  const [ada, bo, gone] = others as [Viewer, Viewer, Viewer];
  const stranger = await world.person();
  const poll = await asks(owner, groupId, { resultsShown: 'ALWAYS', method: 'APPROVAL' });
  for (const viewer of [stranger, null]) {
    expect(await read(viewer, poll.id)).toBeNull();
    expect((await world.run(viewer, GroupPollsDocument, { id: groupId })).group!.polls).toBeNull();
  }
  expect(await outcome(stranger, CastVoteDocument, { pollId: poll.id, optionIds: [idOf(poll, 'Jazz')] })).toBe('NotFound');
  await votes(gone, poll, 'Jazz', 'Chess');
  await votes(ada, poll, 'Chess');
  await votes(bo, poll, 'Chess');
  expect(counts(await read(owner, poll.id))).toEqual([1, 0, 3]);
  await world.run(owner, RemoveFromGroupDocument, { input: { groupId, userId: gone.id } });
  await world.tellPerson(bo.id, { active: false });
  expect(counts(await read(owner, poll.id))).toEqual([0, 0, 1]);
  expect([await read(gone, poll.id), await votes(gone, poll, 'Opera')]).toEqual([null, 'NotFound']);
  await world.tellPerson(bo.id, { active: true });
  await world.block(ada, bo);
  const shown = await read(ada, poll.id);
  // Everybody's vote counts the same for all; who is in a block is not shown.
  expect(counts(shown)).toEqual([0, 0, 2]);
  expect(shown!.options[2]!.voters!.nodes).toEqual([{ id: ada.id }]);
  await world.run(owner, ClosePollDocument, { input: { pollId: poll.id } });
  expect(await read(owner, poll.id)).toMatchObject({ voterCount: 2 });
  expect((await told(poll.id)).at(-1)!.payload.userIds.sort()).toEqual([ada.id, bo.id].sort());
  await world.tell('user.erased', bo.id, { userId: bo.id });
  // What was counted stays; who has chosen it is known no more.
  expect(counts(await read(owner, poll.id))).toEqual([0, 0, 2]);
  expect((await read(owner, poll.id))!.options[2]!.voters).toEqual({ nodes: [{ id: ada.id }], totalCount: 1 });
});

test('an anonymous poll shows nothing until it is closed, and forgets who answered what', async () => {
  const { id: groupId, owner, others } = await aGroup(2);
  const [ada, bo] = others as [Viewer, Viewer];
  const poll = await asks(owner, groupId, { isAnonymous: true });
  await votes(ada, poll, 'Jazz');
  await votes(bo, poll, 'Jazz');
  expect(await read(ada, poll.id)).toMatchObject({ voterCount: 2, leaders: null, viewerVote: [{ text: 'Jazz' }] });
  await world.run(owner, ClosePollDocument, { input: { pollId: poll.id } });
  const closed = await read(ada, poll.id);
  expect(closed).toMatchObject({ voterCount: 2, leaders: [{ text: 'Jazz' }], viewerVote: [] });
  expect(closed!.options.map(({ voters }) => voters)).toEqual([null, null, null]);
  expect(await world.sql('SELECT 1 FROM poll_votes WHERE poll_id = $1', [poll.id])).toEqual([]);
  expect((await told(poll.id)).at(-1)!.payload.userIds.sort()).toEqual([ada.id, bo.id].sort());
});

test('in order: the option that more prefer to each other one wins', async () => {
  const { id: groupId, owner, others } = await aGroup(2);
  const [ada, bo] = others as [Viewer, Viewer];
  const poll = await asks(owner, groupId, { method: 'RANKED', resultsShown: 'ALWAYS' });
  await votes(owner, poll, 'Jazz', 'Opera');
  await votes(ada, poll, 'Chess', 'Opera');
  await votes(bo, poll, 'Opera', 'Chess');
  const shown = await read(owner, poll.id);
  expect(shown!.options.map(({ text, voteCount, rank }) => [text, voteCount, rank])).toEqual([
    ['Jazz', 1, 3],
    ['Opera', 1, 1],
    ['Chess', 1, 2],
  ]);
  expect(shown!.options[1]!.voters!.nodes).toEqual([{ id: bo.id }]);
});

test('a poll closes by itself when its time is over, to the moment', async () => {
  const { id: groupId, owner, others } = await aGroup(1);
  const closesAt = new Date(world.clock.now().getTime() + 60_000).toISOString();
  const poll = await asks(owner, groupId, { closesAt });
  const later = await asks(owner, groupId, { question: 'Later?', closesAt: new Date(world.clock.now().getTime() + 90_000).toISOString() });
  await votes(owner, poll, 'Chess');
  const ended = await aGroup(0);
  const unseen = await asks(ended.owner, ended.id, { closesAt });
  await votes(ended.owner, unseen, 'Chess');
  await world.run(ended.owner, DeleteGroupDocument, { input: { groupId: ended.id } });
  world.clock.advance(60_000);
  expect(await votes(others[0]!, poll, 'Jazz')).toBe('PollClosed');
  const before = await read(others[0]!, poll.id);
  expect(before).toMatchObject({ isClosed: true, version: 1, leaders: [{ text: 'Chess' }] });
  await world.subgraph.runJob('close-polls');
  await world.subgraph.runJob('close-polls');
  expect(await read(others[0]!, poll.id)).toEqual({ ...before, version: 2 });
  expect((await told(poll.id)).map(({ payload }) => payload.state)).toEqual(['OPEN', 'CLOSED']);
  // Of a group that is gone nobody is told.
  expect((await told(unseen.id)).map(({ payload }) => payload.state)).not.toContain('CLOSED');
  expect(await world.sql('SELECT closed_at FROM polls WHERE id = ANY ($1) ORDER BY closes_at', [[poll.id, later.id]])).toEqual([
    { closed_at: new Date(closesAt) },
    { closed_at: null },
  ]);
});

test('what changes is told live, until the poll is gone or the reader is no member (X45)', async () => {
  const { id: groupId, owner, others } = await aGroup(2);
  const [ada, bo] = others as [Viewer, Viewer];
  const poll = await asks(owner, groupId);
  const [stays, leaves] = [
    await world.subscribe(ada, print(PollChangedDocument), { pollId: poll.id }),
    await world.subscribe(bo, print(PollChangedDocument), { pollId: poll.id }),
  ];
  await votes(ada, poll, 'Jazz');
  for (const stream of [stays, leaves])
    expect(await stream.next()).toMatchObject({ data: { pollChanged: { id: poll.id, voterCount: 1, isClosed: false } } });
  await world.run(owner, RemoveFromGroupDocument, { input: { groupId, userId: bo.id } });
  await expect(leaves.next()).rejects.toThrow('The stream has ended.');
  await world.run(owner, ClosePollDocument, { input: { pollId: poll.id } });
  expect(await stays.next()).toMatchObject({ data: { pollChanged: { voterCount: 1, isClosed: true } } });
  expect(await outcome(ada, DeletePollDocument, { pollId: poll.id })).toBe('NotAllowed');
  expect(await outcome(owner, DeletePollDocument, { pollId: poll.id })).toBe('DeletePollSuccess');
  await expect(stays.next()).rejects.toThrow('The stream has ended.');
  expect((await told(poll.id)).at(-1)!.payload.state).toBe('DELETED');
  await world.run(owner, ArchiveGroupDocument, { input: { groupId, archived: true } });
  expect(await outcome(ada, CreatePollDocument, { groupId, question: 'Too late?', options: [{ text: 'a' }, { text: 'b' }] })).toBe(
    'NotAllowed',
  );
});

test('a page of polls costs the same number of statements for one and for many', async () => {
  const { id: groupId, owner, others } = await aGroup(2);
  const query = `query ($id: ID!) { group(id: $id) { polls(first: 20) { totalCount nodes { question voterCount leaders { text } viewerVote { text }
    group { name } options { text voteCount rank voters(first: 2) { totalCount nodes { id } } } } } } }`;
  const cost = async () => (await countStatements(world.subgraph, () => world.run(owner, query, { id: groupId }))).statements;
  const full = async () => {
    const poll = await asks(owner, groupId);
    for (const person of [owner, ...others]) await votes(person, poll, 'Jazz');
  };
  await full();
  const one = await cost();
  for (let n = 0; n < 4; n++) await full();
  expect(await cost()).toBe(one);
});
