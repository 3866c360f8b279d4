import type { Clock } from '@marquee/platform';
import { importPKCS8, SignJWT } from 'jose';
import { callProvider } from '../http/provider-call';

/** The file that Google gives for a service account, as far as it is needed. */
export interface ServiceAccount {
  project_id: string;
  client_email: string;
  private_key: string;
  private_key_id?: string | undefined;
  token_uri: string;
}

const SCOPE = 'https://www.googleapis.com/auth/firebase.messaging';
const ASSERTION_LASTS_S = 3_600;
/** Renewed so long before it runs out: a push under way takes a while. */
const MARGIN_MS = 120_000;

/** Google gave no token: our settings, or Google, are at fault. */
export class NoAccessToken extends Error {
  override name = 'NoAccessToken';

  constructor(
    readonly code: string,
    readonly retryAfterMs: number | null = null,
  ) {
    super(`No access token was given (${code}).`);
  }
}

/** Access tokens of a service account (RFC 7523: a signed assertion for a token of an hour). One is asked for at a time, and kept. */
export class FcmAccessToken {
  private kept: { token: string; until: number } | null = null;
  private asked: Promise<string> | null = null;

  constructor(
    private readonly account: ServiceAccount,
    private readonly clock: Clock,
    private readonly timeoutMs: number,
  ) {}

  /** Throws NoAccessToken, or NoAnswer. */
  get(): Promise<string> {
    if (this.kept && this.kept.until > this.clock.now().getTime()) return Promise.resolve(this.kept.token);
    return (this.asked ??= this.ask().finally(() => (this.asked = null)));
  }

  /** The provider refused this one: the next is asked for anew. */
  forget(token: string): void {
    if (this.kept?.token === token) this.kept = null;
  }

  private async ask(): Promise<string> {
    const { client_email: email, private_key: key, private_key_id: keyId, token_uri: uri } = this.account;
    const now = this.clock.now();
    const seconds = Math.floor(now.getTime() / 1000);
    const assertion = await new SignJWT({ scope: SCOPE })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', ...(keyId ? { kid: keyId } : {}) })
      .setIssuer(email)
      .setAudience(uri)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + ASSERTION_LASTS_S)
      .sign(await importPKCS8(key, 'RS256').catch(() => Promise.reject(new NoAccessToken('unreadable key'))));
    const { status, body, retryAfterMs } = await callProvider(uri, {
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion }).toString(),
      timeoutMs: this.timeoutMs,
      now,
    });
    const { access_token: token, expires_in: lasts, error } = (body ?? {}) as Record<string, unknown>;
    if (status !== 200 || typeof token !== 'string' || typeof lasts !== 'number')
      throw new NoAccessToken(typeof error === 'string' ? error : String(status), retryAfterMs);
    this.kept = { token, until: now.getTime() + lasts * 1000 - MARGIN_MS };
    return token;
  }
}
