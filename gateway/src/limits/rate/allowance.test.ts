import { DEFAULT_RATES, payerOf, slowDown } from './allowance';

const viewer = { id: 'p1', username: 'ada', role: 'user' as const, permissions: [], sessionId: 's1' };

test('a person pays wherever they are', () => {
  expect(payerOf({ viewer, ip: '192.0.2.1', correlationId: 'c' })).toEqual({ kind: 'signedIn', key: 'viewer:p1' });
});

test('visitors pay by their network: an IPv4 address, or the half of an IPv6 address that a provider gives to one customer', () => {
  const keyOf = (ip: string) => payerOf({ viewer: null, ip, correlationId: 'c' })?.key;
  expect(keyOf('192.0.2.1')).toBe('ip:192.0.2.1');
  expect(keyOf('::ffff:192.0.2.1')).toBe('ip:192.0.2.1');
  expect(keyOf('2001:db8:0:1::1')).toBe(keyOf('2001:db8::1:ffff:ffff:ffff:ffff'));
  expect(keyOf('2001:db8:0:1::1')).not.toBe(keyOf('2001:db8:0:2::1'));
});

test('whoever has no address cannot be counted', () => {
  expect(payerOf({ viewer: null, correlationId: 'c' })).toBeNull();
});

test('visitors wait from the 51st operation on, each half a second longer, 20 s at most (X15)', () => {
  const wait = (count: number) => slowDown(DEFAULT_RATES.anonymous, count);
  expect([1, 50, 51, 52, 90, 91, 100].map(wait)).toEqual([0, 0, 500, 1_000, 20_000, 20_000, 20_000]);
});

test('an address of visitors has a hundred operations in a quarter of an hour, a person a hundred in a minute (X12, X13)', () => {
  expect(DEFAULT_RATES.anonymous).toMatchObject({ operations: 100, windowSeconds: 15 * 60 });
  expect(DEFAULT_RATES.signedIn).toMatchObject({ operations: 100, windowSeconds: 60 });
});

test('people who are signed in never wait', () => {
  expect(slowDown(DEFAULT_RATES.signedIn, 100)).toBe(0);
});
