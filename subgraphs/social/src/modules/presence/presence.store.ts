import { channels } from '../../channels';
import type { Step } from '../../context';
import type { PresenceState } from '../../generated/prisma/client';
import { bestState } from './presence.sql';
import type { PresencePush, Sign } from './presence.types';

// Signs of life are leases in the database, so that any replica may take the next one. A person is there while one of their leases is; a
// lease that nobody renews ends by itself, so after a crash of any process presence is right again within one lease.

/** A lease whose connection was closed holds a little longer, so that reconnecting is not seen as leaving and coming. */
const GRACE_MS = 5_000;
const EXPIRE_AT_ONCE = 500;

/** Gives or renews a lease. Without a state it shows what the session showed before, at first ONLINE; with one, all of the session does. */
export async function giveSign(step: Step, { userId, sessionId, connectionId }: Sign, state: PresenceState | null = null): Promise<void> {
  const { tx, now, kept } = step;
  await lockPresence(step, userId);
  const expiresAt = new Date(now.getTime() + kept.settings.PRESENCE_LEASE_MS);
  await tx.$executeRaw`
    INSERT INTO presence_leases (user_id, connection_id, session_id, state, expires_at)
    VALUES (${userId}::uuid, ${connectionId}, ${sessionId},
            coalesce(${state}::presence_state,
                     (SELECT state FROM presence_leases WHERE user_id = ${userId}::uuid AND session_id = ${sessionId} AND expires_at > ${now}
                      ORDER BY expires_at DESC LIMIT 1),
                     'ONLINE'), ${expiresAt})
    ON CONFLICT (user_id, connection_id) DO UPDATE SET expires_at = excluded.expires_at, state = excluded.state`;
  if (state) await tx.presenceLease.updateMany({ where: { userId, sessionId }, data: { state } });
  await tx.presence.update({ where: { userId }, data: { lastSeenAt: now } });
  await updatePresence(step, userId);
}

/** The connection is closed. */
export async function releaseLease({ tx, now }: Step, { userId, connectionId }: Sign): Promise<void> {
  const soon = new Date(now.getTime() + GRACE_MS);
  await tx.presenceLease.updateMany({ where: { userId, connectionId, expiresAt: { gt: soon } }, data: { expiresAt: soon } });
}

/** People who may be gone: one of their leases has ended, or nothing is left of those that made them present. */
export async function peopleGone({ tx, now }: Step): Promise<string[]> {
  const gone = await tx.$queryRaw<Array<{ userId: string }>>`
    SELECT user_id AS "userId" FROM presence_leases WHERE expires_at <= ${now}
    UNION
    SELECT p.user_id FROM presence p
    WHERE p.state <> 'OFFLINE' AND NOT EXISTS (SELECT 1 FROM presence_leases l WHERE l.user_id = p.user_id AND l.expires_at > ${now})
    LIMIT ${EXPIRE_AT_ONCE}`;
  return gone.map(({ userId }) => userId);
}

/** Removes the leases of a person that have ended, and tells what that makes of their presence. */
export async function endLeases(step: Step, userId: string): Promise<void> {
  await lockPresence(step, userId);
  await step.tx.presenceLease.deleteMany({ where: { userId, expiresAt: { lte: step.now } } });
  await updatePresence(step, userId);
}

/** Locks the person's row, made when it does not exist, so that changes are told one behind the other. */
async function lockPresence({ tx, now }: Step, userId: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO presence (user_id, state, last_seen_at) VALUES (${userId}::uuid, 'OFFLINE', ${now})
    ON CONFLICT (user_id) DO UPDATE SET user_id = excluded.user_id`;
}

async function updatePresence({ tx, now, push }: Step, userId: string): Promise<void> {
  const [changed] = await tx.$queryRawUnsafe<Array<{ version: number }>>(
    `UPDATE presence p SET state = s.state, version = p.version + 1
     FROM (SELECT coalesce(${bestState('$1::uuid', '$2')}, 'OFFLINE') AS state) s
     WHERE p.user_id = $1::uuid AND p.state <> s.state RETURNING p.version`,
    userId,
    now,
  );
  if (changed) push(channels.presence(userId), { userId, version: changed.version } satisfies PresencePush);
}
