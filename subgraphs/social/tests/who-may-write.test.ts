import type { Viewer } from '@marquee/platform';
import { countStatements } from '@marquee/platform/testing';
import {
  ChatSettingsDocument,
  OpenDirectRoomDocument,
  RequestConnectionDocument,
  RespondToConnectionDocument,
  UpdateChatSettingsDocument,
  type WhoMayWrite,
} from './generated/documents';
import { startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

const MAY_WRITE = 'query ($people: [_Any!]!) { _entities(representations: $people) { ... on User { viewerMayWrite } } }';
const choose = async (who: Viewer, whoMayWrite: WhoMayWrite) =>
  (await world.run(who, UpdateChatSettingsDocument, { input: { whoMayWrite } })).updateChatSettings;
const open = async (from: Viewer, to: Viewer) =>
  (await world.run(from, OpenDirectRoomDocument, { input: { userId: to.id } })).openDirectRoom.__typename;
/** Whether each of these may write to the person, in one request each. */
const may = async (from: Viewer | null, ...to: Viewer[]) =>
  (await world.execute(from, MAY_WRITE, { people: to.map(({ id }) => ({ __typename: 'User', id })) })).data!._entities.map(
    ({ viewerMayWrite }: { viewerMayWrite: boolean }) => viewerMayWrite,
  );
/** Ada, a friend of hers, a friend of that friend, somebody whom she knows by work, and a stranger. */
const circle = async () => {
  const [ada, friend, far, colleague, stranger] = await Promise.all(Array.from({ length: 5 }, () => world.person()));
  await world.befriend(ada!, friend!);
  await world.befriend(friend!, far!);
  const { requestConnection } = await world.run(colleague!, RequestConnectionDocument, {
    input: { userId: ada!.id, type: 'PROFESSIONAL' },
  });
  const connectionId = (requestConnection as { connection: { id: string } }).connection.id;
  await world.run(ada!, RespondToConnectionDocument, { input: { connectionId, response: 'ACCEPT' } });
  return { ada: ada!, people: { friend: friend!, far: far!, colleague: colleague!, stranger: stranger! } };
};

test.each<[WhoMayWrite, string[]]>([
  ['EVERYBODY', ['friend', 'far', 'colleague', 'stranger']],
  ['FRIENDS_OF_FRIENDS', ['friend', 'far', 'colleague']],
  ['FRIENDS', ['friend', 'colleague']],
  ['NOBODY', []],
])('who takes messages from %s is written to by %j', async (whoMayWrite, taken) => {
  const { ada, people } = await circle();
  expect(await choose(ada, whoMayWrite)).toMatchObject({ settings: { whoMayWrite, readReceipts: true } });
  for (const [name, person] of Object.entries(people)) {
    const isTaken = taken.includes(name);
    expect([name, await may(person, ada), await open(person, ada)]).toEqual([
      name,
      [isTaken],
      isTaken ? 'OpenDirectRoomSuccess' : 'NotAllowed',
    ]);
  }
});

test('rooms that there are stay open to both, requests and what was declined too; the choice is of the one who is written to', async () => {
  const [ada, bo, cy] = [await world.person(), await world.person(), await world.person()];
  const room = await world.directRoom(ada, bo);
  expect(await open(cy, ada)).toBe('OpenDirectRoomSuccess');
  await choose(ada, 'NOBODY');
  expect([await open(bo, ada), await open(cy, ada), await may(bo, ada), await may(cy, ada)]).toEqual([
    'OpenDirectRoomSuccess',
    'OpenDirectRoomSuccess',
    [true],
    [true],
  ]);
  await world.say(bo, room, 'Still here?');
  // Who takes messages from nobody writes to others all the same.
  expect(await open(ada, await world.person())).toBe('OpenDirectRoomSuccess');
});

test('nobody writes to people in a block, the suspended and themselves; a visitor to nobody; many are asked about at once', async () => {
  const [ada, blocked, blocker, gone] = await Promise.all(Array.from({ length: 4 }, () => world.person()));
  await world.block(ada!, blocked!);
  await world.block(blocker!, ada!);
  await world.tellPerson(gone!.id, { version: 2, active: false });
  const other = await world.person();
  const { result, statements } = await countStatements(world.subgraph, () => may(ada!, blocked!, blocker!, gone!, ada!, other));
  expect(result).toEqual([false, false, false, false, true]);
  expect(statements).toBe(1);
  expect(await may(null, ada!)).toEqual([false]);
});

test('everybody may write at first; what is left out stays; the same key is the same choice', async () => {
  const ada = await world.person();
  expect((await world.run(ada, ChatSettingsDocument, {})).chatSettings.whoMayWrite).toBe('EVERYBODY');
  await choose(ada, 'FRIENDS');
  await world.run(ada, UpdateChatSettingsDocument, { input: { readReceipts: false } });
  expect((await world.run(ada, ChatSettingsDocument, {})).chatSettings).toEqual({
    readReceipts: false,
    whoMayWrite: 'FRIENDS',
    lastSeen: true,
  });
  const input = { whoMayWrite: 'NOBODY' as const, idempotencyKey: 'k' };
  await world.run(ada, UpdateChatSettingsDocument, { input });
  await choose(ada, 'EVERYBODY');
  expect((await world.run(ada, UpdateChatSettingsDocument, { input })).updateChatSettings).toMatchObject({
    settings: { whoMayWrite: 'EVERYBODY' },
  });
  const reused = { ...input, whoMayWrite: 'FRIENDS' as const };
  expect((await world.run(ada, UpdateChatSettingsDocument, { input: reused })).updateChatSettings).toMatchObject({
    __typename: 'KeyReused',
  });
});
