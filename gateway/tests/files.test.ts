import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DiskFiles, silentLogger, systemClock, type Clock } from '@marquee/platform';
import { afterTests, eventually, fileStoreContract } from '@marquee/platform/testing';
import { RawConnection } from './faults/raw-http';
import { aWorld } from './kit';
import { library } from './library';

const PAGE = 'https://app.marquee.test';
const SECRET = 'only-for-tests-0123456789-abcdefghij';
const BYTES = Buffer.from('not much of a picture');

const aFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'marquee-files-'));
  afterTests(async () => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** A gateway that serves a folder. */
async function servedFiles(folder = aFolder()) {
  let url = '';
  const disk = (clock: Clock = systemClock) => new DiskFiles({ folder, secret: SECRET, url: () => url, clock, logger: silentLogger });
  const store = disk();
  const { gateway, stop } = await aWorld(library, { files: store, settings: { allowedOrigins: [PAGE] } });
  afterTests(stop);
  url = new URL('/files', gateway.url).href;
  return { store, anHourAgo: disk({ now: () => new Date(Date.now() - 3_600_000) }), folder, gateway };
}

const soon = () => new Date(Date.now() + 60_000);
const aKey = (folder = 'private/things') => `${folder}/${randomUUID()}.png`;

describe('files on a disk, behind a gateway', () => {
  fileStoreContract(() => servedFiles());
});

describe('the gateway as the server of files', () => {
  test('takes exactly as many bytes as were signed, however they come, and keeps nothing of another number', async () => {
    const { store, folder } = await servedFiles();
    const key = aKey();
    const { url, headers } = await store.signUpload(key, { size: BYTES.length, until: soon() });
    const stream = (...parts: Buffer[]) =>
      fetch(url, { method: 'PUT', headers, body: new Blob(parts).stream(), duplex: 'half' } as RequestInit);
    expect((await stream(BYTES, Buffer.alloc(1))).status).toBe(413);
    expect((await stream(BYTES.subarray(3))).status).toBe(400);
    expect(await store.head(key)).toBeNull();
    expect(readdirSync(join(folder, '.incoming'))).toEqual([]);
    expect((await stream(BYTES.subarray(0, 3), BYTES.subarray(3))).status).toBe(200);
    expect(await store.head(key)).toEqual({ size: BYTES.length });
  });

  test('keeps nothing of a body that was cut off, and what was there before stays', async () => {
    const { store, folder, gateway } = await servedFiles();
    const key = aKey();
    await store.put(key, BYTES);
    const { url } = await store.signUpload(key, { size: 1_000_000, until: soon() });
    const { pathname, search } = new URL(url);
    const connection = await RawConnection.to(gateway.url);
    connection.send(
      `PUT ${pathname}${search} HTTP/1.1\r\nhost: x\r\ncontent-type: image/png\r\ncontent-length: 1000000\r\n\r\n${'x'.repeat(70_000)}`,
    );
    const incoming = join(folder, '.incoming');
    await eventually(() => expect(readdirSync(incoming)).toHaveLength(1));
    connection.socket.destroy();
    await eventually(() => expect(readdirSync(incoming)).toHaveLength(0));
    expect(await store.head(key)).toEqual({ size: BYTES.length });
  });

  test('lets nothing run: types are fixed by the key, a public file is for every page, a private one for those allowed', async () => {
    const { store } = await servedFiles();
    const [open, closed] = [aKey('public/things'), aKey()];
    await Promise.all([store.put(open, Buffer.from('<script>')), store.put(closed, BYTES)]);
    const answer = await fetch(store.publicUrl(open), { headers: { origin: 'https://elsewhere.test' } });
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'public, max-age=86400, immutable',
      'access-control-allow-origin': '*',
    });
    const head = await fetch(store.publicUrl(open), { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '8', '']);
    const signed = await store.signRead(closed, soon());
    const allowed = async (origin: string) => (await fetch(signed, { headers: { origin } })).headers.get('access-control-allow-origin');
    expect([await allowed(PAGE), await allowed('https://elsewhere.test')]).toEqual([PAGE, null]);
    expect((await fetch(signed)).headers.get('cache-control')).toBe('private, no-store');
    const { url } = await store.signUpload(closed, { size: 1, until: soon() });
    const preflight = await fetch(url, { method: 'OPTIONS', headers: { origin: PAGE, 'access-control-request-method': 'PUT' } });
    expect([preflight.status, preflight.headers.get('access-control-allow-methods')]).toEqual([204, 'GET, HEAD, PUT, OPTIONS']);
  });

  test('sends parts of a file, as a film or a broken download asks for them', async () => {
    const { store } = await servedFiles();
    const key = aKey('public/things');
    await store.put(key, Buffer.from('0123456789'));
    const url = store.publicUrl(key);
    const ask = async (range: string, more: Record<string, string> = {}) => {
      const answer = await fetch(url, { headers: { range, ...more } });
      return [answer.status, answer.headers.get('content-range'), answer.status < 300 ? await answer.text() : ''];
    };
    expect(await ask('bytes=0-3')).toEqual([206, 'bytes 0-3/10', '0123']);
    expect(await ask('bytes=7-')).toEqual([206, 'bytes 7-9/10', '789']);
    expect(await ask('bytes=-2')).toEqual([206, 'bytes 8-9/10', '89']);
    expect(await ask('bytes=8-99')).toEqual([206, 'bytes 8-9/10', '89']);
    expect(await ask('bytes=10-')).toEqual([416, 'bytes */10', '']);
    expect(await ask('bytes=-0')).toEqual([416, 'bytes */10', '']);
    for (const none of ['bytes=3-1', 'bytes=0-1,4-5', 'lines=0-1', 'bytes=-']) expect(await ask(none)).toEqual([200, null, '0123456789']);
    expect(await ask('bytes=0-3', { 'if-range': '"another"' })).toEqual([200, null, '0123456789']);
    const etag = (await fetch(url)).headers.get('etag')!;
    expect(await ask('bytes=0-3', { 'if-range': etag })).toEqual([206, 'bytes 0-3/10', '0123']);
    const head = await fetch(url, { method: 'HEAD', headers: { range: 'bytes=2-4' } });
    expect([head.status, head.headers.get('content-length'), head.headers.get('accept-ranges')]).toEqual([206, '3', 'bytes']);
  });

  test('a public file never changes: who has it keeps it, a picture with its content in its address for a year (X115)', async () => {
    const { store } = await servedFiles();
    const [thing, picture] = [aKey('public/things'), aKey('public/images')];
    await Promise.all([store.put(thing, BYTES), store.put(picture, BYTES)]);
    const first = await fetch(store.publicUrl(picture));
    expect(first.headers.get('cache-control')).toBe('public, max-age=31536000, s-maxage=86400, immutable');
    expect((await fetch(store.publicUrl(thing))).headers.get('cache-control')).toBe('public, max-age=86400, immutable');
    const again = await fetch(store.publicUrl(picture), { headers: { 'if-none-match': `"other", W/${first.headers.get('etag')}` } });
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', first.headers.get('etag')]);
    expect((await fetch(store.publicUrl(picture), { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
    const signed = await store.signRead(aKey(), soon());
    expect((await fetch(signed, { headers: { 'if-none-match': '*' } })).status).toBe(404);
  });

  test.each([
    '/files/',
    '/files/..%2f..%2fetc%2fpasswd',
    '/files/public/..%2fsecret.png',
    '/files/public/x.png%00',
    '/files/.incoming/x',
    '/files/public',
  ])('tells nothing of what is at %s', async (path) => {
    const { gateway } = await servedFiles();
    const { hostname, port } = new URL(gateway.url);
    const connection = (await RawConnection.to(gateway.url)).read();
    connection.send(`GET ${path} HTTP/1.1\r\nhost: ${hostname}:${port}\r\nconnection: close\r\n\r\n`);
    await connection.closed;
    expect(connection.received).toMatch(/^HTTP\/1.1 404 /);
    expect(connection.received).not.toContain('marquee-files-');
  });

  test('says that a disk is away, and no more', async () => {
    const folder = aFolder();
    writeFileSync(join(folder, '.incoming'), 'a file in the way');
    const { store } = await servedFiles(folder);
    const { url, headers } = await store.signUpload(aKey(), { size: BYTES.length, until: soon() });
    const answer = await fetch(url, { method: 'PUT', headers, body: BYTES });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await answer.text()).not.toContain(folder);
  });

  test('has no such paths where files are elsewhere', async () => {
    const { gateway, stop } = await aWorld(library, {});
    afterTests(stop);
    expect((await fetch(new URL('/files/public/x.png', gateway.url))).status).toBe(404);
  });
});

test('what a killed process left half written goes when the next one writes', async () => {
  const folder = aFolder();
  const [old, young] = ['old', 'young'].map((name) => join(folder, '.incoming', name)) as [string, string];
  mkdirSync(join(folder, '.incoming'));
  for (const file of [old, young]) writeFileSync(file, 'half');
  utimesSync(old, 0, 0);
  const store = new DiskFiles({ folder, secret: SECRET, url: () => '', clock: systemClock, logger: silentLogger });
  await store.put(aKey(), BYTES);
  expect(readdirSync(join(folder, '.incoming'))).toEqual(['young']);
});
