import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CannotStart } from './cannot-start';
import { parseEnv, readTogether, setting, SettingsError } from './env';
import { createLogger } from './logger';
import {
  explainStart,
  faultOfFile,
  faultOfPostgres,
  refuseAwayPostgres,
  refuseAwayRedis,
  refuseUnusableFolder,
  tellAwayRedis,
} from './start';
import { afterTests, freshDatabase } from './testing';

// What whoever starts a process can mend is one clear line; of anything else they see all there is.

const code = (name: string, parts: object = {}) => Object.assign(new Error(name), { code: name, ...parts });

/** A port that nobody listens on. */
async function silentPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test.each([
  ['EACCES', /^\/data cannot be written by .*: it belongs to 7\. Start as its owner, or choose another folder/],
  ['EPERM', /cannot be written/],
  ['ENOSPC', /^The disk of \/data is full\. Make room/],
  ['EROFS', /can only be read/],
  ['ENOTDIR', /is a file/],
])('%s of the data folder says what helps', (name, line) => {
  expect(faultOfFile(name, '/data', { uid: 7 })).toMatch(line);
});

test.each([
  ['a setting', new SettingsError('PORT is wrong'), 'PORT is wrong'],
  ['what can be mended', new CannotStart('No Redis answers'), 'No Redis answers'],
  ['a taken port', code('EADDRINUSE', { port: 4001 }), 'port 4001 is taken. Set PORT to another one.'],
  ['a full disk', code('ENOSPC', { path: '/data/x' }), faultOfFile('ENOSPC', '/data/x')],
])('%s is one line', (_, error, line) => {
  expect(explainStart(error)).toBe(line);
});

test('anything else shows where it comes from', () => {
  expect(explainStart(new TypeError('no such thing'))).toMatch(/no such thing\n +at /);
  expect(explainStart(code('ENOENT', { path: '/x' }))).toMatch(/ENOENT\n +at /);
});

test('what Postgres says is told with the place and the setting, and never with the password', () => {
  const url = 'postgres://ada:hunter2@db.example/marquee';
  const told = (error: Error) => faultOfPostgres(error, url, 'DATABASE_URL');
  expect(told(code('3D000'))).toBeNull();
  expect(told(code('28P01'))).toBe('Postgres at db.example:5432 refuses this user or password (DATABASE_URL).');
  expect(told(code('57P03'))).toBe('Postgres at db.example:5432 lets nobody in now (DATABASE_URL): 57P03');
  expect(told(code('ECONNREFUSED'))).toBe('No Postgres answers at db.example:5432 (DATABASE_URL). Start it, or correct the address.');
});

test('a Postgres and a Redis that do not answer are told at once; one that does is no fault', async () => {
  const port = await silentPort();
  await expect(refuseAwayPostgres(`postgres://a:b@127.0.0.1:${port}/x`, { setting: 'DATABASE_URL' })).rejects.toThrow(
    `No Postgres answers at 127.0.0.1:${port} (DATABASE_URL)`,
  );
  await expect(refuseAwayRedis(`redis://:secret@127.0.0.1:${port}`, { withinMs: 300 })).rejects.toThrow(
    `No Redis answers at 127.0.0.1:${port} (REDIS_URL)`,
  );
  const lines: string[] = [];
  const logger = createLogger('users', 'error', { write: (line: string) => void lines.push(line) });
  await tellAwayRedis(`redis://:secret@127.0.0.1:${port}`, logger, { withinMs: 300 });
  expect(lines).toEqual([expect.stringContaining(`No Redis answers at 127.0.0.1:${port} (REDIS_URL)`)]);
  expect(lines[0]).not.toContain('secret');
  const { url } = await freshDatabase('users');
  await refuseAwayPostgres(url, { setting: 'DATABASE_URL' });
  const wrong = new URL(url);
  wrong.password = 'wrong';
  await expect(refuseAwayPostgres(wrong.href, { setting: 'DATABASE_URL' })).rejects.toThrow('refuses this user or password');
});

test('a data folder is made and tried; a file in its place is told', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'marquee-folder-'));
  afterTests(() => rm(folder, { recursive: true }));
  await refuseUnusableFolder(path.join(folder, 'new', 'data'));
  await writeFile(path.join(folder, 'file'), '');
  await expect(refuseUnusableFolder(path.join(folder, 'file'))).rejects.toThrow(/file is a file, .*DATA_DIR/);
  await expect(refuseUnusableFolder(path.join(folder, 'file', 'data'))).rejects.toThrow(CannotStart);
});

test('the faults of several groups of settings are told together, each once', () => {
  const port = (from: Record<string, string>) => () => parseEnv({ PORT: setting.port(1), SECRET: setting.secret() }, from);
  expect(() => readTogether({ one: port({ PORT: 'x' }), two: port({ SECRET: 'short' }) })).toThrow(
    'These settings are missing or wrong:\n  PORT: must be a port, 0 to 65535\n  SECRET: is missing\n  SECRET: must have at least 32 characters',
  );
  expect(readTogether({ one: () => 1, two: () => 'x' })).toEqual({ one: 1, two: 'x' });
});
