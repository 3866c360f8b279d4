import { createPublicKey, sign, verify, type JsonWebKey, type KeyObject } from 'node:crypto';

/**
 * An entry pass: a JWT (RFC 7519) that is signed with Ed25519, so that a door without network tells a real one from an invented one by the
 * public keys alone. The same place has the same pass as long as the same key signs.
 */
export interface PassClaims {
  /** The event. */
  evt: string;
  /** The place: `ticket:<id>`, or `guest:<id of the answer>` for a party without tickets. */
  sub: string;
  /** How many people it is for. */
  ppl: number;
  /** When the door closes, in seconds: afterwards it is good for nothing. */
  exp: number;
}

export const PASS_TYPE = 'entry-pass+jwt';

/** Tells a pass from a ticket's code, which has no dots. */
export const looksLikePass = (code: string): boolean => code.split('.').length === 3;

export function writePass(claims: PassClaims, { kid, key }: { kid: string; key: KeyObject }): string {
  const text = `${encode({ alg: 'EdDSA', kid, typ: PASS_TYPE })}.${encode(claims)}`;
  return `${text}.${sign(null, Buffer.from(text), key).toString('base64url')}`;
}

/** The claims of a real pass; null for anything else. The time is for the caller to judge. `keys`: the public keys by their ids. */
export function readPass(code: string, keys: ReadonlyMap<string, JsonWebKey>): PassClaims | null {
  const [head = '', body = '', signature = '', ...more] = code.trim().split('.');
  const header = decode(head);
  const jwk = typeof header?.['kid'] === 'string' ? keys.get(header['kid']) : undefined;
  if (!jwk || more.length > 0 || header!['alg'] !== 'EdDSA' || header!['typ'] !== PASS_TYPE) return null;
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  if (!verify(null, Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'))) return null;
  return decode(body) as PassClaims | null;
}

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

function decode(part: string): Record<string, unknown> | null {
  try {
    const value = JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as unknown;
    return typeof value === 'object' ? (value as Record<string, unknown> | null) : null;
  } catch {
    return null;
  }
}
