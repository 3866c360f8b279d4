import type { Session as SessionRow, User as UserRow } from '../../generated/prisma/client';
import type { AccessToken } from './session-access-tokens.kept';

/** A person with the session they are signed in with: what stands behind the graph's Viewer, also in the result of a sign-in. */
export interface SignedInAs {
  user: UserRow;
  sessionId: string;
}

export interface SessionTokens extends AccessToken {
  refreshToken: string;
  refreshTokenExpiresAt: Date;
}

/** What a client gets when it has signed in. */
export interface SignedIn {
  session: SessionTokens;
  viewer: SignedInAs;
}

/** Sessions that ended early, for gateways. */
export interface EndedSessions {
  sessions: { id: string; tokensExpireInMs: number }[];
  /** Where the next list continues. */
  since: string;
}

/** A session as its owner sees it. `current`: the one they look at it with. */
export type SessionView = SessionRow & { current: boolean };
