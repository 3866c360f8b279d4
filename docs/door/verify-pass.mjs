// Says whether an entry pass is real, without network. Needs Node and nothing else.
//
//   curl https://<gateway>/.well-known/entry-passes.json > keys.json      (once, with network)
//   node docs/door/verify-pass.mjs keys.json <event id> <pass>            (at the door)
import { createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const part = (text) => JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));

/** The claims of the pass, or the reason why it opens no door. */
export function verifyPass(pass, { keys, eventId, now = new Date() }) {
  const [head, body, signature, more] = pass.trim().split('.');
  if (!signature || more !== undefined) return { fault: 'this is no pass' };
  let header, claims;
  try {
    [header, claims] = [part(head), part(body)];
  } catch {
    return { fault: 'this is no pass' };
  }
  const jwk = keys.find(({ kid }) => kid === header.kid);
  if (!jwk || header.alg !== 'EdDSA' || header.typ !== 'entry-pass+jwt') return { fault: 'it is signed by a key that is not known' };
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  if (!verify(null, Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'))) return { fault: 'its signature is wrong' };
  if (claims.evt !== eventId) return { fault: 'it is for another event' };
  if (now.getTime() >= claims.exp * 1000) return { fault: 'it is over' };
  return { claims };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [file, eventId, pass] = process.argv.slice(2);
  const { claims, fault } = verifyPass(pass, { ...JSON.parse(readFileSync(file, 'utf8')), eventId });
  console.log(claims ? `real: ${claims.sub}, ${claims.ppl} people` : `refused: ${fault}`);
  process.exitCode = claims ? 0 : 1;
}
