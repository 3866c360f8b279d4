import { hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FieldCipher, reseal } from '@marquee/platform';
import { sealedColumns } from '../src/modules/sealing/sealed-columns';
import {
  AddPhoneDocument,
  AddressesDocument,
  ChangeEmailDocument,
  LoginDocument,
  PeopleDocument,
  RegisterDocument,
  RequestPasswordResetDocument,
  ResendVerificationDocument,
  VerifyEmailDocument,
} from './generated/documents';
import { tokenIn } from './mails';
import { PASSWORD, personOf, signUp, signUpAs, startWorld, succeeded, type Person, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

const BORN = '1987-03-14';
const EMAIL = 'wilhelmina.quist@people.test';
const STRANGE = 'wilhelmina.unknown@people.test';
const PENDING = 'wilhelmina.elsewhere@people.test';
const NUMBER = '+14165550123';

/** Every column of every table that holds one of these texts. */
async function placesOf(...marks: string[]): Promise<string[]> {
  const { rows } = await world.db.pool.query<{ table: string; column: string }>(
    `SELECT table_name AS table, column_name AS column FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name IN (SELECT table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE')`,
  );
  const places: string[] = [];
  for (const { table, column } of rows)
    for (const mark of marks) {
      const found = await world.db.pool.query(`SELECT 1 FROM "${table}" WHERE "${column}"::text ILIKE '%' || $1 || '%' LIMIT 1`, [mark]);
      if (found.rowCount) places.push(`${table}.${column}`);
    }
  return [...new Set(places)].sort();
}

const addresses = async (person: Person) => (await world.run(person.viewer, AddressesDocument, {})).me!;

const login = async (emailOrUsername: string) =>
  (await world.run(null, LoginDocument, { input: { emailOrUsername, password: PASSWORD } })).login.__typename;

test('a day of birth, a phone and an address lie in no table in clear, and all that goes by an address goes on (U63)', async () => {
  const input = { email: EMAIL, username: 'wquist', password: PASSWORD, displayName: 'W', birthDate: BORN, idempotencyKey: 'once' };
  const person = personOf((await world.run(null, RegisterDocument, { input })).register);
  expect((await world.run(null, RegisterDocument, { input })).register.__typename).toBe('RegisterSuccess');
  expect(
    (await world.run(null, VerifyEmailDocument, { input: { token: await tokenIn(world, EMAIL, 'verify-email') } })).verifyEmail,
  ).toEqual({
    ...{ __typename: 'VerifyEmailSuccess', email: EMAIL },
  });
  for (const [email, idempotencyKey] of [
    [EMAIL, 'twice'],
    [STRANGE, 'third'],
  ] as const)
    await world.run(null, RequestPasswordResetDocument, { input: { email, idempotencyKey } });
  succeeded(
    (await world.run(person.viewer, ChangeEmailDocument, { input: { email: PENDING, password: PASSWORD, idempotencyKey: 'c' } }))
      .changeEmail,
  );
  const resent = await world.run(person.viewer, ResendVerificationDocument, { input: { idempotencyKey: 'r' } });
  expect(resent.resendVerification).toMatchObject({ email: PENDING });
  succeeded((await world.run(person.viewer, AddPhoneDocument, { input: { number: NUMBER } })).addPhone);
  for (const name of [EMAIL.toUpperCase(), STRANGE]) await login(name);
  expect(await placesOf(BORN, NUMBER, NUMBER.slice(1))).toEqual([]);
  // Neither before the mails are sent and the requests answered, nor after.
  expect(await placesOf(EMAIL, PENDING, STRANGE, 'wilhelmina')).toEqual([]);
  await world.subgraph.runJob('answer-password-requests');
  await world.subgraph.runJob('send-mails');
  expect(await placesOf(EMAIL, PENDING, STRANGE, 'wilhelmina')).toEqual([]);
  expect(world.mailer.to(PENDING, 'verify-email')).toBeDefined();
  expect(world.mailer.to(EMAIL, 'reset-password')).toBeDefined();
  expect((await addresses(person)).email).toBe(EMAIL);
  expect(await login(EMAIL.toUpperCase())).toBe('LoginSuccess');
});

describe('an account from before addresses were encrypted', () => {
  const OLD = 'Otto.Before@people.test';
  const WAITS = 'otto.later@people.test';
  const plain = async (id: string, parts: object = {}) =>
    world.db.prisma.user.update({ where: { id }, data: { email: OLD, emailKey: OLD.toLowerCase(), ...parts } });
  const keyOf = async (id: string) => (await world.db.prisma.user.findUniqueOrThrow({ where: { id } })).emailKey;
  const registers = async (email: string) =>
    (
      await world.run(null, RegisterDocument, {
        input: { email, username: `u${randomUUID().slice(0, 8)}`, password: PASSWORD, displayName: 'x' },
      })
    ).register;

  test('signs in, keeps its address for itself, is found and mailed, before the job has been there and after', async () => {
    const otto = await signUp(world, 'otto');
    const verified = { emailVerifiedAt: world.clock.now() };
    await plain(otto.id, { ...verified, pendingEmail: WAITS, pendingEmailKey: WAITS });
    await world.db.prisma.mailToken.updateMany({ where: { userId: otto.id }, data: { emailKey: WAITS } });
    await world.db.prisma.mail.updateMany({ where: { userId: otto.id }, data: { to: OLD } });
    const id = randomUUID();
    await world.db.prisma.passwordRequest.create({ data: { id, emailKey: OLD.toLowerCase(), network: 'n', createdAt: world.clock.now() } });
    const works = async () => {
      expect(await login(OLD)).toBe('LoginSuccess');
      expect((await registers(OLD.toUpperCase())).__typename).toBe('EmailTaken');
      expect(await addresses(otto)).toMatchObject({ email: OLD, pendingEmail: WAITS });
      const admin = await signUpAs(world, 'admin');
      expect((await world.run(admin.viewer, PeopleDocument, { filter: { email: OLD } })).people.nodes).toHaveLength(1);
    };
    await works();
    for (let n = 0; n < 2; n++) await world.subgraph.runJob('seal-fields');
    expect(await placesOf('otto.before', WAITS)).toEqual([]);
    await works();
    await world.subgraph.runJob('answer-password-requests');
    const token = await tokenIn(world, OLD, 'verify-email');
    expect(world.mailer.to(OLD, 'reset-password')).toBeDefined();
    expect((await world.run(null, VerifyEmailDocument, { input: { token } })).verifyEmail).toMatchObject({ email: WAITS });
    expect((await registers(OLD)).__typename).toBe('RegisterSuccess');
  });

  test('keeps its own key where another form of the address is somebody else’s', async () => {
    const [one, two] = [await signUp(world, 'form_one'), await signUp(world, 'form_two')];
    const emailVerifiedAt = world.clock.now();
    const forms = ['ann@xn--mnchen-3ya.example', 'ann@münchen.example'] as const;
    for (const [n, person] of [one, two].entries())
      await world.db.prisma.user.update({ where: { id: person.id }, data: { email: forms[n]!, emailKey: forms[n]!, emailVerifiedAt } });
    await world.subgraph.runJob('seal-fields');
    const keys = [await keyOf(one.id), await keyOf(two.id)];
    expect(new Set(keys).size).toBe(2);
    expect(keys.join()).not.toContain('@');
    expect((await registers(forms[0])).__typename).toBe('EmailTaken');
  });

  test('is not written over where its address changes while the job is at it', async () => {
    const dora = await signUp(world, 'dora');
    await world.db.prisma.user.update({ where: { id: dora.id }, data: { email: 'dora@before.test', emailKey: 'dora@before.test' } });
    const given = await world.run(dora.viewer, ChangeEmailDocument, { input: { email: 'dora@after.test', password: PASSWORD } });
    succeeded(given.changeEmail);
    const token = await tokenIn(world, 'dora@after.test', 'verify-email');
    const [answer] = await Promise.all([
      world.run(null, VerifyEmailDocument, { input: { token } }),
      world.subgraph.runJob('seal-fields'),
      world.subgraph.runJob('seal-fields'),
    ]);
    expect(answer.verifyEmail.__typename).toBe('VerifyEmailSuccess');
    await world.subgraph.runJob('seal-fields');
    expect((await addresses(dora)).email).toBe('dora@after.test');
    expect(await placesOf('dora@')).toEqual([]);
  });

  test('is encrypted anew with its place when the key is another', async () => {
    const { email, id } = await world.db.prisma.user.findFirstOrThrow({ where: { usernameKey: 'dora' } });
    const { fields } = world.kept;
    const rotated = new FieldCipher(
      [
        { id: 'k9', key: randomBytes(32) },
        { id: 'development', key: Buffer.from(hkdfSync('sha256', 'only-for-tests-0123456789-abcdefghij', 'marquee-fields', 'key', 32)) },
      ],
      randomBytes(32),
    );
    expect(fields.isNewest(email)).toBe(true);
    expect(await reseal(world.kept.db.pool, rotated, { table: 'users', column: 'email', key: 'id' })).toBeGreaterThan(3);
    const row = await world.db.prisma.user.findUniqueOrThrow({ where: { id } });
    expect(row.email).toMatch(/^k9\./);
    expect(rotated.open({ table: 'users', column: 'email', id }, row.email)).toBe('dora@after.test');
  });
});

test('days of birth from before are encrypted by the job, and read where they are exported', async () => {
  const { id } = await world.db.prisma.user.findUniqueOrThrow({ where: { usernameKey: 'wquist' } });
  await world.db.prisma.user.update({ where: { id }, data: { birthDate: new Date(BORN), sealedBirthDate: null } });
  for (let n = 0; n < 2; n++) await world.subgraph.runJob('seal-fields');
  const user = await world.db.prisma.user.findUniqueOrThrow({ where: { id } });
  expect(user.birthDate).toBeNull();
  expect(world.kept.fields.open({ table: 'users', column: 'sealed_birth_date', id }, user.sealedBirthDate!)).toBe(BORN);
});

test('the job knows every column that the schema says is encrypted', () => {
  const schema = readFileSync(join(__dirname, '../prisma/schema.prisma'), 'utf8');
  const models = [...schema.matchAll(/^model \w+ \{([^]*?)^\}/gm)].map(([, body]) => body!);
  const said = models.flatMap((body) => {
    const table = /@@map\("(\w+)"\)/.exec(body)![1];
    return [...body.matchAll(/\/\/\/ Encrypted[^\n]*\n +(\w+)[^\n]*/g)].map(
      ([line, field]) => `${table}.${/@map\("(\w+)"\)/.exec(line)?.[1] ?? field}`,
    );
  });
  expect(said.length).toBeGreaterThan(4);
  expect(sealedColumns.map(({ table, column }) => `${table}.${column}`).sort()).toEqual(said.sort());
});
