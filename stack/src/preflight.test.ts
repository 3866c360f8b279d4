import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterTests } from '@marquee/platform/testing';
import { readAllSettings } from './preflight';

// Whoever starts the product and cannot sees one clear message with all that is wrong, and no stack.

const ROOT = join(__dirname, '../..');

interface Ended {
  code: number;
  told: string;
}

/** Runs one of the commands as npm does, with nothing of this process's settings. */
const run = (file: string, environment: Record<string, string>, ...args: string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const env = { PATH: process.env.PATH, ...environment };
    const child = execFile(process.execPath, ['--import', 'tsx', join(ROOT, file), ...args], { cwd: ROOT, env }, (_, out, errors) =>
      resolve({ code: child.exitCode ?? 1, told: out + errors }),
    );
  });

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'marquee-start-'));
  afterTests(async () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('the settings of every part are looked at before anything starts, and their faults told together', () => {
  const wrong = {
    PORT: 'x',
    DATABASE_URL_SOCIAL: 'mysql://there',
    QUERY_PLANS: 'perhaps',
    HOLD_MINUTES: '0',
    MAXIMUM_AGE: '3',
    NODE_ENV: 'production',
    SESSION_SECRET: 'short',
    FILES: 's3:pictures',
    SMTP_PORT: 'post',
    SMTP_USER: 'ada',
  };
  const faults = () => readAllSettings(wrong);
  for (const name of [
    'PORT',
    'DATABASE_URL_SOCIAL',
    'QUERY_PLANS',
    'HOLD_MINUTES',
    'MAXIMUM_AGE',
    'SESSION_SECRET',
    'TICKET_SECRET',
    'FIELD_KEYS',
    'FIELD_INDEX_KEY',
    'FILES_REGION',
    'SMTP_PORT',
    'SMTP_HOST',
    'SMTP_PASSWORD',
    'MAIL_FROM',
    'WEB_URL',
  ])
    expect(faults).toThrow(new RegExp(`^  ${name}: .+$`, 'm'));
  try {
    faults();
  } catch (error) {
    const lines = (error as Error).message.split('\n');
    expect(lines).toEqual([...new Set(lines)]);
  }
  expect(readAllSettings({}).PORT).toBe(4000);
});

test('npm start names the port, the folder, Redis and Postgres at once', async () => {
  const folder = emptyFolder();
  writeFileSync(join(folder, 'file'), '');
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  afterTests(() => new Promise((resolve) => taken.close(resolve)));
  const { port } = taken.address() as { port: number };
  const { code, told } = await run('stack/src/start.ts', {
    PORT: String(port),
    DATA_DIR: join(folder, 'file'),
    FILES: `disk:${join(folder, 'file')}`,
    REDIS_URL: 'redis://127.0.0.1:1',
    DATABASE_URL: 'postgres://ada:hunter2@127.0.0.1:1/x',
  });
  expect([code, told.trimEnd().split('\n')]).toEqual([
    1,
    [
      expect.stringContaining(`Port ${port} is taken`),
      expect.stringMatching(/file is a file.*\(DATA_DIR\)/),
      expect.stringMatching(/file is a file.*\(FILES\)/),
      expect.stringContaining('No Redis answers at 127.0.0.1:1 (REDIS_URL)'),
      expect.stringContaining('No Postgres answers at 127.0.0.1:1 (DATABASE_URL)'),
    ],
  ]);
});

test('a subgraph that runs alone says what it needs and does not find', async () => {
  const secret = 'only-for-tests-0123456789-abcdefghij';
  const settings = { PASSPORT_SECRET: secret, TICKET_SECRET: secret, REDIS_URL: 'redis://127.0.0.1:1' };
  const away = await run('subgraphs/payments/src/main.ts', {
    ...settings,
    DATABASE_URL_PAYMENTS: 'postgres://ada:hunter2@127.0.0.1:1/x',
  });
  expect(away).toEqual({
    code: 1,
    told: 'payments: No Postgres answers at 127.0.0.1:1 (DATABASE_URL_PAYMENTS). Start it, or correct the address.\n',
  });
});

test('a subgraph that runs alone in production refuses half of a place for its files and half of a mail server', async () => {
  const secret = 'only-for-tests-0123456789-abcdefghij';
  const settings = { PASSPORT_SECRET: secret, SESSION_SECRET: secret, REDIS_URL: 'redis://127.0.0.1:1', NODE_ENV: 'production' };
  const half = { ...settings, DATABASE_URL_USERS: 'postgres://127.0.0.1:1/x', FILES: 'disk:/data/files', SMTP_HOST: 'smtp.example' };
  expect(await run('subgraphs/users/src/main.ts', half)).toEqual({
    code: 1,
    told: expect.stringMatching(
      /^users: These settings are missing or wrong:\n {2}MAIL_FROM: must[^\n]*\n {2}WEB_URL: must[^\n]*\n {2}FILES_URL: must be set when NODE_ENV is production[^\n]*\n {2}FIELD_KEYS: must[^\n]*\n {2}FIELD_INDEX_KEY: must[^\n]*\n$/,
    ),
  });
});

test('a subgraph in front of its developer is refused in production, because it believes whoever asks', async () => {
  expect(await run('stack/src/alone/main.ts', { NODE_ENV: 'production' }, 'events')).toEqual({
    code: 1,
    told: expect.stringMatching(/^A subgraph by itself believes whoever asks: it is for development\.[^\n]*\n$/) as string,
  });
});

test('npm run role with nothing there says so, and makes nothing', async () => {
  const folder = join(emptyFolder(), 'data');
  const { code, told } = await run('stack/src/role.ts', { DATA_DIR: folder }, 'ada', 'admin');
  expect([code, told]).toEqual([1, expect.stringMatching(/^There is no data of Marquee in .*Start it once \(npm start\)[^\n]*\n$/)]);
  expect(existsSync(folder)).toBe(false);
});

test('npm run facts with a Postgres that is away says so', async () => {
  const { code, told } = await run('stack/src/facts.ts', { DATABASE_URL: 'postgres://ada:hunter2@127.0.0.1:1/x' }, 'status');
  expect([code, told]).toEqual([1, 'No Postgres answers at 127.0.0.1:1 (DATABASE_URL). Start it, or correct the address.\n']);
});

test('a Node that is too old is told which one is needed', async () => {
  const asked = (version: string): Promise<string> =>
    new Promise((resolve) => {
      const module = JSON.stringify(join(ROOT, 'scripts/node-version.mjs'));
      const text = `import(${module}).then(({ faultOfNode }) => console.log(faultOfNode('${version}', '>=20.19')))`;
      execFile(process.execPath, ['-e', text], (_, out) => resolve(out.trim()));
    });
  expect(await asked('v18.20.1')).toMatch(/^Marquee needs Node 20\.19 or newer; this is v18\.20\.1\./);
  expect(await asked('v20.18.3')).toContain('needs Node 20.19');
  for (const version of ['v20.19.0', 'v20.20.0', 'v22.1.0', 'v24.0.0']) expect(await asked(version)).toBe('null');
});
