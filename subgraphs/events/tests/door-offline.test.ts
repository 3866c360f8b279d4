import { execFile } from 'node:child_process';
import { createDecipheriv, createECDH, createHash, hkdfSync, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Viewer } from '@marquee/platform';
import { silentLogger } from '@marquee/platform';
import { afterTests, aViewer, meetingOf, type Data } from '@marquee/platform/testing';
import type { AttendanceNoShow } from '@marquee/schema/topics';
import { print } from 'graphql';
import { openDatabase, type Database } from '../src/db';
import { hashOfCode } from '../src/modules/attendance/scan';
import {
  AtDoorDocument,
  DoorPackageDocument,
  ScanDocument,
  SetEventRegistrationDocument,
  UndoScanDocument,
  UploadScansDocument,
  type CheckInInput,
  type ScanInput,
  type UploadScansInput,
} from './generated/documents';
import { aReplica, locklessAfter, takesCounts } from './replicas';
import { anOrder, toldToPayments } from './selling';
import { HOUR, startWorld, type EventParts, type World } from './world';

// Doors without network (A17).

let world: World;
let db: Database;
let told: Awaited<ReturnType<typeof toldToPayments>>;
const noShows: AttendanceNoShow[] = [];
beforeAll(async () => {
  world = await startWorld();
  told = await toldToPayments(world);
  await world.bus.consume('no-shows', ['attendance.no_show'], async ({ payload }) => void noShows.push(payload as AttendanceNoShow));
  db = openDatabase(world.databaseUrl, silentLogger);
  afterTests(() => db.close());
});

const later = (ms: number) => new Date(world.clock.now().getTime() + ms).toISOString();
const tonight = (parts: EventParts = {}) => world.anEvent({ startsAt: later(HOUR), endsAt: later(3 * HOUR), ...parts });
const at = async (viewer: Viewer, id: string): Promise<Data> => (await world.run(viewer, AtDoorDocument, { id })).event!;
const scan = async (input: Omit<CheckInInput, 'nonce'> & { nonce?: string }, viewer = world.organiser): Promise<Data> =>
  (await world.run(viewer, ScanDocument, { input: { nonce: randomUUID(), ...input } })).checkIn;
const undo = async (input: { eventId: string; nonce: string; deviceId?: string }, viewer = world.organiser): Promise<Data> =>
  (await world.run(viewer, UndoScanDocument, { input })).undoCheckIn;
const upload = async (input: UploadScansInput, viewer = world.organiser): Promise<Data> =>
  (await world.run(viewer, UploadScansDocument, { input })).uploadScans;
const seen = (nonce: string, code: string, minutes: number, parts: Partial<ScanInput> = {}): ScanInput => ({
  nonce,
  code,
  scannedAt: later(-minutes * 60_000),
  ...parts,
});

/** Somebody who goes, with companions, and their pass. */
async function aGuest(eventId: string, companions = 0) {
  const guest = aViewer();
  if (companions) await world.run(world.organiser, SetEventRegistrationDocument, { input: { eventId, maxCompanions: companions } });
  await world.rsvp(guest, eventId, 'GOING', { companions });
  const [pass] = (await at(guest, eventId)).viewerAttendance.entryPasses as Data[];
  return { guest, pass: pass!.code as string };
}

