import type { App as AppRow, AppAuthorization, AppSecret, User as UserRow } from '../../generated/prisma/client';

/** An app as who made it sees it, the newest secrets first. */
export type AppView = AppRow & { secrets: Pick<AppSecret, 'start' | 'until'>[] };

/** An app with who made it. */
export type AppOfSomebody = AppRow & { user: Pick<UserRow, 'username' | 'suspendedAt' | 'deactivatedAt'> };

/** An app that acts for a person, as that person sees it. */
export type AuthorizedAppView = AppAuthorization & { app: AppRow };

/** What an app gets. */
export interface Issued {
  accessToken: string;
  /** Null where an app acts for its own owner: it comes back with its secret. */
  refreshToken: string | null;
  expiresInSeconds: number;
  scopes: string[];
}

/** A browser that an app has sent here for a code. */
export interface CodeRequest {
  kind: 'code';
  app: AppOfSomebody;
  scopes: string[];
  redirectUri: string;
  state: string | null;
  challenge: string;
}

/** A device that waits to be let in. */
export interface DeviceRequest {
  kind: 'device';
  app: AppOfSomebody;
  scopes: string[];
  userCode: string;
}
