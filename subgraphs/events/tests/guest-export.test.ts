import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { aViewer, eventually, type Data } from '@marquee/platform/testing';
import { print } from 'graphql';
import {
  ExportGuestsDocument,
  GuestExportDocument,
  RemoveFromEventTeamDocument,
  RsvpAsPartyDocument,
  SetEventRegistrationDocument,
} from './generated/documents';
import { anOrder } from './selling';
import { sqlOn, type Sql } from './sql';
import { DAY, HOUR, startWorld, userOf, type World } from './world';

let world: World;
let sql: Sql;
beforeAll(async () => {
  world = await startWorld();
  sql = sqlOn(world);
});

const start = async (viewer: Viewer, eventId: string, idempotencyKey?: string): Promise<Data> =>
  (await world.run(viewer, ExportGuestsDocument, { input: { eventId, idempotencyKey } })).exportGuests;
const look = async (viewer: Viewer, id: string): Promise<Data | null> =>
  (await world.run(viewer, GuestExportDocument, { id })).guestExport ?? null;
const finished = (viewer: Viewer, id: string): Promise<Data> =>
  eventually(async () => {
    const found = await look(viewer, id);
    expect(['SUCCEEDED', 'FAILED']).toContain(found?.state);
    return found!;
  });
const fileOf = async (id: string): Promise<string | null> => {
  const { rows } = await sql(`SELECT result ->> 'key' AS key FROM long_work WHERE id = '${id}'`);
  const stream = await world.files.read((rows[0] as { key: string }).key);
  if (!stream) return null;
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

test('everybody who answered is a line, with what they told', async () => {
  const { id } = await world.anEvent();
  const { setEventRegistration } = await world.run(world.organiser, SetEventRegistrationDocument, {
    input: { eventId: id, maxCompanions: 2, questions: [{ kind: 'TEXT', prompt: 'What do you eat?' }] },
  });
  const question = (setEventRegistration as Data).event.registration.questions[0].id as string;
  const [ann, bob] = [aViewer(), aViewer()];
  await world.tell('user.updated', ann.id, { ...userOf(ann), displayName: '=Ann' });
  const answers = [{ questionId: question, value: 'Soup, hot' }];
  const party = { eventId: id, status: 'GOING' as const, companions: 1, companionNames: ['Bo'], answers };
  await world.run(ann, RsvpAsPartyDocument, { input: party });
  await world.rsvp(bob, id, 'MAYBE');
  const order = anOrder(world, null, id);
  await order.paid();
  await order.changed({ attendeeName: 'Gwen Guest' });
  const { export: asked } = await start(world.organiser, id, 'once');
  expect(asked.url).toBeNull();
  const done = await finished(world.organiser, asked.id as string);
  expect(done).toMatchObject({ state: 'SUCCEEDED', done: 3, failure: null, url: expect.any(String) as string });
  expect((await start(world.organiser, id, 'once')).export.id).toBe(asked.id);
  const [head, ...lines] = (await fileOf(asked.id as string))!.trimEnd().split('\r\n');
  expect(head).toMatch(/^\uFEFFStatus,.*,What do you eat\?$/);
  expect(lines.sort()).toEqual([
    expect.stringMatching(new RegExp(`^GOING,'=Ann,${ann.username},1,Bo,,0,0,,[^,]+,"Soup, hot"$`)),
    // Of the box office, without an account.
    expect.stringMatching(/^GOING,Gwen Guest,,0,,,1,0,,[^,]+,$/),
    expect.stringMatching(/^MAYBE,,,0,,,0,0,,[^,]+,$/),
  ]);
});

test('is read by who asked for it, as long as they may see the guests, for a day', async () => {
  const { id } = await world.anEvent();
  const editor = aViewer();
  await world.join(id, editor, 'EDITOR');
  const { export: asked } = await start(editor, id);
  await finished(editor, asked.id as string);
  expect(await look(world.organiser, asked.id as string)).toBeNull();
  await world.run(world.organiser, RemoveFromEventTeamDocument, { input: { eventId: id, userId: editor.id } });
  expect(await look(editor, asked.id as string)).toMatchObject({ state: 'SUCCEEDED', url: null });
  const { export: mine } = await start(world.organiser, id);
  await finished(world.organiser, mine.id as string);
  world.clock.advance(DAY + HOUR);
  expect(await look(world.organiser, mine.id as string)).toMatchObject({ url: null });
  await world.subgraph.runJob('delete-unused-files');
  expect(await fileOf(mine.id as string)).toBeNull();
});

test('is asked for by those who see the guests, ten times in an hour', async () => {
  const { id } = await world.anEvent();
  const [door, editor] = [aViewer(), aViewer()];
  await world.join(id, door, 'DOOR');
  await world.join(id, editor, 'EDITOR');
  for (const stranger of [door, aViewer()]) expect((await start(stranger, id)).__typename).toBe('NotAllowed');
  expect((await start(editor, randomUUID())).__typename).toBe('NotFound');
  for (let n = 0; n < 10; n++) expect((await start(editor, id)).__typename).toBe('ExportGuestsSuccess');
  expect(await start(editor, id)).toMatchObject({ __typename: 'TooManyRequests', code: 'RATE_LIMITED' });
  const { errors } = await world.execute(null, print(ExportGuestsDocument), { input: { eventId: id } });
  expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
});

test('goes with the person who asked for it', async () => {
  const { id } = await world.anEvent();
  const editor = aViewer();
  await world.join(id, editor, 'EDITOR');
  const { export: asked } = await start(editor, id);
  await finished(editor, asked.id as string);
  const { rows } = await sql(`SELECT result ->> 'key' AS key FROM long_work WHERE id = '${asked.id}'`);
  await world.tell('user.erased', editor.id, { userId: editor.id });
  await world.subgraph.runJob('delete-unused-files');
  expect(await world.files.head((rows[0] as { key: string }).key)).toBeNull();
});
