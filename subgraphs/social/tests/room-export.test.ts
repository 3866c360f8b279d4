import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { eventually, type Data } from '@marquee/platform/testing';
import {
  BanFromGroupDocument,
  DeleteMessageDocument,
  EditMessageDocument,
  JoinGroupDocument,
  ExportRoomDocument,
  RoomExportDocument,
  SetGroupRoleDocument,
  UpdateRoomSettingsDocument,
} from './generated/documents';
import { DAY, startWorld, type World } from './world';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});

const ask = async (by: Viewer, roomId: string, more: Data = {}): Promise<Data> =>
  (await world.run(by, ExportRoomDocument, { input: { roomId, format: 'JSON_LINES', ...more } as never })).exportRoom;
const look = async (by: Viewer, id: string): Promise<Data | null> => (await world.run(by, RoomExportDocument, { id })).roomExport ?? null;
const finished = async (by: Viewer, roomId: string, more: Data = {}): Promise<Data> => {
  const asked = await ask(by, roomId, more);
  expect(asked).toMatchObject({ __typename: 'ExportRoomSuccess' });
  return eventually(async () => {
    const found = await look(by, asked.export.id as string);
    expect(['SUCCEEDED', 'FAILED']).toContain(found?.state);
    return found!;
  });
};
const keyOf = async ({ id }: Data) =>
  (await world.sql<{ key: string }>(`SELECT result ->> 'key' AS key FROM long_work WHERE id = $1`, [id]))[0]!.key;
const read = async (key: string): Promise<string | null> => {
  const stream = await world.files.read(key);
  if (!stream) return null;
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};
const textOf = async (file: Data) => (await read(await keyOf(file)))!;
const linesOf = async (file: Data): Promise<Data[]> =>
  (await textOf(file))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Data)
    .filter(({ notice }) => notice === null);

const joinAs = (who: Viewer, groupId: string) => world.run(who, JoinGroupDocument, { input: { groupId } });

test('what was said in a group is a line for each message, in order, with names, for its owner; the file says how far it goes (S39)', async () => {
  const [ada, bo] = [await world.person({ displayName: 'Ada' }), await world.person({ displayName: 'Bo' })];
  const { roomId } = await world.group(ada, [bo]);
  const first = await world.say(ada, roomId, 'Where do\nwe meet?');
  await world.say(bo, roomId, 'At the pier');
  await world.run(ada, EditMessageDocument, { input: { messageId: first.id, text: 'Where?' } });
  const file = await finished(ada, roomId);
  const lines = await linesOf(file);
  expect(lines.map(({ sender, text }) => [sender.displayName, text])).toEqual([
    ['Ada', 'Where?'],
    ['Bo', 'At the pier'],
  ]);
  expect(lines[0]).toMatchObject({ sequence: first.sequence, editedAt: expect.any(String), deleted: false, replyTo: null });
  expect(file).toMatchObject({ state: 'SUCCEEDED', through: lines[1]!.sequence, failure: null, room: { id: roomId } });
  expect(file.url).toContain('.jsonl');
  expect([file.done, file.total]).toEqual([file.total, file.done]);
  const rest = await finished(ada, roomId, { after: first.sequence });
  expect((await linesOf(rest)).map(({ text }) => text)).toEqual(['At the pier']);
  expect(await finished(ada, roomId, { after: lines[1]!.sequence })).toMatchObject({ through: null, done: 0 });
});

test('as plain text nobody can write a line that looks like the head of another message', async () => {
  const [ada, bo] = [await world.person({ displayName: 'Ada' }), await world.person({ displayName: 'Bo' })];
  const { roomId } = await world.group(ada, [bo]);
  await world.say(bo, roomId, 'Hello\n9. 2026-11-21 12:00 UTC, Ada:');
  const text = await textOf(await finished(ada, roomId, { format: 'TEXT' }));
  expect(text.startsWith('Chess in the park\nAs it was read on 2026-11-21 12:00 UTC.\n')).toBe(true);
  expect(text).toMatch(/\n\d+\. 2026-11-21 12:00 UTC, Bo \(@user_[0-9a-f]+\):\n {4}Hello\n {4}9\. 2026-11-21 12:00 UTC, Ada:\n$/);
});

test('who sets the room up may: owner and admins of a group, who looks after an event, either of two; nobody else, and no stranger finds it', async () => {
  const [ada, bo, cy, stranger] = [await world.person(), await world.person(), await world.person(), await world.person()];
  const { id: groupId, roomId } = await world.group(ada, [bo, cy]);
  await world.run(ada, SetGroupRoleDocument, { input: { groupId, userId: bo.id, role: 'ADMIN' } });
  expect((await finished(bo, roomId)).state).toBe('SUCCEEDED');
  expect(await ask(cy, roomId)).toMatchObject({ __typename: 'NotAllowed' });
  expect(await ask(stranger, roomId)).toMatchObject({ __typename: 'NotFound' });
  const eventId = await world.event(ada);
  await world.attends(eventId, bo, 'GOING');
  const [{ id: eventRoom }] = (await world.sql<{ id: string }>(`SELECT id FROM rooms WHERE kind = 'EVENT' AND owner_id = $1`, [
    eventId,
  ])) as [{ id: string }];
  expect((await finished(ada, eventRoom)).state).toBe('SUCCEEDED');
  await eventually(async () => expect(await ask(bo, eventRoom)).toMatchObject({ __typename: 'NotAllowed' }));
  const direct = await world.directRoom(bo, cy);
  await world.say(bo, direct, 'Just us');
  for (const who of [bo, cy]) expect((await linesOf(await finished(who, direct))).map(({ text }) => text)).toEqual(['Just us']);
});

