import { Secret, TOTP } from 'otpauth';
import { base32, codeOfStep, stepOfCode, totpUri } from './factor-totp';

const SECRET = Buffer.from('12345678901234567890');

test.each([
  [59, '94287082'],
  [1111111109, '07081804'],
  [1111111111, '14050471'],
  [1234567890, '89005924'],
  [2000000000, '69279037'],
  [20000000000, '65353130'],
])('RFC 6238, appendix B: at %i seconds the code is %s', (seconds, code) => {
  expect(codeOfStep(SECRET, Math.floor(seconds / 30), 8)).toBe(code);
});

test('an app made by others reads the address, and its codes are good', () => {
  const app = TOTP ? new TOTP({ issuer: 'Marquee', label: 'ada', secret: Secret.fromBase32(base32(SECRET)) }) : null;
  const uri = new URL(totpUri(SECRET, 'ada'));
  expect([uri.protocol, uri.host, uri.pathname, uri.searchParams.get('secret')]).toEqual([
    'otpauth:',
    'totp',
    '/Marquee:ada',
    'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
  ]);
  for (const time of [0, 1_795_000_000_000, 1_795_000_029_999])
    expect(stepOfCode(SECRET, app!.generate({ timestamp: time }), new Date(time), null)).toBe(Math.floor(time / 30_000));
});

test('a code is good one step early and late, and never again', () => {
  const now = new Date(30_000 * 100 + 5_000);
  const step = (n: number, last: number | null = null) => stepOfCode(SECRET, codeOfStep(SECRET, n), now, last);
  expect([98, 99, 100, 101, 102].map((n) => step(n))).toEqual([null, 99, 100, 101, null]);
  expect([step(100, 100), step(99, 100), step(101, 100)]).toEqual([null, null, 101]);
});