describe('entry passes', () => {
  test('are read by their own people alone, while they go', async () => {
    const { id } = await tonight();
    const { guest, pass } = await aGuest(id, 2);
    expect((await at(guest, id)).viewerAttendance.entryPasses).toEqual([
      { code: pass, people: 3, ticketId: null, expiresAt: later(9 * HOUR) },
    ]);
    const attendees = `query ($id: ID!) { event(id: $id) { attendees { nodes { entryPasses { code } } } } }`;
    const { event } = await world.run(world.organiser, attendees, { id });
    expect(event.attendees.nodes).toEqual([{ entryPasses: [] }]);
    await world.rsvp(guest, id, 'NOT_GOING');
    expect((await at(guest, id)).viewerAttendance.entryPasses).toEqual([]);
  });

  test('there is one for each ticket', async () => {
    const { id } = await tonight();
    const ann = aViewer();
    const order = anOrder(world, ann, id, [randomUUID(), randomUUID()]);
    await order.paid();
    const passes = (await at(ann, id)).viewerAttendance.entryPasses as Data[];
    expect(passes.map(({ ticketId }) => ticketId).sort()).toEqual([...order.ticketIds].sort());
    expect(await scan({ eventId: id, ticketCode: passes[0]!.code })).toMatchObject({ attendance: { admitted: 1, inside: 1 } });
    expect((await scan({ eventId: id, ticketCode: passes[0]!.code })).__typename).toBe('AlreadyCheckedIn');
    expect(await told.statesOf(passes[0]!.ticketId)).toEqual([[1, 'ADMITTED']]);
  });

  test('a script verifies them with the published keys alone (A17)', async () => {
    const { id } = await tonight();
    const { pass } = await aGuest(id);
    const folder = await mkdtemp(path.join(tmpdir(), 'marquee-pass-'));
    afterTests(() => rm(folder, { recursive: true }));
    const keys = path.join(folder, 'keys.json');
    const published = await world.subgraph.resources!['/.well-known/entry-passes.json']!();
    expect(JSON.stringify(published)).not.toContain('"d"');
    await writeFile(keys, JSON.stringify(published));
    const script = path.resolve(__dirname, '../../../docs/door/verify-pass.mjs');
    const verify = async (eventId: string, code: string) =>
      promisify(execFile)(process.execPath, [script, keys, eventId, code]).then(
        ({ stdout }) => stdout,
        ({ stdout }: { stdout: string }) => stdout,
      );
    // The pass is good until nine hours after the test's clock, which stands in the past of this machine.
    const { verifyPass } = (await import(script)) as { verifyPass: (pass: string, about: object) => Data };
    const now = world.clock.now();
    expect(verifyPass(pass, { ...(published as object), eventId: id, now }).claims).toMatchObject({ evt: id, ppl: 1 });
    expect(verifyPass(pass, { ...(published as object), eventId: id, now: new Date(later(9 * HOUR)) }).fault).toBe('it is over');
    const [head, body, signature] = pass.split('.') as [string, string, string];
    const forged = `${head}.${Buffer.from(Buffer.from(body, 'base64url').toString().replace('"ppl":1', '"ppl":9')).toString('base64url')}.${signature}`;
    expect(await verify(id, forged)).toContain('its signature is wrong');
    expect(await verify(randomUUID(), pass)).toContain('another event');
  });

  test('of another event, or invented, open nothing', async () => {
    const [one, other] = [await tonight(), await tonight()];
    const { pass } = await aGuest(one.id);
    expect((await scan({ eventId: other.id, ticketCode: pass })).__typename).toBe('NoPlace');
    expect((await scan({ eventId: one.id, ticketCode: `${pass.slice(0, -4)}AAAA` })).__typename).toBe('NoPlace');
    expect((await scan({ eventId: one.id, ticketCode: pass })).__typename).toBe('CheckInSuccess');
  });

  test('a key is replaced after a quarter of a year, and what the old one signed stays real', async () => {
    const kids = async () =>
      ((await world.subgraph.resources!['/.well-known/entry-passes.json']!()) as { keys: Data[] }).keys.map(({ kid }) => kid);
    const event = await world.anEvent({ startsAt: later(91 * 24 * HOUR), endsAt: later(91 * 24 * HOUR + HOUR) });
    const { pass } = await aGuest(event.id);
    const [first] = await kids();
    world.clock.advance(91 * 24 * HOUR - HOUR);
    expect(await kids()).toEqual([first, expect.any(String)]);
    expect((await scan({ eventId: event.id, ticketCode: pass })).__typename).toBe('CheckInSuccess');
  });
});

