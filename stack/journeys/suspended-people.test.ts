import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, getNamedType, isNonNullType, isListType, isObjectType, parse, type GraphQLOutputType } from 'graphql';
import { modules } from '../src/modules';
import { DEMO_PASSWORD } from '../src/welcome';
import { eventually, type App, type Data } from './client';
import { runningStack } from './running-stack';
import { Story } from './story';

const api = buildSchema(readFileSync(join(__dirname, '../../schema/api.graphql'), 'utf8'), { assumeValidSDL: true });

/** Where a person is never null: the viewer themselves, what staff decided, and people who were searched for. */
const SURELY_THERE = [
  ...['Viewer.user', 'UpdateProfileSuccess.user', 'SetUserRoleSuccess.user', 'SuspendUserSuccess.user', 'ReinstateUserSuccess.user'],
  ...['VerifyUserSuccess.user', 'SetAvatarSuccess.user', 'RemoveAvatarSuccess.user', 'ChangeUsernameSuccess.user'],
  ...['UserSearchConnection.nodes', 'UserSearchEdge.node', 'LeaderboardEntry.user', 'PersonRecord.user', 'FindContactsSuccess.people'],
];

/** True when null stands nowhere on the way to the value. */
const isSure = (type: GraphQLOutputType): boolean =>
  isNonNullType(type) && (isListType(type.ofType) ? isSure(type.ofType.ofType as GraphQLOutputType) : true);

test('wherever the graph refers to a person there may be nobody', () => {
  const sure = Object.values(api.getTypeMap())
    .filter(isObjectType)
    .flatMap((type) => Object.values(type.getFields()).map((field) => ({ name: `${type.name}.${field.name}`, type: field.type })))
    .filter(({ type }) => getNamedType(type).name === 'User' && isSure(type));
  expect(sure.map(({ name }) => name).sort()).toEqual([...SURELY_THERE].sort());
});

test('what people are called is known to one subgraph, which decides whether there is anybody', () => {
  const names = ['username', 'displayName', 'avatarUrl', 'bio', 'interests', 'location'];
  const others = modules.filter(({ name }) => name !== 'users');
  const known = others.flatMap(({ name, schema }) => {
    const user = schema().getType('User');
    const fields = isObjectType(user) ? Object.keys(user.getFields()) : [];
    return fields.filter((field) => names.includes(field)).map((field) => `${name}: User.${field}`);
  });
  expect(known).toEqual([]);
});

const CIRCLE = parse(`query Circle($event: ID!, $group: ID!, $room: ID!, $friend: ID!) {
  event(id: $event) { attendees(first: 10) { totalCount nodes { status user { displayName } } } attendanceCounts { going } }
  group(id: $group) { memberCount members(first: 10) { totalCount nodes { user { displayName } } } }
  chatRoom(id: $room) { members(first: 10) { nodes { user { displayName } } } messages(last: 10) { nodes { text sender { displayName } } } }
  user(id: $friend) { friends(first: 10) { totalCount nodes { displayName } } }
  theirs: event(id: $event) { creator { username avatarUrl displayName } }
}`);

describe('somebody who is suspended', () => {
  let story: Story;
  beforeAll(async () => {
    story = new Story((await runningStack()).world);
  }, 120_000);
  afterAll(() => story?.end());

  test('is nobody to everybody but moderators, on every path, without an error, and counts keep counting', async () => {
    const [sus, friend] = [await story.person('Sus', 0), await story.person('Fay', 1)];
    const admin = story.visitor(0);
    admin.accessToken = (await admin.succeed('Login', { emailOrUsername: 'admin@demo.test', password: DEMO_PASSWORD })).session.accessToken;
    const { connection } = await sus.app.succeed('RequestConnection', { userId: friend.id, type: 'FRIEND' });
    await friend.app.succeed('RespondToConnection', { connectionId: connection.id, response: 'ACCEPT' });
    const event = await story.draft(sus.app);
    await story.publish(sus.app, await story.curator(1), event.id);
    const { group } = await sus.app.succeed('CreateGroup', { name: `Lanterns ${story.tag}`, privacy: 'PUBLIC' });
    const join = parse('mutation Join($input: JoinGroupInput!) { joinGroup(input: $input) { __typename } }');
    await friend.app.do(join, { input: { groupId: group.id } });
    await sus.app.succeed('SendMessage', { roomId: group.chatRoom.id, text: 'Bring a coat.', clientMessageId: story.tag });
    const rsvp = parse('mutation Rsvp($input: RsvpInput!) { rsvp(input: $input) { __typename ... on UserError { message } } }');
    await eventually(
      () => sus.app.do(rsvp, { input: { eventId: event.id, status: 'GOING', visibility: 'PUBLIC' } }),
      (data) => data.rsvp.__typename === 'RsvpSuccess',
      10_000,
      'the answer is taken',
    );
    const look = (app: App): Promise<Data> =>
      app.do(CIRCLE, { event: event.id, group: group.id, room: group.chatRoom.id, friend: friend.id });
    const times = (data: Data) => JSON.stringify(data).split('"Sus"').length - 1;
    const before = await eventually(
      () => look(friend.app),
      (data) => times(data) >= 6,
      10_000,
      'everybody sees Sus',
    );

    const suspend = parse('mutation Suspend($input: SuspendUserInput!) { suspendUser(input: $input) { __typename } }');
    await admin.do(suspend, { input: { userId: sus.id, reason: 'for a test' } });
    // `do` fails on any error.
    const after = await look(friend.app);
    expect(times(after)).toBe(0);
    expect(after.theirs.creator).toBeNull();
    expect(after.group.members.totalCount).toBe(before.group.members.totalCount);
    expect(after.group.memberCount).toBe(before.group.memberCount);
    expect(after.event.attendanceCounts).toEqual(before.event.attendanceCounts);
    expect(after.chatRoom.messages.nodes).toEqual([{ __typename: 'Message', text: 'Bring a coat.', sender: null }]);
    expect(
      times((await admin.ask(CIRCLE, { event: event.id, group: group.id, room: group.chatRoom.id, friend: friend.id })).data),
    ).toBeGreaterThan(0);
  }, 120_000);
});