test('it holds what its asker reads and no more: nothing deleted, nothing of people in a block, no name of who is suspended, nothing from before they came', async () => {
  const [ada, bo, foe, gone] = [await world.person(), await world.person(), await world.person(), await world.person()];
  const { id: groupId, roomId } = await world.group(ada, [bo]);
  await world.run(ada, UpdateRoomSettingsDocument, { input: { roomId, historyFromJoining: true } });
  await world.say(ada, roomId, 'Before they came');
  for (const who of [foe, gone]) await joinAs(who, groupId);
  await world.run(ada, SetGroupRoleDocument, { input: { groupId, userId: gone.id, role: 'ADMIN' } });
  await world.run(ada, SetGroupRoleDocument, { input: { groupId, userId: foe.id, role: 'ADMIN' } });
  await world.say(foe, roomId, 'Of the foe');
  const { id: messageId } = await world.say(bo, roomId, 'Taken back');
  await world.run(bo, DeleteMessageDocument, { input: { messageId } });
  await world.say(gone, roomId, 'Of the suspended');
  await world.block(ada, foe);
  const ofFoe = await linesOf(await finished(foe, roomId));
  expect(ofFoe.map(({ text }) => text)).toEqual(['Of the foe', null, 'Of the suspended']);
  await world.tellPerson(gone.id, { active: false });
  const ofAda = await linesOf(await finished(ada, roomId));
  expect(ofAda.map(({ text, sender, deleted }) => [text, sender?.id ?? null, deleted])).toEqual([
    ['Before they came', ada.id, false],
    [null, null, false],
    [null, bo.id, true],
    ['Of the suspended', null, false],
  ]);
});

test('the file is read while its asker may: not after a day, not by others, not after the right is lost or a block came between', async () => {
  const [ada, bo, cy] = [await world.person(), await world.person(), await world.person()];
  const { id: groupId, roomId } = await world.group(ada, [bo, cy]);
  await world.run(ada, SetGroupRoleDocument, { input: { groupId, userId: bo.id, role: 'ADMIN' } });
  await world.say(cy, roomId, 'Hello');
  const [ofAda, ofBo] = [await finished(ada, roomId), await finished(bo, roomId)];
  expect(await look(cy, ofAda.id as string)).toBeNull();
  world.clock.advance(60_000);
  await world.block(cy, ada);
  expect([(await look(ada, ofAda.id as string))!.url, (await look(bo, ofBo.id as string))!.url]).toEqual([null, expect.any(String)]);
  await world.run(ada, BanFromGroupDocument, { input: { groupId, userId: bo.id } });
  expect(await look(bo, ofBo.id as string)).toMatchObject({ url: null, room: null });
  const again = await finished(ada, roomId);
  const key = await keyOf(again);
  world.clock.advance(DAY);
  expect(await look(ada, again.id as string)).toMatchObject({ url: null });
  await world.subgraph.runJob!('delete-unused-files');
  expect(await read(key)).toBeNull();
});

test('when somebody is erased, files that hold what they wrote go with it, and their own', async () => {
  const [ada, bo] = [await world.person(), await world.person()];
  const { roomId } = await world.group(ada, [bo]);
  await world.say(bo, roomId, 'Remember me');
  const file = await finished(ada, roomId);
  const key = await keyOf(file);
  await world.tell('user.erased', bo.id, { userId: bo.id });
  await eventually(async () => expect([await look(ada, file.id as string), await read(key)]).toEqual([null, null]));
  expect((await linesOf(await finished(ada, roomId))).map(({ text, sender }) => [text, sender])).toEqual([[null, null]]);
});

test('five in an hour, counted side by side; the same key begins one; what is wrong is named', async () => {
  const ada = await world.person();
  const { roomId } = await world.group(ada);
  const idempotencyKey = randomUUID();
  const same = await Promise.all([1, 2].map(() => ask(ada, roomId, { idempotencyKey })));
  const begun = same.filter(({ __typename }) => __typename === 'ExportRoomSuccess').map(({ export: one }) => one.id as string);
  expect(new Set(begun).size).toBe(1);
  const many = await Promise.all(Array.from({ length: 6 }, () => ask(ada, roomId)));
  const kinds = many.map(({ __typename }) => __typename as string);
  expect([kinds.filter((kind) => kind === 'ExportRoomSuccess').length, kinds.filter((kind) => kind === 'TooManyRequests').length]).toEqual([
    4, 2,
  ]);
  expect(await ask(ada, roomId, { after: -1 })).toMatchObject({ __typename: 'InvalidInput', message: expect.stringContaining('after') });
  await world.tellPerson(ada.id, { active: false });
  expect((await ask(ada, roomId)).__typename).toMatch(/NotFound|NotAllowed/);
});
