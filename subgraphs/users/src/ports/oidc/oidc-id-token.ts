import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { IdentityFault, type Identity } from '../identity-provider';

/** Older ones are not of this attempt. */
const OLDEST = '10 minutes';
const TIMEOUT_MS = 10_000;

/** Checks ID tokens that did not come from the provider itself: signature, who made it, for whom, when, and for which attempt. */
export class IdTokens {
  private readonly keys: JWTVerifyGetKey;

  constructor(
    private readonly expected: { issuer: string; audiences: readonly string[] },
    jwksUri: string,
  ) {
    this.keys = createRemoteJWKSet(new URL(jwksUri), { timeoutDuration: TIMEOUT_MS });
  }

  async verify(idToken: string, nonce: string): Promise<Identity> {
    const { issuer, audiences } = this.expected;
    const { payload } = await jwtVerify(idToken, this.keys, {
      issuer,
      audience: [...audiences],
      algorithms: ['RS256', 'ES256', 'EdDSA', 'PS256'],
      maxTokenAge: OLDEST,
      clockTolerance: 60,
      requiredClaims: ['sub', 'exp', 'nonce'],
    }).catch((error: unknown) => {
      throw faultOf(error);
    });
    if (payload['nonce'] !== nonce) throw new IdentityFault('nonce', false);
    return identityOf(payload);
  }
}

const faultOf = (error: unknown): IdentityFault => {
  const isProviders = error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError) || error.code === 'ERR_JOSE_GENERIC';
  return new IdentityFault(error instanceof errors.JOSEError ? error.code : 'keys', isProviders);
};

/** Apple sends `email_verified` as a text. */
export function identityOf(claims: JWTPayload): Identity {
  const text = (name: string) => (typeof claims[name] === 'string' && claims[name] !== '' ? claims[name] : null);
  const verified = claims['email_verified'];
  if (!claims.sub) throw new IdentityFault('sub', true);
  return { subject: claims.sub, email: text('email'), emailVerified: verified === true || verified === 'true', name: text('name') };
}
