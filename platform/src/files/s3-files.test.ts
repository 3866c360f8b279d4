import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { systemClock, type Clock } from '../clock';
import { silentLogger } from '../logger';
import { fileStoreContract } from '../testing/file-store.contract';
import { FilesAway, firstBytes } from './file-store';
import { Bucket, type BucketFault } from './fixtures/bucket';
import { faultOfSignature, type WireRequest } from './fixtures/signature-v4';
import { S3Files } from './s3-files';

let bucket: Bucket;
const stored = (clock: Clock = systemClock, parts: object = {}, withinMs = 5_000) =>
  new S3Files({ ...bucket.place, ...parts }, { clock, logger: silentLogger, withinMs });

beforeAll(async () => {
  bucket = await Bucket.open();
});
afterAll(() => bucket.close());
beforeEach(() => {
  bucket.fault = null;
  bucket.asked.length = 0;
});

describe('files in a bucket', () => {
  fileStoreContract(async () => ({ store: stored(), anHourAgo: stored({ now: () => new Date(Date.now() - 3_600_000) }) }));
});

describe('a bucket', () => {
  const key = `private/things/${randomUUID()}.png`;
  const BYTES = Buffer.from('not much of a picture');
  beforeAll(() => stored().put(key, BYTES));
  const meanwhile = async <T>(fault: BucketFault, work: () => Promise<T>): Promise<T> => {
    bucket.fault = fault;
    return work();
  };

  test.each([403, 400, 404])('that refuses (%i, as an unknown bucket does) is away, and is asked once', async (status) => {
    const fault = { kind: 'status', status, code: status === 404 ? 'NoSuchBucket' : 'AccessDenied', times: Infinity } as const;
    const refused = expect(meanwhile(fault, () => stored().read(key))).rejects;
    await refused.toThrow(FilesAway);
    expect(bucket.asked).toHaveLength(1);
  });

  test.each([500, 503])('that fails twice (%i) and then answers is asked until it does', async (status) => {
    const fault = { kind: 'status', status, code: status === 503 ? 'SlowDown' : 'InternalError', times: 2 } as const;
    expect(await meanwhile(fault, () => stored().head(key))).toEqual({ size: BYTES.length });
    expect(bucket.asked).toHaveLength(3);
  });

  test('that goes on failing is away', async () => {
    const fault = { kind: 'status', status: 500, code: 'InternalError', times: Infinity } as const;
    await expect(meanwhile(fault, () => stored().copy(key, key))).rejects.toThrow(FilesAway);
  });

  test('that says nothing is away after the time that it has', async () => {
    const store = stored(systemClock, {}, 200);
    const uses: (() => Promise<unknown>)[] = [() => store.head(key), () => store.put(key, BYTES), () => store.delete(key)];
    for (const use of uses) await expect(meanwhile({ kind: 'silence' }, use)).rejects.toThrow(FilesAway);
  });

  test('that is cut off in the middle of a file gives no part of it', async () => {
    await expect(meanwhile({ kind: 'cut', after: 5 }, () => firstBytes(stored(), key, 1_000))).rejects.toThrow(FilesAway);
  });

  test('that nobody can reach is away', async () => {
    await expect(stored(systemClock, { endpoint: 'http://127.0.0.1:9' }, 1_000).head(key)).rejects.toThrow(FilesAway);
  });

  test('that another key opens is away for ours', async () => {
    await expect(stored(systemClock, { secretAccessKey: 'wrong' }).put(key, BYTES)).rejects.toThrow(FilesAway);
    await expect(stored(systemClock, { accessKeyId: 'nobody' }).read(key)).rejects.toThrow(FilesAway);
  });

  test('of Amazon, or behind a CDN, has its own addresses', async () => {
    const amazon = stored(systemClock, { endpoint: null });
    expect(amazon.publicUrl('public/a/b.png')).toBe('https://pictures.s3.ca-central-1.amazonaws.com/public/a/b.png');
    const { url } = await amazon.signUpload('uploads/a/b.png', { size: 3, until: new Date(Date.now() + 60_000) });
    const address = new URL(url);
    expect(address.hostname).toBe('pictures.s3.ca-central-1.amazonaws.com');
    expect(address.searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;content-type;host');
    expect(Number(address.searchParams.get('X-Amz-Expires'))).toBeLessThanOrEqual(60);
    expect(stored(systemClock, { url: 'https://cdn.test/p' }).publicUrl('public/a/b.png')).toBe('https://cdn.test/p/public/a/b.png');
  });
});

test('who has no bucket does not load the SDK', async () => {
  const look = `const p = require(${JSON.stringify(join(__dirname, '../index.ts'))});
    const loaded = () => Object.keys(require.cache).some((file) => /node_modules.(@aws-sdk|@smithy)/.test(file));
    const options = { secret: '', logger: p.silentLogger };
    const bucket = { kind: 's3', bucket: 'b', url: null, endpoint: null, region: 'r', accessKeyId: 'i', secretAccessKey: 'k' };
    (async () => {
      await p.openFiles({ kind: 'disk', folder: 'x', url: null }, options);
      const before = loaded();
      await p.openFiles(bucket, options);
      console.log(before, loaded());
    })();`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', '-e', look]);
  expect(stdout.trim()).toBe('false true');
});

describe('the check of signatures that these tests stand on', () => {
  // The examples of AWS: "Signature Calculations for the Authorization Header", GET object, and "Authenticating Requests: Using Query Parameters".
  const keys = { AKIAIOSFODNN7EXAMPLE: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };
  const at = new Date('2013-05-24T00:00:00Z');
  const scope = 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request';
  const inHeader: WireRequest = {
    method: 'GET',
    url: '/test.txt',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${scope},SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41`,
      host: 'examplebucket.s3.amazonaws.com',
      range: 'bytes=0-9',
      'x-amz-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      'x-amz-date': '20130524T000000Z',
    },
    body: Buffer.alloc(0),
  };
  const inQuery: WireRequest = {
    method: 'GET',
    url: `/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${encodeURIComponent(scope)}&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404`,
    headers: { host: 'examplebucket.s3.amazonaws.com' },
    body: Buffer.alloc(0),
  };

  test('agrees with the examples of its author', () => {
    expect([faultOfSignature(inHeader, keys, at), faultOfSignature(inQuery, keys, at)]).toEqual([null, null]);
  });

  test('refuses what is not as it was signed', () => {
    expect(faultOfSignature({ ...inHeader, method: 'PUT' }, keys, at)).toBe('SignatureDoesNotMatch');
    expect(faultOfSignature({ ...inHeader, headers: { ...inHeader.headers, range: 'bytes=0-99' } }, keys, at)).toBe(
      'SignatureDoesNotMatch',
    );
    expect(faultOfSignature({ ...inHeader, body: Buffer.from('x') }, keys, at)).toBe('XAmzContentSHA256Mismatch');
    expect(faultOfSignature(inQuery, { AKIAIOSFODNN7EXAMPLE: 'another' }, at)).toBe('SignatureDoesNotMatch');
    expect(faultOfSignature(inQuery, {}, at)).toBe('InvalidAccessKeyId');
    expect(faultOfSignature(inQuery, keys, new Date('2013-05-25T00:00:01Z'))).toBe('AccessDenied');
    expect(faultOfSignature(inHeader, keys, new Date('2013-05-24T01:00:00Z'))).toBe('RequestTimeTooSkewed');
    expect(faultOfSignature({ ...inQuery, url: '/test.txt' }, keys, at)).toBe('anonymous');
  });
});