describe('in and out', () => {
  test('who went out comes in again, and the count of those inside is live', async () => {
    const { id } = await tonight();
    const { guest, pass } = await aGuest(id, 2);
    await scan({ eventId: id, ticketCode: pass });
    expect((await at(guest, id)).attendanceCounts).toEqual({ going: 3, checkedIn: 3, inside: 3 });
    expect(await scan({ eventId: id, ticketCode: pass, direction: 'EXIT', people: 2 })).toMatchObject({
      attendance: { admitted: 3, inside: 1 },
    });
    expect((await at(guest, id)).attendanceCounts).toEqual({ going: 3, checkedIn: 3, inside: 1 });
    expect((await scan({ eventId: id, ticketCode: pass, people: 3 })).__typename).toBe('InvalidInput');
    expect(await scan({ eventId: id, userId: guest.id })).toMatchObject({ attendance: { inside: 3 } });
    expect((await scan({ eventId: id, userId: guest.id })).__typename).toBe('AlreadyCheckedIn');
  });

  test('nobody goes out who is not in', async () => {
    const { id } = await tonight();
    const { pass } = await aGuest(id);
    expect(await scan({ eventId: id, ticketCode: pass, direction: 'EXIT' })).toMatchObject({ __typename: 'NoPlace' });
  });

  test('a scan that was a mistake is taken back, and payments hears that the ticket is good', async () => {
    const { id } = await tonight();
    const ann = aViewer();
    const code = randomUUID();
    const order = anOrder(world, ann, id, [code]);
    await order.paid();
    const door = { eventId: id, deviceId: 'door', nonce: '1' };
    await scan({ ...door, ticketCode: code });
    for (let n = 0; n < 2; n++) expect(await undo(door)).toMatchObject({ attendance: { admitted: 0, inside: 0, checkedInAt: null } });
    expect(await told.statesOf(order.ticketIds[0]!)).toEqual([
      [1, 'ADMITTED'],
      [2, 'REVOKED'],
    ]);
    expect(await scan({ ...door, ticketCode: code })).toMatchObject({ __typename: 'NoPlace' });
    expect((await scan({ ...door, nonce: '2', ticketCode: code })).__typename).toBe('CheckInSuccess');
    expect((await undo({ ...door, nonce: 'none' })).__typename).toBe('NotFound');
    expect((await undo(door, aViewer())).__typename).toBe('NotAllowed');
  });
});

describe('where nobody comes in again', () => {
  const say = async (eventId: string, allowReentry: boolean, viewer = world.organiser): Promise<Data> =>
    (await world.run(viewer, SetEventRegistrationDocument, { input: { eventId, allowReentry } })).setEventRegistration;

  test('who went out stays out, by pass, by name and by ticket, until it is allowed again', async () => {
    const { id } = await tonight();
    expect(await say(id, false, aViewer())).toMatchObject({ __typename: 'NotAllowed' });
    expect(await say(id, false)).toMatchObject({ event: { registration: { allowReentry: false } } });
    const { guest, pass } = await aGuest(id);
    const [ann, code] = [aViewer(), randomUUID()];
    await anOrder(world, ann, id, [code]).paid();
    for (const ticketCode of [pass, code]) {
      expect((await scan({ eventId: id, ticketCode })).__typename).toBe('CheckInSuccess');
      expect((await scan({ eventId: id, ticketCode, direction: 'EXIT' })).__typename).toBe('CheckInSuccess');
      expect(await scan({ eventId: id, ticketCode })).toMatchObject({
        __typename: 'AlreadyCheckedIn',
        message: expect.stringContaining('nobody comes in again') as string,
      });
    }
    for (const userId of [guest.id, ann.id]) expect((await scan({ eventId: id, userId })).__typename).toBe('AlreadyCheckedIn');
    expect((await at(guest, id)).attendanceCounts).toEqual({ going: 2, checkedIn: 2, inside: 0 });
    expect(await say(id, true)).toMatchObject({ event: { registration: { allowReentry: true } } });
    for (const ticketCode of [pass, code]) expect((await scan({ eventId: id, ticketCode })).__typename).toBe('CheckInSuccess');
    expect((await at(guest, id)).attendanceCounts).toEqual({ going: 2, checkedIn: 2, inside: 2 });
  });

  test('the rest of a party comes in, as many as were never in', async () => {
    const { id } = await tonight();
    const { guest, pass } = await aGuest(id, 2);
    await say(id, false);
    await scan({ eventId: id, ticketCode: pass, people: 2 });
    await scan({ eventId: id, ticketCode: pass, direction: 'EXIT', people: 2 });
    expect((await scan({ eventId: id, ticketCode: pass, people: 2 })).__typename).toBe('InvalidInput');
    expect(await scan({ eventId: id, ticketCode: pass })).toMatchObject({ attendance: { admitted: 3, inside: 1 } });
    expect((await scan({ eventId: id, userId: guest.id })).__typename).toBe('AlreadyCheckedIn');
  });

  test('scans without network come to the same conflicts in whatever order they are told; what was before it was said stays', async () => {
    for (const order of [
      ['a', 'b'],
      ['b', 'a'],
    ]) {
      const { id } = await tonight();
      const { guest, pass } = await aGuest(id);
      world.clock.advance(60 * 60_000);
      await say(id, false);
      world.clock.advance(30 * 60_000);
      const scans: Record<string, ScanInput[]> = {
        a: [seen('1', pass, 60), seen('2', pass, 50, { direction: 'EXIT' }), seen('3', pass, 20, { direction: 'EXIT' })],
        b: [seen('1', pass, 40), seen('2', pass, 10)],
      };
      for (const deviceId of order) await upload({ eventId: id, deviceId, scans: scans[deviceId]! });
      const rows = await db.prisma.checkIn.findMany({ where: { eventId: id }, orderBy: { scannedAt: 'asc' } });
      expect(rows.map(({ deviceId, nonce, outcome }) => [deviceId, nonce, outcome])).toEqual([
        ['a', '1', 'ADMITTED'],
        ['a', '2', 'LEFT'],
        ['b', '1', 'REENTERED'],
        ['a', '3', 'LEFT'],
        ['b', '2', 'CONFLICT'],
      ]);
      expect((await at(guest, id)).attendanceCounts).toEqual({ going: 1, checkedIn: 1, inside: 0 });
      expect((await at(world.organiser, id)).doorConflicts).toMatchObject([{ deviceId: 'b', nonce: '2', offline: true }]);
    }
  });

  test('a scan that is taken back was no entry', async () => {
    const { id } = await tonight();
    const { pass } = await aGuest(id);
    await say(id, false);
    const door = { eventId: id, deviceId: 'door', nonce: '1' };
    await scan({ ...door, ticketCode: pass });
    await undo(door);
    expect((await scan({ ...door, nonce: '2', ticketCode: pass })).__typename).toBe('CheckInSuccess');
  });
});

