import { generateKeyPairSync } from 'node:crypto';
import { readPass, writePass, type PassClaims } from './entry-pass';

const pair = generateKeyPairSync('ed25519');
const keys = new Map([['k1', pair.publicKey.export({ format: 'jwk' })]]);
const claims: PassClaims = { evt: 'e', sub: 'ticket:t', ppl: 1, exp: 1_800_000_000 };
const pass = writePass(claims, { kid: 'k1', key: pair.privateKey });

test('a pass is read with the public key alone, and the same place has the same pass', () => {
  expect(readPass(pass, keys)).toEqual(claims);
  expect(readPass(` ${pass}\n`, keys)).toEqual(claims);
  expect(writePass(claims, { kid: 'k1', key: pair.privateKey })).toBe(pass);
});

test('what was changed, signed by another key, or is none at all is not read', () => {
  const [head, body, signature] = pass.split('.') as [string, string, string];
  const other = generateKeyPairSync('ed25519');
  const more = Buffer.from(JSON.stringify({ ...claims, ppl: 9 })).toString('base64url');
  const none = Buffer.from(JSON.stringify({ alg: 'none', kid: 'k1', typ: 'entry-pass+jwt' })).toString('base64url');
  const foreign = [writePass(claims, { kid: 'k1', key: other.privateKey }), writePass(claims, { kid: 'k2', key: pair.privateKey })];
  const odd = ['', 'a.b.c', `${head}.${more}.${signature}`, `${none}.${body}.`, `${head}.${body}`, `${pass}.x`, ...foreign];
  for (const code of odd) expect(readPass(code, keys)).toBeNull();
});
