import { createHash, createHmac } from 'node:crypto';

/** The family a refresh token belongs to: one session, with a salt of its own. */
export interface Family {
  id: string;
  salt: Uint8Array;
}

/**
 * The refresh token of one generation of a session: HMAC-SHA-256 over session and generation, keyed by the server's secret and the
 * session's salt. Derived and not drawn, because a client that lost the answer must get the same successor again, and only its hash is
 * stored. The database alone lacks the secret, the secret alone lacks the salt: neither can make a token.
 */
export function deriveToken(secret: Uint8Array, family: Family, generation: number): string {
  return createHmac('sha256', Buffer.concat([secret, family.salt]))
    .update(`${family.id}:${generation}`)
    .digest('base64url');
}

/** What the database knows of a token. A plain hash suffices: a token has 256 bits that nobody can guess. */
export const hashToken = (token: string): Uint8Array<ArrayBuffer> => new Uint8Array(createHash('sha256').update(token).digest());

/** The form of a token; anything else is refused before the database is asked. */
export const TOKEN_FORM = /^[\w-]{43}$/;
