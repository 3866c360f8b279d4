/** Who is signed in, as the gateway read it from a verified access token. */
export interface Viewer {
  readonly id: string;
  readonly username: string;
  readonly role: 'user' | 'curator' | 'moderator' | 'admin';
  /** verb:resource, for example `review:event`. */
  readonly permissions: readonly string[];
  readonly sessionId: string;
  /** The key of an application that acts for this person; none for the person's own apps. */
  readonly keyId?: string;
  /** The app of somebody else that acts for this person, by OAuth; `keyId` is then what they allowed it. */
  readonly appId?: string;
  /** What the key was given (`ApiScope`); absent without a key, which may do all that the person may. */
  readonly scopes?: readonly string[];
}

/** The circumstances of one operation. `viewer` is null for a visitor. */
export interface Caller {
  readonly viewer: Viewer | null;
  readonly correlationId: string;
  readonly ip?: string;
  readonly userAgent?: string;
  readonly clientName?: string;
  readonly clientVersion?: string;
}

export const visitor = (correlationId = 'none'): Caller => ({ viewer: null, correlationId });
