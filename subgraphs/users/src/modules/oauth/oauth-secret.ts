import { createHash, createHmac, randomBytes } from 'node:crypto';
import { apiKeyOf } from '@marquee/platform';
import type { Secrets } from '../session/session-secrets';

interface SecretRow {
  appId: string;
  version: number;
  salt: Uint8Array;
}

/** How much of a secret is shown to recognise it by. */
const SHOWN = 10;

/** What an app shows that it is it: derived as keys of programs are, because a client that lost the answer must get the same again. */
export const appSecretOf = (secrets: Pick<Secrets, 'appSecrets'>, { appId, version, salt }: SecretRow): string =>
  `mqs_${createHmac('sha256', Buffer.concat([secrets.appSecrets, salt]))
    .update(`${appId}:${version}`)
    .digest('base64url')}`;

export const startOfSecret = (secret: string): string => secret.slice(0, SHOWN);

/** Stands where a key of a program does, and has its form: gateways exchange both alike. */
export const newAccessToken = (): string => apiKeyOf(randomBytes(32));
export const newRefreshToken = (): string => `mqr_${randomBytes(32).toString('base64url')}`;
export const newCode = (): string => randomBytes(32).toString('base64url');

/** By what a secret, a code or a token is found. */
export const hashOf = (secrets: Pick<Secrets, 'appTokens'>, token: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHmac('sha256', secrets.appTokens).update(token).digest());

/** Letters that nobody takes for others, and that make no words. */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';
const USER_CODE_LENGTH = 8;

/** What a person types in elsewhere: 20^8, for a quarter of an hour. */
export function newUserCode(): string {
  let code = '';
  // Of 256 values the last 16 would make some letters likelier.
  while (code.length < USER_CODE_LENGTH) for (const byte of randomBytes(16)) if (byte < 240) code += LETTERS[byte % LETTERS.length]!;
  return code.slice(0, USER_CODE_LENGTH);
}

/** As it is shown: `BCDF-GHJK`. */
export const shownUserCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`;

/** As it is kept, of whatever was typed. */
export const readUserCode = (typed: string): string =>
  typed
    .toUpperCase()
    .replace(/[^A-Z]/g, '')
    .slice(0, USER_CODE_LENGTH);

/** PKCE: what a verifier becomes by S256. */
export const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');
