import { randomBytes } from 'node:crypto';
import { apiKeyOf, isApiKey, isMeantAsApiKey, isMeantAsTestKey, startOfApiKey } from './api-key';

describe('the form of a key', () => {
  it('has its mark, one length and a checksum, whatever the bytes', () => {
    for (const bytes of [new Uint8Array(32), new Uint8Array(32).fill(255), ...Array.from({ length: 200 }, () => randomBytes(32))]) {
      const key = apiKeyOf(bytes);
      expect(key).toMatch(/^mq_[0-9A-Za-z]{49}$/);
      expect(isApiKey(key)).toBe(true);
      expect(startOfApiKey(key)).toBe(key.slice(0, 9));
    }
    expect(apiKeyOf(new Uint8Array(32))).not.toBe(apiKeyOf(new Uint8Array(32).fill(1)));
  });

  it('is not that of a key with one character changed, cut off or added, nor of an access token', () => {
    const key = apiKeyOf(randomBytes(32));
    for (let at = 3; at < key.length; at++) {
      const other = key[at] === 'a' ? 'b' : 'a';
      expect(isApiKey(key.slice(0, at) + other + key.slice(at + 1))).toBe(false);
    }
    for (const wrong of [key.slice(0, -1), `${key}0`, key.slice(3), ` ${key}`, 'mq_', 'eyJhbGciOiJFZERTQSJ9.e30.x'])
      expect(isApiKey(wrong)).toBe(false);
    expect(isMeantAsApiKey(key.slice(0, 10))).toBe(true);
    expect(isMeantAsApiKey('eyJhbGciOiJFZERTQSJ9.e30.x')).toBe(false);
  });

  it('says that it is of test mode', () => {
    const bytes = randomBytes(32);
    const [key, test] = [apiKeyOf(bytes), apiKeyOf(bytes, { isTest: true })];
    expect(test).toBe(key.replace('mq_', 'mqt_'));
    expect([isApiKey(test), isMeantAsApiKey(test), isMeantAsTestKey(test), isMeantAsTestKey(key)]).toEqual([true, true, true, false]);
    expect(startOfApiKey(test)).toBe(test.slice(0, 10));
  });
});
