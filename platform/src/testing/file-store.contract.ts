import { randomUUID } from 'node:crypto';
import { firstBytes, type FileStore } from '../files';

/** A store under test, and what the world around it can do. */
export interface StoreUnderTest {
  store: FileStore;
  /** The same store as a process sees it whose clock is an hour behind: what it signs is as old. */
  anHourAgo: FileStore;
}

const BYTES = Buffer.from('not much of a picture');
const MINUTE = 60_000;

/** What every store keeps to: the subgraphs know no other way to files. Addresses are asked over HTTP, as clients ask them. */
export function fileStoreContract(open: () => Promise<StoreUnderTest>): void {
  let store: FileStore;
  let anHourAgo: FileStore;
  beforeAll(async () => {
    ({ store, anHourAgo } = await open());
  }, 60_000);

  const aKey = (folder = 'private/things', ending = 'png') => `${folder}/${randomUUID()}.${ending}`;
  const until = (minutes = 15) => new Date(Date.now() + minutes * MINUTE);
  const whole = async (key: string) => (await firstBytes(store, key, 1_000_000))?.toString();
  const send = (url: string, headers: Readonly<Record<string, string>>, body: Buffer) => fetch(url, { method: 'PUT', headers, body });

  test('a file is written, read, and gone when it is deleted; the next of its key replaces it', async () => {
    const key = aKey();
    expect(await store.head(key)).toBeNull();
    expect(await store.read(key)).toBeNull();
    await store.put(key, BYTES);
    expect(await store.head(key)).toEqual({ size: BYTES.length });
    expect(await whole(key)).toBe(BYTES.toString());
    expect((await firstBytes(store, key, 3))?.toString()).toBe('not');
    await store.put(key, Buffer.from('another'));
    expect([await store.head(key), await whole(key)]).toEqual([{ size: 7 }, 'another']);
    await store.delete(key);
    await store.delete(key);
    expect(await store.head(key)).toBeNull();
  });

  test('a file is copied whole; what is not there cannot be', async () => {
    const [from, to] = [aKey(), aKey()];
    expect(await store.copy(from, to)).toBe(false);
    await store.put(from, BYTES);
    expect(await store.copy(from, to)).toBe(true);
    await store.delete(from);
    expect(await whole(to)).toBe(BYTES.toString());
  });

  test('a client sends a file by a signed address, and another one to the same place until it ends', async () => {
    const key = aKey();
    const { url, method, headers } = await store.signUpload(key, { size: BYTES.length, until: until() });
    expect([method, headers['content-type']]).toEqual(['PUT', 'image/png']);
    for (const letter of ['a', 'b']) {
      const answer = await send(url, headers, Buffer.alloc(BYTES.length, letter));
      expect(answer.ok).toBe(true);
      await answer.text();
      expect(await whole(key)).toBe(letter.repeat(BYTES.length));
    }
  });

  test.each<[string, (address: URL, headers: Record<string, string>) => Buffer | void]>([
    ['another key', (address) => void (address.pathname = address.pathname.replace(/[^/]+(?=\.png$)/, randomUUID()))],
    ['another content type', (_, headers) => void (headers['content-type'] = 'text/html')],
    ['a longer file', () => Buffer.concat([BYTES, BYTES])],
    ['a shorter file', () => BYTES.subarray(1)],
    ['another signature', (address) => changeSignature(address)],
  ])('the address is good for no other request: %s', async (_, change) => {
    const key = aKey();
    const signed = await store.signUpload(key, { size: BYTES.length, until: until() });
    const [address, headers] = [new URL(signed.url), { ...signed.headers }];
    const body = change(address, headers) ?? BYTES;
    const answer = await send(address.href, headers, body);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    await answer.text();
    expect(await store.head(key)).toBeNull();
  });

  test('an address ends, for writing and for reading', async () => {
    const key = aKey();
    const { url, headers } = await anHourAgo.signUpload(key, { size: BYTES.length, until: until(-45) });
    const refused = await send(url, headers, BYTES);
    expect(refused.status).toBe(403);
    await refused.text();
    await store.put(key, BYTES);
    const late = await fetch(await anHourAgo.signRead(key, until(-45)));
    expect([403, 404]).toContain(late.status);
    expect(await late.text()).not.toContain(BYTES.toString());
  });

  test('a private file is read by a signed address alone, and that address does nothing else', async () => {
    const key = aKey('private/things', 'jpg');
    await store.put(key, BYTES);
    const address = new URL(await store.signRead(key, until()));
    const answer = await fetch(address);
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([200, 'image/jpeg', BYTES.toString()]);
    for (const [url, method] of [
      [address.origin + address.pathname, 'GET'],
      [address.href, 'PUT'],
      [address.href, 'DELETE'],
    ] as const) {
      const refused = await fetch(url, { method, ...(method === 'PUT' ? { body: BYTES } : {}) });
      expect(refused.status).toBeGreaterThanOrEqual(400);
      expect(await refused.text()).not.toContain(BYTES.toString());
    }
    expect(await whole(key)).toBe(BYTES.toString());
  });

  test('a public file is read by everybody at its lasting address until it is deleted', async () => {
    const [key, secret] = [aKey('public/things', 'webp'), aKey()];
    await store.put(key, BYTES);
    const answer = await fetch(store.publicUrl(key));
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([200, 'image/webp', BYTES.toString()]);
    expect(answer.headers.get('cache-control')).toContain('immutable');
    await store.delete(key);
    expect((await fetch(store.publicUrl(key))).ok).toBe(false);
    expect([store.publicUrl(key), 'https://elsewhere.test/public/x.png'].map((url) => store.isPublicUrl(url))).toEqual([true, false]);
    expect(() => store.publicUrl(secret)).toThrow('is not public');
  });

  test.each(['../secret.png', 'a/../../secret.png', '/etc/passwd', 'a/b', 'A/b.png', 'a/b.svg', 'a//b.png', 'a/.b.png', 'a/b.png/'])(
    'no key leads out of the store: %s',
    async (key) => {
      await expect((async () => store.put(key, BYTES))()).rejects.toThrow('cannot be the key');
      await expect((async () => store.read(key))()).rejects.toThrow('cannot be the key');
      await expect((async () => store.signRead(key, until()))()).rejects.toThrow('cannot be the key');
    },
  );
}

/** The signature with its first letter changed, wherever it stands in the query. */
function changeSignature(address: URL): void {
  const name = [...address.searchParams.keys()].find((key) => /signature/i.test(key))!;
  const value = address.searchParams.get(name)!;
  address.searchParams.set(name, (value.startsWith('a') ? 'b' : 'a') + value.slice(1));
}