describe('a package for a device', () => {
  const device = createECDH('prime256v1');
  const deviceKey = device.generateKeys('base64url');
  const fetchPackage = async (viewer: Viewer, eventId: string, key = deviceKey) =>
    world.execute(viewer, print(DoorPackageDocument), { eventId, deviceKey: key });
  const open = ({ ephemeralKey, nonce, ciphertext }: Data): Data => {
    const secret = device.computeSecret(Buffer.from(ephemeralKey, 'base64url'));
    const body = Buffer.from(ciphertext, 'base64url');
    const key = Buffer.from(hkdfSync('sha256', secret, '', 'marquee-door-package', 32));
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'));
    decipher.setAuthTag(body.subarray(-16));
    return JSON.parse(Buffer.concat([decipher.update(body.subarray(0, -16)), decipher.final()]).toString('utf8')) as Data;
  };

  test('tells that device alone whom the door lets in, and no names', async () => {
    const { id } = await tonight();
    const { guest, pass } = await aGuest(id, 1);
    const code = randomUUID();
    const buyer = aViewer();
    const order = anOrder(world, buyer, id, [code]);
    await order.paid();
    await scan({ eventId: id, userId: guest.id, people: 1 });
    const { data } = await fetchPackage(world.organiser, id);
    expect(data!.doorPackage.placeCount).toBe(2);
    const content = open(data!.doorPackage);
    const hash = (shown: string) => createHash('sha256').update(`${content.salt}:${shown}`).digest('base64url');
    const place = (shown: string) => content.places.find(({ h }: Data) => h === hash(shown));
    const { sub } = JSON.parse(Buffer.from(pass.split('.')[1]!, 'base64url').toString()) as { sub: string };
    expect(place(sub)).toEqual({ h: hash(sub), n: 2, in: 1 });
    expect(place(`ticket:${order.ticketIds[0]}`)).toMatchObject({ n: 1, in: 0 });
    expect(place(`code:${hashOfCode(code)}`)).toMatchObject({ n: 1 });
    expect(content.keys.keys).not.toHaveLength(0);
    const text = JSON.stringify({ content, data });
    for (const secret of [guest.id, buyer.id, guest.username, code, order.ticketIds[0]!]) expect(text).not.toContain(secret);
  });

  test('tells where nobody comes in again, since when, and which places were used', async () => {
    const { id } = await tonight();
    const { pass } = await aGuest(id);
    await world.run(world.organiser, SetEventRegistrationDocument, { input: { eventId: id, allowReentry: false } });
    await scan({ eventId: id, ticketCode: pass });
    await scan({ eventId: id, ticketCode: pass, direction: 'EXIT' });
    const content = open((await fetchPackage(world.organiser, id)).data!.doorPackage as Data);
    expect(content).toMatchObject({ noReentryFrom: later(0), places: [{ n: 1, in: 0, used: 1 }] });
  });

  test('is for those who may open the door', async () => {
    const { id } = await tonight();
    const door = aViewer();
    await world.join(id, door, 'DOOR');
    expect((await fetchPackage(door, id)).data!.doorPackage.placeCount).toBe(0);
    expect((await fetchPackage(aViewer(), id)).errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    expect((await fetchPackage(door, randomUUID())).data!.doorPackage).toBeNull();
    for (const odd of ['', 'abc', Buffer.alloc(65, 4).toString('base64url')])
      expect((await fetchPackage(door, id, odd)).errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });
});

describe('scans that are told later', () => {
  test('come to one result in whatever order they are told, with a list of conflicts (A17)', async () => {
    const results: Data[] = [];
    for (const order of [
      ['a', 'b', 'c'],
      ['c', 'b', 'a'],
      ['b', 'a', 'c'],
    ]) {
      const { id } = await tonight();
      const { guest, pass } = await aGuest(id);
      const scans: Record<string, ScanInput[]> = {
        a: [seen('1', pass, 50, { door: 'North' }), seen('2', pass, 40, { direction: 'EXIT' })],
        b: [seen('1', pass, 45, { door: 'South' })],
        c: [seen('1', pass, 30)],
      };
      for (const deviceId of order) {
        const input = { eventId: id, deviceId, scans: scans[deviceId]! };
        expect((await upload(input)).__typename).toBe('UploadScansSuccess');
        await upload({ ...input, scans: input.scans.toReversed() });
      }
      const { doorConflicts, attendanceCounts } = await at(world.organiser, id);
      const { viewerAttendance } = await at(guest, id);
      expect(doorConflicts).toMatchObject([
        { deviceId: 'b', nonce: '1', door: 'South', offline: true, attendance: { id: viewerAttendance.id } },
      ]);
      expect((await at(guest, id)).doorConflicts).toBeNull();
      const rows = await db.prisma.checkIn.findMany({ where: { eventId: id }, orderBy: [{ deviceId: 'asc' }, { nonce: 'asc' }] });
      results.push({ outcomes: rows.map(({ deviceId, nonce, outcome }) => [deviceId, nonce, outcome]), attendanceCounts });
    }
    expect(results[0]).toEqual({
      outcomes: [
        ['a', '1', 'ADMITTED'],
        ['a', '2', 'LEFT'],
        ['b', '1', 'CONFLICT'],
        ['c', '1', 'REENTERED'],
      ],
      attendanceCounts: { going: 1, checkedIn: 1, inside: 1 },
    });
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });

  test('an earlier scan that is told later makes the one at the door a conflict', async () => {
    const { id } = await tonight();
    const { pass } = await aGuest(id);
    await scan({ eventId: id, ticketCode: pass, deviceId: 'online', nonce: '1' });
    expect((await upload({ eventId: id, deviceId: 'cellar', scans: [seen('1', pass, 10)] })).results).toMatchObject([
      { scan: { outcome: 'ADMITTED' } },
    ]);
    expect((await at(world.organiser, id)).doorConflicts).toMatchObject([{ deviceId: 'online', offline: false }]);
  });

  test('what is no place, out of time, or a nonce that was used is said by itself', async () => {
    const { id } = await tonight();
    const { pass } = await aGuest(id);
    const [ann, other] = [await aGuest(id), await aGuest(id)];
    await scan({ eventId: id, ticketCode: ann.pass, deviceId: 'd', nonce: 'used' });
    const scans = [
      seen('good', pass, 5),
      seen('none', 'NO-SUCH-CODE', 5),
      seen('early', other.pass, 6 * 60),
      seen('future', other.pass, -10),
      seen('used', other.pass, 5),
    ];
    const { results, event } = await upload({ eventId: id, deviceId: 'd', scans });
    expect(results.map(({ nonce, refused, scan: one }: Data) => [nonce, refused ?? one.outcome])).toEqual([
      ['good', 'ADMITTED'],
      ['none', 'NO_PLACE'],
      ['early', 'BAD_TIME'],
      ['future', 'BAD_TIME'],
      ['used', 'KEY_REUSED'],
    ]);
    expect(event.attendanceCounts).toEqual({ checkedIn: 2, inside: 2 });
  });

  test('are taken in from those who may open the door, until a day after it has closed', async () => {
    const { id } = await tonight();
    const { pass } = await aGuest(id);
    const input = { eventId: id, deviceId: 'd', scans: [seen('1', pass, 5)] };
    expect((await upload(input, aViewer())).__typename).toBe('NotAllowed');
    expect((await upload({ ...input, eventId: randomUUID() })).__typename).toBe('NotFound');
    expect((await upload({ ...input, scans: [] })).__typename).toBe('InvalidInput');
    expect((await upload({ ...input, scans: [seen('1', pass, 5), seen('1', pass, 4)] })).__typename).toBe('InvalidInput');
    const { errors } = await world.execute(null, print(UploadScansDocument), { input });
    expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
    world.clock.advance(32 * HOUR);
    expect((await upload(input)).__typename).toBe('UploadScansSuccess');
    world.clock.advance(HOUR);
    expect((await upload({ ...input, deviceId: 'e' })).__typename).toBe('DoorClosed');
    expect((await upload({ ...input, eventId: (await world.anEvent()).id })).__typename).toBe('DoorClosed');
    expect((await upload({ ...input, eventId: (await tonight({ status: 'DRAFT' })).id })).__typename).toBe('EventNotOpen');
  });

  test('a ticket that was promised back lets nobody in, whenever it was seen', async () => {
    const { id } = await tonight();
    const code = randomUUID();
    const order = anOrder(world, aViewer(), id, [code]);
    await order.paid();
    await order.askBack();
    const { results } = await upload({ eventId: id, deviceId: 'd', scans: [seen('1', code, 5)] });
    expect(results).toMatchObject([{ scan: { outcome: 'CONFLICT' } }]);
    expect((await at(world.organiser, id)).attendanceCounts.inside).toBe(0);
  });
});

describe('one code at two doors and in an upload at once', () => {
  const race = async (module?: Parameters<typeof aReplica>[1]) => {
    const { id } = await tonight();
    const { pass } = await aGuest(id);
    const replicas = await Promise.all([aReplica(world, module), aReplica(world, module)]);
    const doors = replicas.map((replica, n) =>
      replica.execute(world.organiser, ScanDocument, { input: { eventId: id, ticketCode: pass, deviceId: `door ${n}`, nonce: '1' } }),
    );
    return { id, pass, doors };
  };

  test('lets one guest in, and the result is that of the earliest scan', async () => {
    const { id, pass, doors } = await race();
    const uploaded = upload({ eventId: id, deviceId: 'cellar', scans: [seen('1', pass, 3)] });
    const outcomes = (await Promise.all(doors)).map(({ data }) => data!.checkIn.__typename as string);
    await uploaded;
    expect(outcomes.filter((outcome) => outcome === 'CheckInSuccess').length).toBeLessThanOrEqual(1);
    const rows = await db.prisma.checkIn.findMany({ where: { eventId: id } });
    expect(rows.filter(({ outcome }) => outcome === 'ADMITTED').map(({ deviceId }) => deviceId)).toEqual(['cellar']);
    expect((await at(world.organiser, id)).attendanceCounts).toEqual({ going: 1, checkedIn: 1, inside: 1 });
  });

  test('control: without the lock both doors let in who shows it', async () => {
    const meet = meetingOf(2);
    const { doors } = await race(locklessAfter((statement) => (takesCounts(statement) ? meet() : undefined)));
    const outcomes = (await Promise.all(doors)).map(({ data }) => data?.checkIn.__typename as string);
    expect(outcomes).toEqual(['CheckInSuccess', 'CheckInSuccess']);
  });
});

test('who had a place and did not come is told once, a day after the door has closed', async () => {
  noShows.length = 0;
  const { id } = await tonight();
  const [came, absent] = [await aGuest(id), await aGuest(id, 1)];
  const helper = aViewer();
  await world.join(id, helper, 'DOOR');
  await world.rsvp(helper, id);
  const unused = await tonight();
  await aGuest(unused.id);
  await scan({ eventId: id, ticketCode: came.pass });
  const { endsAt } = await db.prisma.event.findUniqueOrThrow({ where: { id } });
  const tell = async () => {
    await world.subgraph.runJob('complete-past-events');
    await world.subgraph.runJob('tell-no-shows');
    await world.subgraph.drain();
    return noShows.filter(({ eventId }) => eventId === id || eventId === unused.id);
  };
  world.clock.advance(10 * HOUR);
  expect(await tell()).toEqual([]);
  world.clock.advance(24 * HOUR);
  const one = { eventId: id, userId: absent.guest.id, version: 1, people: 2, endedAt: endsAt.toISOString() };
  expect(await tell()).toEqual([expect.objectContaining(one)]);
  expect(await tell()).toHaveLength(1);
});
