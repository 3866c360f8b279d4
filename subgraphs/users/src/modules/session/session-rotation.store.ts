import type { Step } from '../../context';
import type { Session as SessionRow } from '../../generated/prisma/client';
import { deriveToken, hashToken } from './session-refresh-token';

const TOKEN_LIFETIME_MS = 7 * 24 * 60 * 60 * 1000;
/** How long after its use a token still yields its successor, for a client that lost the answer. */
const GRACE_MS = 10_000;

/** How the use of a refresh token ended. The successor is the token of `generation`. */
export type Rotation =
  | { outcome: 'rotated'; sessionId: string; generation: number }
  | { outcome: 'unknown' }
  /** It was used before. Two hold this family, and nobody can tell which of them is the owner: the session must end. */
  | { outcome: 'reused'; sessionId: string };

/**
 * Spends a token for its successor. Of requests that bring the same token at the same time one spends it; the others wait for it and
 * then get the same successor, because they come within the grace.
 */
export async function rotateRefreshToken(step: Step, token: string): Promise<Rotation> {
  const { tx, now } = step;
  const tokenHash = hashToken(token);
  const spentOf = await spendToken(step, tokenHash);
  if (spentOf) return beginGeneration(step, spentOf);
  const known = await tx.refreshToken.findUnique({ where: { tokenHash }, include: { session: true } });
  if (!known?.usedAt || known.session.endedAt) return { outcome: 'unknown' };
  const { id: sessionId, generation } = known.session;
  const isLast = known.generation === generation - 1;
  if (isLast && now.getTime() - known.usedAt.getTime() <= GRACE_MS) return { outcome: 'rotated', sessionId, generation };
  return { outcome: 'reused', sessionId };
}

/** Stores the hash of a session's token of its present generation. */
export async function storeRefreshToken({ tx, now, kept }: Step, session: SessionRow): Promise<void> {
  const { id: sessionId, generation } = session;
  const tokenHash = hashToken(deriveToken(kept.secrets.refreshTokens, session, generation));
  const expiresAt = new Date(Math.min(now.getTime() + TOKEN_LIFETIME_MS, session.expiresAt.getTime()));
  await tx.refreshToken.create({ data: { tokenHash, sessionId, generation, issuedAt: now, expiresAt } });
}

/** Marks the token as used and returns whose it is; null when it is unknown, expired, or used already. The condition is the lock. */
async function spendToken({ tx, now }: Step, tokenHash: Uint8Array): Promise<string | null> {
  const [spent] = await tx.$queryRaw<{ session_id: string }[]>`
    UPDATE refresh_tokens SET used_at = ${now}
    WHERE token_hash = ${tokenHash} AND used_at IS NULL AND expires_at > ${now}
    RETURNING session_id`;
  return spent?.session_id ?? null;
}

async function beginGeneration(step: Step, sessionId: string): Promise<Rotation> {
  const { tx, now } = step;
  const [session] = await tx.session.updateManyAndReturn({
    where: { id: sessionId, endedAt: null, expiresAt: { gt: now } },
    data: { generation: { increment: 1 }, lastUsedAt: now },
  });
  if (!session) return { outcome: 'unknown' };
  await storeRefreshToken(step, session);
  return { outcome: 'rotated', sessionId, generation: session.generation };
}
