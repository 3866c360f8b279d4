import { firstBytes } from '@marquee/platform';
import { unzipSync } from 'fflate';
import { eventually } from '@marquee/platform/testing';
import type { ErasureParty } from '@marquee/schema/topics';
import { csv } from '../src/modules/export/export-archive';
import { archiveKey, partKey } from '../src/modules/export/export-keys';
import { DataExportDocument, DataExportsDocument, RequestDataExportDocument, StepUpDocument } from './generated/documents';
import { addressOf, DAY, OTHERS, verifiedPerson } from './erasures';
import { tokenIn } from './mails';
import { PASSWORD, startWorld, succeeded, updateProfile, type Person, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

const stepUp = async ({ viewer }: Person) => succeeded((await world.run(viewer, StepUpDocument, { input: { password: PASSWORD } })).stepUp);
const request = async ({ viewer }: Person, idempotencyKey?: string) =>
  (await world.run(viewer, RequestDataExportDocument, { input: { idempotencyKey } })).requestDataExport;
const exportsOf = async ({ viewer }: Person) => (await world.run(viewer, DataExportsDocument, {})).me!.dataExports;
const runJob = () => world.subgraph.runJob('write-exports');

/** Asks, after showing that it is them. */
async function asked(person: Person): Promise<string> {
  await stepUp(person);
  return succeeded(await request(person)).dataExport.id;
}

/** The other subgraphs write their parts, as they do. */
async function written(exportId: string, person: Person, parties: readonly ErasureParty[] = OTHERS): Promise<void> {
  for (const party of parties) {
    const sections = [
      {
        name: 'things',
        about: 'Things.',
        columns: { id: 'Its number.', text: 'Its text.' },
        rows: [{ id: party, text: `=1+1, "${party}"` }],
      },
    ];
    await world.files.put(partKey(exportId, party), Buffer.from(JSON.stringify(sections)));
    await world.tell('export.part_ready', person.id, { exportId, userId: person.id, party });
  }
}

/** Users' own part: written, told to itself and taken in. */
async function ownPart(person: Person): Promise<void> {
  await eventually(async () => {
    await world.subgraph.drain();
    await runJob();
    await world.subgraph.drain();
    const [newest] = await exportsOf(person);
    if (!newest!.partsReady.includes('USERS')) throw new Error('users has not written its part');
  });
}

const unpacked = async (exportId: string) => {
  const files = unzipSync((await firstBytes(world.files, archiveKey(exportId), 10_000_000))!);
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes).toString('utf8')]));
};

