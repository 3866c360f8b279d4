import { GraphError, unauthenticated, withinScopes, z, type Logger } from '@marquee/platform';
import { OperationTypeNode } from 'graphql';
import { createLocalJWKSet, createRemoteJWKSet, customFetch, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { BoundedMap } from './bounded-map';
import type { Identity } from './identity';
import type { CalledFrom } from './keys/key-places';
import type { Revocations } from './sessions/revocations';

/** The token is genuine, and no good any more: it has expired, or its session has ended. */
export class OutdatedToken extends GraphError {
  constructor(
    message: string,
    readonly identity: Identity,
  ) {
    super('UNAUTHENTICATED', message);
    this.name = 'OutdatedToken';
  }
}

export interface TokenVerifier {
  /** Resolves to the identity that the token stands for; rejects with UNAUTHENTICATED (OutdatedToken where it was good once) otherwise. */
  verify(token: string, from?: CalledFrom): Promise<Identity>;
}

export interface TokenVerifierOptions {
  /** Where the signing keys are published (JWKS), or a function that returns them in the same process. */
  readonly keys: URL | (() => Promise<unknown>);
  readonly issuer: string;
  readonly audience: string;
  readonly revocations?: Revocations;
  readonly logger: Logger;
  readonly now?: () => number;
  /** So far the issuer's clock is ahead of ours: it can be moved where tests are its purpose. */
  readonly aheadMs?: () => number;
}

/** The issuer and the audience that a token must name, unless others are configured. */
export const DEFAULT_ISSUER = 'marquee';
export const DEFAULT_AUDIENCE = 'marquee';

const MAX_REMEMBERED_TOKENS = 10_000;
const MAX_TOKEN_LENGTH = 4_096;
const CLOCK_SKEW_SECONDS = 5;
/** At most one reading of the keys in this time, however many tokens come with an unknown key id. */
const KEYS_COOLDOWN_MS = 10_000;
const KEYS_MAX_AGE_MS = 10 * 60_000;
const KEYS_TIMEOUT_MS = 3_000;

const claims = z.object({
  sub: z.string().min(1),
  username: z.string(),
  role: z.enum(['user', 'curator', 'moderator', 'admin']),
  permissions: z.array(z.string()).default([]),
  sessionId: z.string(),
  keyId: z.string().min(1).optional(),
  scopes: z.array(z.string()).optional(),
  iat: z.number(),
  exp: z.number(),
});

/** Verifies access tokens: JWTs of type at+jwt signed with EdDSA. A verified token is remembered until it expires. */
export class JwtVerifier implements TokenVerifier {
  private readonly verified = new BoundedMap<string, Identity>(MAX_REMEMBERED_TOKENS);
  private readonly keys: JWTVerifyGetKey;
  private readonly now: () => number;

  constructor(private readonly options: TokenVerifierOptions) {
    this.keys = keySet(options.keys);
    this.now = options.now ?? Date.now;
  }

  async verify(token: string): Promise<Identity> {
    const identity = this.inOurTime(this.verified.get(token) ?? (await this.check(token)));
    if (identity.expiresAt <= this.now()) throw new OutdatedToken(EXPIRED, identity);
    if (this.options.revocations?.covers(identity)) throw new OutdatedToken('The session has ended. Sign in again.', identity);
    return identity;
  }

  private inOurTime(identity: Identity): Identity {
    const ahead = this.options.aheadMs?.() ?? 0;
    return ahead === 0 ? identity : { ...identity, issuedAt: identity.issuedAt - ahead, expiresAt: identity.expiresAt - ahead };
  }

  private async check(token: string): Promise<Identity> {
    if (token.length > MAX_TOKEN_LENGTH) throw invalid();
    try {
      const { payload } = await jwtVerify(token, this.keys, {
        // RFC 9864 gives EdDSA over Ed25519 a name of its own; issuers use either.
        algorithms: ['EdDSA', 'Ed25519'],
        typ: 'at+jwt',
        issuer: this.options.issuer,
        audience: this.options.audience,
        clockTolerance: CLOCK_SKEW_SECONDS,
        requiredClaims: ['sub', 'iat', 'exp'],
        currentDate: new Date(this.now() + (this.options.aheadMs?.() ?? 0)),
      });
      const identity = identityOf(payload);
      this.verified.set(token, identity);
      return identity;
    } catch (error) {
      // Its signature, issuer and audience were checked before its time.
      if (error instanceof errors.JWTExpired) throw outdated(error.payload);
      if (isKeysFault(error)) {
        this.options.logger.error({ err: error }, 'the keys of access tokens cannot be read');
        throw new GraphError('SUBGRAPH_UNAVAILABLE', 'Access tokens cannot be checked at the moment. Try again.', { retryable: true });
      }
      this.options.logger.info({ reason: (error as Error).message }, 'refused an access token');
      throw invalid();
    }
  }
}

/** For a gateway without an issuer: it serves visitors, and refuses every token with the reason. */
export const refusingVerifier: TokenVerifier = {
  verify: () =>
    Promise.reject(unauthenticated('This gateway has no JWKS_URL and cannot check access tokens. Send the request without one.')),
};

const EXPIRED = 'The access token has expired. Refresh it and try again.';

function outdated(payload: unknown): GraphError {
  try {
    return new OutdatedToken(EXPIRED, identityOf(payload));
  } catch {
    return unauthenticated(EXPIRED);
  }
}

function identityOf(payload: unknown): Identity {
  const { sub, username, role, permissions, sessionId, keyId, scopes, iat, exp } = claims.parse(payload);
  const ofProgram = { ...(keyId === undefined ? {} : { keyId }), ...(scopes === undefined ? {} : { scopes }) };
  return {
    viewer: withinScopes({ id: sub, username, role, permissions, sessionId, ...ofProgram }, OperationTypeNode.QUERY),
    issuedAt: iat * 1000,
    expiresAt: exp * 1000,
  };
}

const invalid = () => unauthenticated('The access token is not valid.');

function keySet(keys: TokenVerifierOptions['keys']): JWTVerifyGetKey {
  const options = { cooldownDuration: KEYS_COOLDOWN_MS, cacheMaxAge: KEYS_MAX_AGE_MS, timeoutDuration: KEYS_TIMEOUT_MS };
  const remote =
    keys instanceof URL
      ? createRemoteJWKSet(keys, options)
      : // The same rules for keys of the same process: only the way to them differs.
        createRemoteJWKSet(new URL('http://in-process.invalid/jwks'), {
          ...options,
          [customFetch]: async () => Response.json(await keys()),
        });
  let leftAloneUntil = 0;
  return async (header, token) => {
    // Only one token waits for an issuer that hangs.
    const last = remote.jwks();
    if (last && Date.now() < leftAloneUntil) return createLocalJWKSet(last)(header, token);
    try {
      return await remote(header, token);
    } catch (error) {
      // While the keys cannot be read again, the last known ones stay valid: an issuer that is down must not sign everybody out.
      const known = isKeysFault(error) ? remote.jwks() : undefined;
      if (!known) throw error;
      leftAloneUntil = Date.now() + KEYS_COOLDOWN_MS;
      return createLocalJWKSet(known)(header, token);
    }
  };
}

/** Tells whether reading the keys failed, rather than the token. */
function isKeysFault(error: unknown): boolean {
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof z.ZodError) return false;
  if (!(error instanceof errors.JOSEError)) return true;
  return ['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID'].includes(error.code);
}

/**
 * Reads the token of an authorization header or of a socket's init payload. Null when there is none, which includes the scheme alone;
 * undefined when the value is something else.
 */
export function bearerToken(authorization: unknown): string | null | undefined {
  if (authorization === undefined || authorization === null) return null;
  if (typeof authorization !== 'string') return undefined;
  const trimmed = authorization.trim();
  if (trimmed === '' || /^Bearer$/i.test(trimmed)) return null;
  return /^Bearer +(\S+)$/i.exec(trimmed)?.[1];
}
