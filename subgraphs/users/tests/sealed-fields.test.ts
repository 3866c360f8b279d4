import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sealedColumns } from '../src/modules/sealing/sealed-columns';
import { AddPhoneDocument, ChangeEmailDocument, RegisterDocument, RequestPasswordResetDocument } from './generated/documents';
import { PASSWORD, personOf, startWorld, succeeded, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

const BORN = '1987-03-14';
const EMAIL = 'wilhelmina.quist@people.test';
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

test('a day of birth and a phone lie in no table in clear; an address where it is signed in with or mailed to (U63)', async () => {
  const input = { email: EMAIL, username: 'wquist', password: PASSWORD, displayName: 'W', birthDate: BORN, idempotencyKey: 'once' };
  const person = personOf((await world.run(null, RegisterDocument, { input })).register);
  await world.run(null, RequestPasswordResetDocument, { input: { email: EMAIL, idempotencyKey: 'twice' } });
  succeeded((await world.run(person.viewer, ChangeEmailDocument, { input: { email: PENDING, password: PASSWORD } })).changeEmail);
  succeeded((await world.run(person.viewer, AddPhoneDocument, { input: { number: NUMBER } })).addPhone);
  expect(await placesOf(BORN)).toEqual([]);
  expect(await placesOf(NUMBER, NUMBER.slice(1))).toEqual([]);
  expect(await placesOf(EMAIL, PENDING)).toEqual([
    'mail_tokens.email_key',
    // Until it is sent.
    'mails.to',
    'password_requests.email_key',
    'users.email',
    'users.email_key',
    'users.pending_email',
    'users.pending_email_key',
  ]);
  // Mails go all the same.
  await world.subgraph.runJob('send-mails');
  expect(world.mailer.to(PENDING, 'verify-email')).toBeDefined();
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
