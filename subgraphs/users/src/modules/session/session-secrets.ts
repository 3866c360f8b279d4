import { createHash, hkdfSync } from 'node:crypto';

/** Keys for different purposes, derived from the one secret of the settings (HKDF, RFC 5869), so that none can stand in for another. */
export interface Secrets {
  /** AES-256 key around the private signing keys. */
  signingKeys: Buffer;
  /** HMAC key of refresh tokens. */
  refreshTokens: Buffer;
  /** AES-256 key around the secrets of authenticator apps, and HMAC key of the backup codes beside them. */
  totpSecrets: Buffer;
  backupCodes: Buffer;
  /** HMAC keys of the keys of programs, and of the hashes by which they are found. */
  apiKeys: Buffer;
  apiKeyHashes: Buffer;
  /** HMAC keys of the secrets of apps, and of the hashes by which these, codes and tokens are found. */
  appSecrets: Buffer;
  appTokens: Buffer;
  /** HMAC key of the tokens that mails carry. */
  mailTokens: Buffer;
  /** HMAC key of the addresses by which mail programs switch mails off. */
  unsubscribing: Buffer;
  /** HMAC keys of the codes that short messages and mails carry. */
  smsCodes: Buffer;
  mailCodes: Buffer;
  /** HMAC key of attempts to sign in by other providers, and AES-256 key around who was shown by one and has no account yet. */
  socialLogins: Buffer;
  socialRegistrations: Buffer;
  /** Names the secret without telling it, to recognise what was encrypted with another one. */
  id: string;
}

export function deriveSecrets(sessionSecret: string): Secrets {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', sessionSecret, 'marquee-users', purpose, 32));
  return {
    signingKeys: derive('signing-keys'),
    refreshTokens: derive('refresh-tokens'),
    totpSecrets: derive('totp-secrets'),
    backupCodes: derive('backup-codes'),
    apiKeys: derive('api-keys'),
    apiKeyHashes: derive('api-key-hashes'),
    appSecrets: derive('app-secrets'),
    appTokens: derive('app-tokens'),
    mailTokens: derive('mail-tokens'),
    unsubscribing: derive('unsubscribing'),
    smsCodes: derive('sms-codes'),
    mailCodes: derive('mail-codes'),
    socialLogins: derive('social-logins'),
    socialRegistrations: derive('social-registrations'),
    id: createHash('sha256').update(derive('id')).digest('hex').slice(0, 16),
  };
}
