import { request } from 'node:http';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { aWorld, type World } from './kit';
import { aMarket } from './market';

/** `fetch` unpacks by itself and says nothing of it. */
function post(url: string, body: string | Buffer, headers: Record<string, string> = {}) {
  return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; bytes: Buffer }>((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.once('end', () => resolve({ status: answer.statusCode!, headers: answer.headers, bytes: Buffer.concat(chunks) }));
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

const LARGE = JSON.stringify({ query: `{ ${Array.from({ length: 14 }, (_, at) => `a${at}: things(first: 9) { id name }`).join(' ')} }` });
const SMALL = JSON.stringify({ query: '{ things(first: 1) { id } }' });

describe('answers', () => {
  let world: World;
  beforeAll(async () => void (world = await aWorld(aMarket().plans)));
  afterAll(() => world.stop());

  test.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ] as const)('are compressed with %s for clients that accept it, and are the same (X22)', async (encoding, unpack) => {
    const plain = await post(world.gateway.url, LARGE);
    const packed = await post(world.gateway.url, LARGE, { 'accept-encoding': encoding });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(packed.headers['content-encoding']).toBe(encoding);
    expect(packed.headers.vary).toContain('accept-encoding');
    expect(packed.bytes).toHaveLength(Number(packed.headers['content-length']));
    expect(packed.bytes.length).toBeLessThan(plain.bytes.length / 3);
    expect(unpack(packed.bytes).equals(plain.bytes)).toBe(true);
  });

  test('that are small stay as they are', async () => {
    expect((await post(world.gateway.url, SMALL, { 'accept-encoding': 'br' })).headers['content-encoding']).toBeUndefined();
  });

  test('are never compressed for clients that do not accept it', async () => {
    expect((await post(world.gateway.url, LARGE, { 'accept-encoding': 'br;q=0, deflate' })).headers['content-encoding']).toBeUndefined();
  });
});

test('a compressed request is refused, whatever is in it', async () => {
  const world = await aWorld(aMarket().plans);
  try {
    const { status, bytes } = await post(world.gateway.url, gzipSync(SMALL), { 'content-encoding': 'gzip' });
    expect([status, JSON.parse(String(bytes))]).toEqual([
      415,
      { errors: [{ message: 'Send the body without compression.', extensions: { code: 'BAD_USER_INPUT' } }] },
    ]);
  } finally {
    await world.stop();
  }
});

test('a proxy in front may do it instead', async () => {
  const world = await aWorld(aMarket().plans, { settings: { compression: false } });
  try {
    expect((await post(world.gateway.url, LARGE, { 'accept-encoding': 'br' })).headers['content-encoding']).toBeUndefined();
  } finally {
    await world.stop();
  }
});