describe('an export of all that is kept of a person (A23, U61)', () => {
  it('is asked for by who has shown lately that it is them, once a day, and made once for one key', async () => {
    const person = await verifiedPerson(world);
    world.clock.advance(DAY);
    expect(await request(person)).toMatchObject({ __typename: 'StepUpRequired' });
    await stepUp(person);
    const first = succeeded(await request(person, 'one')).dataExport;
    expect(first).toMatchObject({ state: 'COLLECTING', partsReady: [], downloadUrl: null, expiresAt: null });
    expect(succeeded(await request(person, 'one')).dataExport.id).toBe(first.id);
    expect(await request(person)).toMatchObject({
      __typename: 'TooManyRequests',
      retryAt: new Date(world.clock.now().getTime() + DAY).toISOString(),
    });
    expect((await world.facts('export.requested')).filter(({ exportId }) => exportId === first.id)).toHaveLength(1);
    world.clock.advance(DAY);
    expect((await exportsOf(person)).map(({ id }) => id)).toEqual([first.id]);
    const twice = await verifiedPerson(world);
    await stepUp(twice);
    const outcomes = await Promise.all([request(twice), request(twice), request(twice)]);
    expect(outcomes.map(({ __typename }) => __typename).sort()).toEqual(['RequestDataExportSuccess', 'TooManyRequests', 'TooManyRequests']);
  });

  it('is packed when every part is there, mailed, fetched for 7 days, and deleted', async () => {
    const person = await verifiedPerson(world);
    await updateProfile(world, person, { bio: 'Sings, "loudly".', interests: ['jazz'] });
    const id = await asked(person);
    await written(id, person, OTHERS.slice(1));
    await ownPart(person);
    await runJob();
    expect((await exportsOf(person))[0]).toMatchObject({ state: 'COLLECTING', partsReady: ['USERS', 'CURATION', 'SOCIAL', 'PAYMENTS'] });
    await written(id, person, ['events']);
    await runJob();
    const [ready] = await exportsOf(person);
    const until = new Date(world.clock.now().getTime() + 7 * DAY).toISOString();
    expect(ready).toMatchObject({ state: 'READY', expiresAt: until, downloadUrl: expect.stringContaining('marquee-data.zip?') });
    const files = await unpacked(id);
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining(['README.txt', 'users/profile.json', 'users/sessions.csv', 'payments/things.csv']),
    );
    expect(JSON.parse(files['users/profile.json']!)).toEqual([
      expect.objectContaining({ username: person.username, email: addressOf(person), bio: 'Sings, "loudly".', interests: ['jazz'] }),
    ]);
    expect(files['events/things.csv']).toBe(`\uFEFFid,text\r\nevents,"'=1+1, ""events"""\r\n`);
    expect(files['README.txt']).toMatch(/profile: Your account and your profile\. \(1\)[^]*birth_date: Your day of birth\./);
    expect(JSON.stringify(files)).not.toMatch(/argon2|password_hash|token_hash|encrypted_secret/);
    expect(ready!.size).toBe((await world.files.head(archiveKey(id)))!.size);
    // Who has the session alone gets nothing.
    world.clock.advance(11 * 60_000);
    expect((await exportsOf(person))[0]).toMatchObject({ state: 'READY', downloadUrl: null });
    await stepUp(person);
    expect((await exportsOf(person))[0]!.downloadUrl).not.toBeNull();
    // The parts are in it.
    expect(await Promise.all(OTHERS.map((party) => world.files.head(partKey(id, party))))).toEqual([null, null, null, null]);

    const token = await tokenIn(world, addressOf(person), 'export-ready');
    expect((await world.run(null, DataExportDocument, { token })).dataExport).toMatchObject({ id, state: 'READY' });
    expect((await world.run(null, DataExportDocument, { token: 'another' })).dataExport).toBeNull();
    world.clock.advance(7 * DAY);
    expect((await world.run(null, DataExportDocument, { token })).dataExport!.downloadUrl).toBeNull();
    await runJob();
    await world.subgraph.runJob('delete-unused-files');
    expect(await world.files.head(archiveKey(id))).toBeNull();
    expect((await exportsOf(person))[0]).toMatchObject({ state: 'EXPIRED', downloadUrl: null });
  });

  it('asks again for a part that does not come, and fails after two days', async () => {
    const person = await verifiedPerson(world);
    const id = await asked(person);
    const told = async () => (await world.facts('export.requested')).filter(({ exportId }) => exportId === id).length;
    await runJob();
    expect(await told()).toBe(1);
    world.clock.advance(15 * 60_000);
    await runJob();
    await runJob();
    expect(await told()).toBe(2);
    world.clock.advance(2 * DAY);
    await runJob();
    expect((await exportsOf(person))[0]).toMatchObject({ state: 'FAILED' });
    // Who got nothing need not wait.
    await stepUp(person);
    succeeded(await request(person));
  });

  it('is packed again after a crash that left the archive and not the row, and is mailed once', async () => {
    const person = await verifiedPerson(world);
    const id = await asked(person);
    await written(id, person);
    await world.files.put(archiveKey(id), Buffer.from('the half of an archive'));
    await ownPart(person);
    await Promise.all([runJob(), runJob()]);
    await runJob();
    expect((await exportsOf(person))[0]).toMatchObject({ state: 'READY' });
    expect(Object.keys(await unpacked(id))).toContain('README.txt');
    expect(await world.db.prisma.mail.count({ where: { userId: person.id, kind: 'export-ready' } })).toBe(1);
  });

  it('is nobody’s when its person is erased: the files go, and the link leads nowhere', async () => {
    const person = await verifiedPerson(world);
    const id = await asked(person);
    await written(id, person);
    await ownPart(person);
    await runJob();
    const token = await tokenIn(world, addressOf(person), 'export-ready');
    await world.tell('user.erased', person.id, { userId: person.id });
    await world.subgraph.runJob('delete-unused-files');
    expect(await world.files.head(archiveKey(id))).toBeNull();
    expect((await world.run(null, DataExportDocument, { token })).dataExport).toBeNull();
    await world.tell('export.requested', person.id, {
      exportId: id,
      userId: person.id,
      keys: { users: partKey(id, 'users') } as never,
      expiresAt: new Date(world.clock.now().getTime() + DAY).toISOString(),
    });
    expect(await world.db.prisma.exportTask.count()).toBe(0);
  });
});

test('CSV keeps what a text says, and no spreadsheet runs it', () => {
  const rows = [{ a: 'x,"y"\nz', b: '=SUM(1)', c: -5, d: null, e: ['p', 'q'], f: new Date(0) }];
  expect(csv(['a', 'b', 'c', 'd', 'e'], rows)).toBe(`\uFEFFa,b,c,d,e\r\n"x,""y""\nz",'=SUM(1),-5,,"[""p"",""q""]"\r\n`);
});
