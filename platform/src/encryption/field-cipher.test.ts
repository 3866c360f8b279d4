import { randomBytes } from 'node:crypto';
import { parseEnv, SettingsError } from '../env';
import { FieldCipher, UnknownFieldKey } from './field-cipher';
import { fieldSettings, openFieldCipher } from './field-settings';

const indexKey = Buffer.from('only-for-tests-0123456789-abcdefghij');
const first = { id: 'k1', key: randomBytes(32) };
const second = { id: 'k2', key: randomBytes(32) };
const cipher = new FieldCipher([first], indexKey);
const place = { table: 'users', column: 'email', id: '11111111-1111-4111-8111-111111111111' };

test('what is encrypted is read again, and two encryptions of one value differ', () => {
  const [one, two] = [cipher.seal(place, 'ada@example.org'), cipher.seal(place, 'ada@example.org')];
  expect(one).toMatch(/^k1\.[\w-]+$/);
  expect(one).not.toBe(two);
  expect([cipher.open(place, one), cipher.open(place, two)]).toEqual(['ada@example.org', 'ada@example.org']);
  expect(cipher.open(place, cipher.seal(place, ''))).toBe('');
  expect([cipher.sealOptional(place, null), cipher.openOptional(place, null)]).toEqual([null, null]);
});

test('a value that was moved to another row, column or table, or changed, cannot be read', () => {
  const sealed = cipher.seal(place, 'ada@example.org');
  for (const elsewhere of [
    { ...place, id: '22222222-2222-4222-8222-222222222222' },
    { ...place, column: 'pending_email' },
    { ...place, table: 'mails' },
  ])
    expect(() => cipher.open(elsewhere, sealed)).toThrow();
  const bytes = Buffer.from(sealed.slice(3), 'base64url');
  for (const at of [0, 12, 28, bytes.length - 1]) {
    const changed = Buffer.from(bytes);
    changed[at]! ^= 1;
    expect(() => cipher.open(place, `k1.${changed.toString('base64url')}`)).toThrow();
  }
  expect(() => cipher.open(place, `k1.${bytes.subarray(0, 20).toString('base64url')}`)).toThrow();
});

test('a newer key encrypts, the older ones still decrypt, and one that is gone is named', () => {
  const old = cipher.seal(place, '1990-05-01');
  const rotated = new FieldCipher([second, first], indexKey);
  const fresh = rotated.seal(place, '1990-05-01');
  expect([rotated.open(place, old), rotated.open(place, fresh)]).toEqual(['1990-05-01', '1990-05-01']);
  expect([rotated.isNewest(old), rotated.isNewest(fresh), rotated.newest]).toEqual([false, true, 'k2']);
  const without = new FieldCipher([second], indexKey);
  expect(() => without.open(place, old)).toThrow(UnknownFieldKey);
  expect(() => without.open(place, 'ada@example.org')).toThrow(UnknownFieldKey);
});

test('a blind index is the same for one value and purpose, whichever key encrypts', () => {
  const rotated = new FieldCipher([second, first], indexKey);
  const index = cipher.index('users.email', 'ada@example.org');
  expect(rotated.index('users.email', 'ada@example.org')).toBe(index);
  expect(index).toHaveLength(43);
  const others = [
    cipher.index('users.email', 'bob@example.org'),
    cipher.index('users.phone', 'ada@example.org'),
    new FieldCipher([first], Buffer.from('another-key-0123456789-abcdefghijklm')).index('users.email', 'ada@example.org'),
  ];
  expect(new Set([index, ...others]).size).toBe(4);
});

test('the settings name keys, and are refused where they do not or where production lacks them', () => {
  const text = [second, first].map(({ id, key }) => `${id}:${key.toString('base64')}`).join(', ');
  const read = (FIELD_KEYS: string) => parseEnv(fieldSettings, { FIELD_KEYS, FIELD_INDEX_KEY: indexKey.toString() });
  const opened = openFieldCipher({ ...read(text), NODE_ENV: 'production' }, '');
  expect(opened.newest).toBe('k2');
  expect(opened.open(place, cipher.seal(place, 'x'))).toBe('x');
  expect(opened.index('a', 'b')).toBe(cipher.index('a', 'b'));
  for (const wrong of ['k1', 'k1:short', `K1:${first.key.toString('base64')}`, `${text},k1:${first.key.toString('base64')}`, `${text},`])
    expect(() => read(wrong)).toThrow(SettingsError);
  expect(() => openFieldCipher({ NODE_ENV: 'production' }, 'a secret of this process')).toThrow(/FIELD_KEYS[^]*FIELD_INDEX_KEY/);
  const made = openFieldCipher({ NODE_ENV: 'development' }, 'a secret of this process');
  expect(openFieldCipher({}, 'a secret of this process').open(place, made.seal(place, 'x'))).toBe('x');
});
