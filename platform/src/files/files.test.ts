import { isFileKey } from './file-key';
import { imageTypeOf } from './image-type';
import { placeOfFiles, requirePlaceOfFiles } from './settings';
import { AddressSigner } from './signed-address';

const bytes = (hex: string, text = '') => Buffer.concat([Buffer.from(hex, 'hex'), Buffer.from(text, 'latin1')]);

test.each([
  ['a PNG', bytes('89504e470d0a1a0a', '\0\0\0\rIHDR'), 'image/png'],
  ['a JPEG', bytes('ffd8ffe0', '\0\x10JFIF'), 'image/jpeg'],
  ['a WebP', bytes('', 'RIFF\x24\0\0\0WEBPVP8 '), 'image/webp'],
  ['an SVG', bytes('', '<svg xmlns="http'), null],
  ['a GIF', bytes('', 'GIF89a'), null],
  ['a sound', bytes('', 'RIFF\x24\0\0\0WAVEfmt '), null],
  ['half a PNG', bytes('89504e47'), null],
  ['nothing', bytes(''), null],
])('%s is told by its first bytes', (_, start, type) => expect(imageTypeOf(start)).toBe(type));

test('a key has small words, slashes and one known ending', () => {
  const right = ['public/avatars/3f.png', 'a/b/c/d.jpg', 'uploads/x-1.webp'];
  const wrong = [
    'x.png',
    'a/b',
    'a/b.gif',
    'a/B.png',
    'a/b.png.png',
    'a/../b.png',
    '/a/b.png',
    'a/b.toString',
    `a/${'b'.repeat(300)}.png`,
    '',
  ];
  expect(right.filter((key) => !isFileKey(key))).toEqual([]);
  expect(wrong.filter(isFileKey)).toEqual([]);
});

test('an address is good for what was signed, by who has the secret, until its time', () => {
  const signer = new AddressSigner('one secret of at least 32 characters');
  const now = new Date('2026-11-21T12:00:00Z');
  const right = { method: 'PUT', key: 'a/b.png', size: 3, until: new Date(now.getTime() + 1) } as const;
  const query = signer.sign(right);
  expect(signer.verify('PUT', 'a/b.png', query, now)).toEqual(right);
  expect(signer.verify('GET', 'a/b.png', query, now)).toBeNull();
  expect(signer.verify('PUT', 'a/c.png', query, now)).toBeNull();
  expect(signer.verify('PUT', 'a/b.png', query, right.until)).toBeNull();
  expect(new AddressSigner('another secret of 32 characters, too').verify('PUT', 'a/b.png', query, now)).toBeNull();
  for (const [name, value] of [
    ['size', '4'],
    ['size', '3.0'],
    ['until', '99999999999999'],
    ['until', 'x'],
    ['signature', ''],
    ['signature', 'AAAA'],
  ] as const) {
    const changed = new URLSearchParams(query);
    changed.set(name, value);
    expect(signer.verify('PUT', 'a/b.png', changed, now)).toBeNull();
  }
});

describe('where files are kept', () => {
  const s3 = { FILES: 's3:pictures', FILES_REGION: 'ca-central-1', FILES_ACCESS_KEY_ID: 'id', FILES_SECRET_ACCESS_KEY: 'key' };

  test('is a folder, a bucket, or not said', () => {
    expect(placeOfFiles({ FILES: 'disk:/data/files', FILES_URL: 'https://m.test/files' })).toEqual({
      ...{ kind: 'disk', folder: '/data/files', url: 'https://m.test/files' },
    });
    expect(placeOfFiles(s3)).toMatchObject({ kind: 's3', bucket: 'pictures', endpoint: null, url: null, region: 'ca-central-1' });
    expect(placeOfFiles({})).toBeNull();
  });

  test('is refused when it is half said', () => {
    expect(() => placeOfFiles({ ...s3, FILES_SECRET_ACCESS_KEY: undefined })).toThrow('FILES_SECRET_ACCESS_KEY: must be set');
    expect(() => placeOfFiles({ FILES: 's3:x' })).toThrow(/FILES_REGION.*\n.*FILES_ACCESS_KEY_ID.*\n.*FILES_SECRET_ACCESS_KEY/);
    expect(() => placeOfFiles({ ...s3, FILES: undefined })).toThrow('FILES_REGION: is of use only where FILES is s3:<bucket>');
    expect(() => requirePlaceOfFiles({})).toThrow('FILES: must be set when NODE_ENV is production');
    expect(() => requirePlaceOfFiles({ FILES: 'disk:/data' })).toThrow('FILES_URL: must be set');
    expect(requirePlaceOfFiles(s3).kind).toBe('s3');
  });
});
