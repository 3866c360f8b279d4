import type { Basics } from '@marquee/platform';
import { SignJWT } from 'jose';
import type { Settings } from '../../env';
import { permissionsOf, type Role } from '../user/user-roles';
import { ACCESS_TOKEN_SECONDS } from './session-lifetimes';
import type { SigningKeys } from './session-keys.kept';

export interface AccessToken {
  accessToken: string;
  accessTokenExpiresAt: Date;
}

interface Holder {
  id: string;
  username: string;
  role: Role;
}

/** Makes access tokens: JWTs (RFC 9068, `typ` at+jwt) signed with Ed25519, good for 15 minutes. */
export class AccessTokens {
  constructor(
    private readonly basics: Pick<Basics<unknown, Settings>, 'clock' | 'settings'>,
    private readonly keys: SigningKeys,
  ) {}

  issue(user: Holder, sessionId: string): Promise<AccessToken> {
    return this.sign(user, { sessionId }, ACCESS_TOKEN_SECONDS);
  }

  /** For what the platform itself reads for somebody, within scopes: gateways honour it as they do a key, and no session stands behind it. */
  issueScoped(user: Holder, scoped: { id: string; scopes: readonly string[] }, seconds: number): Promise<AccessToken> {
    return this.sign(user, { sessionId: scoped.id, keyId: scoped.id, scopes: scoped.scopes }, seconds);
  }

  private async sign(
    user: Holder,
    claims: { sessionId: string; keyId?: string; scopes?: readonly string[] },
    seconds: number,
  ): Promise<AccessToken> {
    const { clock, settings } = this.basics;
    const { kid, key } = await this.keys.signer();
    const issuedAt = Math.floor(clock.now().getTime() / 1000);
    const expiresAt = issuedAt + seconds;
    const accessToken = await new SignJWT({ username: user.username, role: user.role, permissions: permissionsOf(user.role), ...claims })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid })
      .setSubject(user.id)
      .setIssuer(settings.TOKEN_ISSUER)
      .setAudience(settings.TOKEN_AUDIENCE)
      .setIssuedAt(issuedAt)
      .setExpirationTime(expiresAt)
      .sign(key);
    return { accessToken, accessTokenExpiresAt: new Date(expiresAt * 1000) };
  }
}
