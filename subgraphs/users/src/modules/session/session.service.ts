import { randomUUID } from 'node:crypto';
import { notFound, once, parseInput, Refusal, type Bus, type Caller, type Clock } from '@marquee/platform';
import type { Database, Tx } from '../../db';
import type { Session as SessionRow, User as UserRow } from '../../generated/prisma/client';
import type { Loaders } from '../../loaders';
import { viewerOf, type SignedInAs } from '../../viewer';
import { networkOf } from '../account/account.network';
import type { AccessToken, AccessTokens } from './session.access-token';
import { endAllSessionsInput, endSessionInput, refreshSessionInput } from './session.input';
import { announceEnd } from './session.revocation';
import { SESSION_LIFETIME_MS, type RefreshToken, type RefreshTokens } from './session.rotation';

export type SessionTokens = AccessToken & RefreshToken;

/** What a client gets when it has signed in. */
export interface SignedIn {
  session: SessionTokens;
  viewer: SignedInAs;
}

/** A session as its owner sees it. `current`: the one they look at it with. */
export type SessionView = SessionRow & { current: boolean };

export interface SessionServiceParts {
  db: Database;
  bus: Bus;
  clock: Clock;
  caller: Caller;
  loaders: Loaders;
  accessTokens: AccessTokens;
  refreshTokens: RefreshTokens;
}

const LISTED_AT_MOST = 100;

const invalidRefreshToken = () =>
  new Refusal('InvalidRefreshToken', 'UNAUTHENTICATED', 'This refresh token is not valid any more. Sign in again.');

/** Sessions: opening, refreshing, listing and ending them. */
export class SessionService {
  constructor(private readonly parts: SessionServiceParts) {}

  /** Opens a session for somebody whose password was checked. With an idempotency key, a repeat answers the session it opened first. */
  async open(user: UserRow, idempotencyKey: string | null): Promise<SignedIn> {
    const { db, accessTokens, refreshTokens } = this.parts;
    const id = await db.transaction((tx) =>
      once(tx, { principal: user.id, operation: 'login', key: idempotencyKey, args: {} }, () => this.create(tx, user)),
    );
    const session = await db.prisma.session.findUniqueOrThrow({ where: { id } });
    return this.signedIn(user, id, { ...(await accessTokens.issue(user, id)), ...(await refreshTokens.present(session)) });
  }

  async refresh(raw: unknown): Promise<SignedIn> {
    const { db, accessTokens, refreshTokens } = this.parts;
    const { refreshToken } = parseInput(refreshSessionInput, raw);
    const rotation = await refreshTokens.rotate(refreshToken);
    if (rotation.outcome === 'unknown') throw invalidRefreshToken();
    if (rotation.outcome === 'reused') {
      throw new Refusal(
        'RefreshTokenReused',
        'UNAUTHENTICATED',
        'This refresh token was used before. The session has been ended; sign in again.',
      );
    }
    // Read anew: the role may have changed since the last token.
    const user = await db.prisma.user.findUniqueOrThrow({ where: { id: rotation.userId } });
    const { refreshToken: successor, refreshTokenExpiresAt } = rotation;
    const access = await accessTokens.issue(user, rotation.sessionId);
    return this.signedIn(user, rotation.sessionId, { ...access, refreshToken: successor, refreshTokenExpiresAt });
  }

  /** Answers the id of the session, which is ended now, whether it was before or not. */
  async logout(): Promise<string> {
    const { id, sessionId } = viewerOf(this.parts.caller);
    await this.end({ id: sessionId, userId: id }, 'SIGNED_OUT');
    return sessionId;
  }

  async endOne(raw: unknown): Promise<string> {
    const { sessionId } = parseInput(endSessionInput, raw);
    const { id } = viewerOf(this.parts.caller);
    const owned = await this.parts.db.prisma.session.count({ where: { id: sessionId, userId: id } });
    if (owned === 0) throw notFound('This session');
    await this.end({ id: sessionId, userId: id }, 'ENDED_BY_OWNER');
    return sessionId;
  }

  async endAll(raw: unknown): Promise<string[]> {
    const { keepCurrent } = parseInput(endAllSessionsInput, raw ?? {});
    const { id, sessionId } = viewerOf(this.parts.caller);
    return this.end({ userId: id, ...(keepCurrent ? { id: { not: sessionId } } : {}) }, 'ENDED_BY_OWNER');
  }

  /** Live sessions of somebody, the newest first. */
  async list({ user, sessionId }: SignedInAs): Promise<SessionView[]> {
    const { db, clock } = this.parts;
    const rows = await db.prisma.session.findMany({
      where: { userId: user.id, endedAt: null, expiresAt: { gt: clock.now() } },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: LISTED_AT_MOST,
    });
    return rows.map((row) => ({ ...row, current: row.id === sessionId }));
  }

  async current({ sessionId }: SignedInAs): Promise<SessionView> {
    return { ...(await this.parts.db.prisma.session.findUniqueOrThrow({ where: { id: sessionId } })), current: true };
  }

  /** Whoever has just proved who they are sees all of their own profile in the answer, although the request came from a visitor. */
  private signedIn(user: UserRow, sessionId: string, session: SessionTokens): SignedIn {
    this.parts.loaders.viewerRelationByUserId.clear(user.id).prime(user.id, { userId: user.id, relation: 'SELF' });
    return { session, viewer: { user, sessionId } };
  }

  private async end(where: { userId: string; id?: string | { not: string } }, endReason: string): Promise<string[]> {
    const { db, bus, clock } = this.parts;
    return db.transaction(async (tx, after) => {
      const ended = await tx.session.updateManyAndReturn({
        where: { ...where, endedAt: null },
        data: { endedAt: clock.now(), endReason },
        select: { id: true },
      });
      for (const { id } of ended) after(() => announceEnd(bus, { sessionId: id }));
      return ended.map(({ id }) => id);
    });
  }

  private async create(tx: Tx, user: UserRow): Promise<string> {
    const { clock, caller, refreshTokens } = this.parts;
    // Held until the commit, so that a suspension at the same time either sees this session or is seen here.
    const [allowed] = await tx.$queryRaw<
      { suspended_at: Date | null }[]
    >`SELECT suspended_at FROM users WHERE id = ${user.id}::uuid FOR SHARE`;
    if (!allowed || allowed.suspended_at) {
      throw new Refusal(
        'AccountSuspended',
        'FORBIDDEN',
        'This account is suspended. Write to the platform if you think this is a mistake.',
      );
    }
    const now = clock.now();
    const session = await tx.session.create({
      data: {
        id: randomUUID(),
        userId: user.id,
        salt: refreshTokens.newSalt(),
        ip: caller.ip ?? null,
        network: networkOf(caller.ip),
        userAgent: label(caller.userAgent, 400),
        clientName: label(caller.clientName, 100),
        createdAt: now,
        lastUsedAt: now,
        expiresAt: new Date(now.getTime() + SESSION_LIFETIME_MS),
      },
    });
    await refreshTokens.begin(tx, session);
    return session.id;
  }
}

/** What a client says of itself: bounded, and without what neither Postgres nor a terminal likes. */
const label = (said: string | undefined, longest: number): string | null => said?.replace(/\p{Cc}/gu, '').slice(0, longest) || null;
