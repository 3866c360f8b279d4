import { GraphError, unauthenticated, type Logger } from '@marquee/platform';
import type { TokenVerifier } from '../authenticate';
import type { Identity } from '../identity';
import { credentials } from './credentials';
import { Expiry, type ExpiryHandlers } from './expiry';
import type { CalledFrom } from '../keys/key-places';
import { hasSameRights } from './rights';

export interface SignInParts {
  readonly verifier: TokenVerifier;
  readonly logger: Logger;
}

/** The socket's session is told when something about the sign-in changes. */
export interface SignInEvents {
  tokenExpired(): void;
  tokenExpiresSoon(expiresAt: number): void;
  rightsChanged(): void;
}

/** Who is signed in on one socket: the token of its start, fresh tokens that take its place, and its end. */
export class SocketSignIn implements ExpiryHandlers {
  private current: Identity | null = null;
  private expiry: Expiry | null = null;
  private over = false;

  constructor(
    private readonly parts: SignInParts,
    private readonly events: SignInEvents,
    private readonly noticeMs: number,
    private readonly from: CalledFrom,
  ) {}

  /** Null for visitors. */
  get identity(): Identity | null {
    return this.current;
  }

  /** The identity of the first payload; null for a visitor. Rejects with UNAUTHENTICATED. */
  async verify(payload: Record<string, unknown> | undefined): Promise<Identity | null> {
    const token = credentials(payload);
    return token === null ? null : this.parts.verifier.verify(token, this.from);
  }

  /** The identity holds from now on, until its token expires. */
  accept(identity: Identity): void {
    this.current = identity;
    this.expiry ??= new Expiry(this, this.noticeMs);
    this.expiry.watch(identity.expiresAt);
  }

  /**
   * Takes a fresh token. An invalid one harms nothing: the earlier token stays valid until it expires. Returns the payload of the pong;
   * null when the socket is gone by now.
   */
  async renew(payload: Record<string, unknown>): Promise<Record<string, unknown> | null> {
    try {
      const token = credentials(payload);
      if (token === null) throw unauthenticated('The payload has no usable token.');
      const fresh = await this.parts.verifier.verify(token, this.from);
      if (this.over) return null;
      this.replaceWith(fresh);
      return { authenticated: true, expiresAt: timeText(fresh.expiresAt) };
    } catch (error) {
      if (!(error instanceof GraphError)) this.parts.logger.error({ err: error }, 'could not check a token');
      const { message, extensions } =
        error instanceof GraphError
          ? error
          : { message: 'The token could not be checked. Try again.', extensions: { code: 'INTERNAL_SERVER_ERROR', retryable: true } };
      return { authenticated: false, error: { message, extensions } };
    }
  }

  stop(): void {
    this.over = true;
    this.expiry?.stop();
  }

  ended(): void {
    this.events.tokenExpired();
  }

  soon(expiresAt: number): void {
    this.events.tokenExpiresSoon(expiresAt);
  }

  /** Throws UNAUTHENTICATED when the token cannot take the place of the present one. */
  private replaceWith(fresh: Identity): void {
    const present = this.current;
    if (!present) throw unauthenticated('Nobody is signed in on this socket. Open another to sign in.');
    if (fresh.viewer.id !== present.viewer.id)
      throw unauthenticated('The token is another person’s. Open another socket to change who is signed in.');
    // Two tokens that cross on the way must not bring back the rights of the older.
    if (fresh.issuedAt < present.issuedAt) throw unauthenticated('The token is older than the one in use.');
    this.accept(fresh);
    if (!hasSameRights(fresh.viewer, present.viewer)) this.events.rightsChanged();
  }
}

/** Times in payloads of sockets are ISO 8601. */
export const timeText = (time: number) => new Date(time).toISOString();
