import { randomBytes } from 'node:crypto';
import type { Bus, Clock, Logger } from '@marquee/platform';
import type { Database, Tx } from '../../db';
import type { Secrets } from '../../secrets';
import { announceEnd } from './session.revocation';
import { deriveToken, hashToken, TOKEN_FORM, type Family } from './session.refresh-token';

const DAY_MS = 24 * 60 * 60 * 1000;
const TOKEN_LIFETIME_MS = 7 * DAY_MS;
export const SESSION_LIFETIME_MS = 90 * DAY_MS;
/** How long after its use a token still answers its successor, for a client that lost the answer. */
const GRACE_MS = 10_000;

export interface RefreshToken {
  refreshToken: string;
  refreshTokenExpiresAt: Date;
}

export type Rotation =
  | ({ outcome: 'rotated'; sessionId: string; userId: string } & RefreshToken)
  | { outcome: 'unknown' }
  /** Used before: the session has been ended. */
  | { outcome: 'reused'; sessionId: string };

/** The life of a session's refresh tokens. One is good at a time; each is spent once. */
export class RefreshTokens {
  constructor(protected readonly parts: { db: Database; bus: Bus; clock: Clock; secrets: Secrets; logger: Logger }) {}

  /** A salt for a new session. */
  newSalt = (): Uint8Array<ArrayBuffer> => new Uint8Array(randomBytes(16));

  /** Stores the first token of a session, in the transaction that opens it. */
  async begin(tx: Tx, session: Family & { expiresAt: Date }): Promise<void> {
    await this.store(tx, session, 0);
  }

  /** The token of a session that is good now. */
  async present(session: Family & { generation: number }): Promise<RefreshToken> {
    const refreshToken = deriveToken(this.parts.secrets.refreshTokens, session, session.generation);
    const row = await this.parts.db.prisma.refreshToken.findUniqueOrThrow({ where: { tokenHash: hashToken(refreshToken) } });
    return { refreshToken, refreshTokenExpiresAt: row.expiresAt };
  }

  /**
   * Spends a token for its successor, in one transaction. Of requests that bring the same token at the same time one spends it; the
   * others wait for it and then get the same successor, because they come within the grace.
   */
  async rotate(token: string): Promise<Rotation> {
    if (!TOKEN_FORM.test(token)) return { outcome: 'unknown' };
    const { db, bus, clock, logger } = this.parts;
    const tokenHash = hashToken(token);
    const rotation = await db.transaction(async (tx, after): Promise<Rotation> => {
      const now = clock.now();
      const spent = await this.spend(tx, tokenHash, now);
      if (spent) return this.succeed(tx, spent, now);
      const known = await tx.refreshToken.findUnique({ where: { tokenHash }, include: { session: true } });
      if (!known?.usedAt || known.session.endedAt) return { outcome: 'unknown' };
      if (known.generation === known.session.generation - 1 && now.getTime() - known.usedAt.getTime() <= GRACE_MS) {
        return this.answer(tx, known.session, known.session.userId, known.session.generation);
      }
      // Two hold this family, and we cannot tell which of them is the owner: neither goes on.
      await tx.session.updateMany({ where: { id: known.sessionId, endedAt: null }, data: { endedAt: now, endReason: 'TOKEN_REUSED' } });
      after(() => announceEnd(bus, { sessionId: known.sessionId }));
      return { outcome: 'reused', sessionId: known.sessionId };
    });
    if (rotation.outcome === 'reused')
      logger.warn({ sessionId: rotation.sessionId }, 'a spent refresh token came back; its session was ended');
    return rotation;
  }

  /** Marks the token as used and answers whose it is; null when it is unknown, expired, or used already. The condition is the lock. */
  protected async spend(tx: Tx, tokenHash: Uint8Array, now: Date): Promise<{ sessionId: string; generation: number } | null> {
    const [spent] = await tx.$queryRaw<{ session_id: string; generation: number }[]>`
      UPDATE refresh_tokens SET used_at = ${now}
      WHERE token_hash = ${tokenHash} AND used_at IS NULL AND expires_at > ${now}
      RETURNING session_id, generation`;
    return spent ? { sessionId: spent.session_id, generation: spent.generation } : null;
  }

  private async succeed(tx: Tx, spent: { sessionId: string; generation: number }, now: Date): Promise<Rotation> {
    const [session] = await tx.session.updateManyAndReturn({
      where: { id: spent.sessionId, endedAt: null, expiresAt: { gt: now } },
      data: { generation: { increment: 1 }, lastUsedAt: now },
    });
    if (!session) return { outcome: 'unknown' };
    await this.store(tx, session, session.generation);
    return this.answer(tx, session, session.userId, session.generation);
  }

  private async answer(tx: Tx, family: Family, userId: string, generation: number): Promise<Rotation> {
    const refreshToken = deriveToken(this.parts.secrets.refreshTokens, family, generation);
    const row = await tx.refreshToken.findFirstOrThrow({ where: { sessionId: family.id, generation } });
    return { outcome: 'rotated', sessionId: family.id, userId, refreshToken, refreshTokenExpiresAt: row.expiresAt };
  }

  private async store(tx: Tx, session: Family & { expiresAt: Date }, generation: number): Promise<void> {
    const issuedAt = this.parts.clock.now();
    await tx.refreshToken.create({
      data: {
        tokenHash: hashToken(deriveToken(this.parts.secrets.refreshTokens, session, generation)),
        sessionId: session.id,
        generation,
        issuedAt,
        expiresAt: new Date(Math.min(issuedAt.getTime() + TOKEN_LIFETIME_MS, session.expiresAt.getTime())),
      },
    });
  }
}
