import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Caller } from './viewer';

/**
 * The passport: what a subgraph believes about a caller. The gateway signs one for each request it sends, for one audience, for one
 * body, for 30 seconds. A subgraph takes nothing from anybody without it, so no header a client sends can claim an identity.
 *
 * Form: `base64url(claims JSON) "." base64url(HMAC-SHA256)`. The key is derived per audience (HKDF, RFC 5869) from one secret, so that
 * a passport for one subgraph is worthless at another. See docs/decisions/passport.md for why this is no JWT.
 */
export const PASSPORT_HEADER = 'x-marquee-passport';
const LIFETIME_SECONDS = 30;
const CLOCK_SKEW_SECONDS = 5;

interface Claims {
  aud: string;
  exp: number;
  jti: string;
  /** SHA-256 of the body, base64url. */
  body: string;
  caller: Caller;
}

export class PassportError extends Error {
  override name = 'PassportError';
}

export class PassportOffice {
  private readonly keys = new Map<string, Buffer>();

  constructor(
    private readonly secret: string,
    private readonly now: () => number = Date.now,
  ) {}

  sign(audience: string, caller: Caller, body: string): string {
    const claims: Claims = {
      aud: audience,
      exp: Math.floor(this.now() / 1000) + LIFETIME_SECONDS,
      jti: randomBytes(12).toString('base64url'),
      body: digest(body),
      caller,
    };
    const head = Buffer.from(JSON.stringify(claims)).toString('base64url');
    return `${head}.${this.mac(audience, head).toString('base64url')}`;
  }

  /** Returns the caller, or throws PassportError with a reason for the log (never for the client). */
  verify(audience: string, passport: string | undefined, body: string): { caller: Caller; id: string; expiresAt: number } {
    const [head, mac, rest] = passport?.split('.') ?? [];
    if (!head || !mac || rest !== undefined) throw new PassportError('no passport');
    const given = Buffer.from(mac, 'base64url');
    const expected = this.mac(audience, head);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new PassportError('signature does not match');
    const claims = JSON.parse(Buffer.from(head, 'base64url').toString('utf8')) as Claims;
    if (claims.aud !== audience) throw new PassportError('made out for another audience');
    if (claims.exp + CLOCK_SKEW_SECONDS < this.now() / 1000) throw new PassportError('expired');
    if (claims.body !== digest(body)) throw new PassportError('made out for another body');
    return { caller: claims.caller, id: claims.jti, expiresAt: claims.exp * 1000 };
  }

  private mac(audience: string, head: string): Buffer {
    let key = this.keys.get(audience);
    if (!key) {
      key = Buffer.from(hkdfSync('sha256', this.secret, 'marquee-passport', audience, 32));
      this.keys.set(audience, key);
    }
    return createHmac('sha256', key).update(head).digest();
  }
}

/** Over graphql-ws one socket carries many operations: each has its own passport in `extensions.passport`, made out for this text. */
export function operationBody(operation: {
  query: string;
  variables?: Record<string, unknown> | null;
  operationName?: string | null;
  /** `extensions.live` of the operation: how a stream is asked for. */
  live?: unknown;
}): string {
  const { query, variables, operationName, live } = operation;
  return JSON.stringify([query, variables ?? null, operationName ?? null, ...(live === undefined ? [] : [live])]);
}

const digest = (body: string) => createHash('sha256').update(body).digest('base64url');
