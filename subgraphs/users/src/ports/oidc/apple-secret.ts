import { importPKCS8, SignJWT } from 'jose';

export interface AppleKey {
  teamId: string;
  keyId: string;
  /** PKCS #8, as Apple gives it. */
  privateKey: string;
  clientId: string;
}

const AUDIENCE = 'https://appleid.apple.com';
const LASTS_S = 3600;

/** Apple's client secret: a JWT that we sign (ES256), good for an hour and made anew before that. */
export function appleSecret({ teamId, keyId, privateKey, clientId }: AppleKey, now: () => Date): () => Promise<string> {
  let made: { secret: string; until: number } | null = null;
  return async () => {
    const at = Math.floor(now().getTime() / 1000);
    if (made && at < made.until) return made.secret;
    const secret = await new SignJWT({})
      .setProtectedHeader({ alg: 'ES256', kid: keyId })
      .setIssuer(teamId)
      .setSubject(clientId)
      .setAudience(AUDIENCE)
      .setIssuedAt(at)
      .setExpirationTime(at + LASTS_S)
      .sign(await importPKCS8(privateKey, 'ES256'));
    made = { secret, until: at + LASTS_S / 2 };
    return secret;
  };
}
