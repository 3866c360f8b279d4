import { channels } from '../../channels';
import type { Step } from '../../context';
import type { PresenceState } from '../../generated/prisma/client';
import { activeAmong } from '../person/person.store';
import { bestState } from './presence.sql';
import type { PresencePush, Sign } from './presence.types';

// Signs of life are leases in the database, so that any replica may take the next one. A person is there while one of their leases is; a
// lease that nobody renews ends by itself, so after a crash of any process presence is right again within one lease.

/** A lease whose connection was closed holds a little longer, so that reconnecting is not seen as leaving and coming. */
const GRACE_MS = 5_000;
export const EXPIRE_AT_ONCE = 500;

/** A sign of life of one session, which shows what it showed before, at first ONLINE; with a state, all of the session does. */
export async function giveSign(step: Step, sign: Sign, state: PresenceState | null = null): Promise<void> {
  const { tx } = step;
  const { userId, sessionId } = sign;
  await lockPresence(step, [userId]);
  await renewLeases(step, [sign], state);
  if (state) await tx.presenceLease.updateMany({ where: { userId, sessionId }, data: { state } });
  await tx.presence.update({ where: { userId }, data: { lastSeenAt: step.now } });
  await updatePresence(step, [userId]);
}

/** Signs of life of many at once. A token outlives a suspension and an erasure, and nothing of those people may come back. */
export async function giveSigns(step: Step, signs: readonly Sign[]): Promise<void> {
  const active = await activeAmong(
    step,
    signs.map(({ userId }) => userId),
  );
  const theirs = signs.filter(({ userId }) => active.has(userId));
  const userIds = [...new Set(theirs.map(({ userId }) => userId))];
  if (userIds.length === 0) return;
  await lockPresence(step, userIds);
  await renewLeases(step, theirs, null);
  await step.tx.presence.updateMany({ where: { userId: { in: userIds } }, data: { lastSeenAt: step.now } });
  await updatePresence(step, userIds);
}

/** A session that comes is looked at; one that is there already is so for as long as its last deed says. */
async function renewLeases({ tx, now, kept }: Step, signs: readonly Sign[], state: PresenceState | null): Promise<void> {
  const expiresAt = new Date(now.getTime() + kept.settings.PRESENCE_LEASE_MS);
  const deedsAt = signs.map(({ deedAt }) => deedAt && awayAfter(kept, deedAt));
  await tx.$executeRaw`
    INSERT INTO presence_leases (user_id, connection_id, session_id, state, expires_at, away_at)
    SELECT s.user_id, s.connection_id, s.session_id,
           coalesce(${state}::presence_state,
                    (SELECT l.state FROM presence_leases l WHERE l.user_id = s.user_id AND l.session_id = s.session_id AND l.expires_at > ${now}
                     ORDER BY l.expires_at DESC LIMIT 1),
                    'ONLINE'), ${expiresAt}::timestamptz,
           greatest(coalesce((SELECT max(l.away_at) FROM presence_leases l
                              WHERE l.user_id = s.user_id AND l.session_id = s.session_id AND l.expires_at > ${now}),
                             ${awayAfter(kept, now)}::timestamptz), s.deed)
    FROM unnest(${signs.map(({ userId }) => userId)}::uuid[], ${signs.map(({ connectionId }) => connectionId)}::text[],
                ${signs.map(({ sessionId }) => sessionId)}::text[], ${deedsAt}::timestamptz[]) AS s(user_id, connection_id, session_id, deed)
    ON CONFLICT (user_id, connection_id) DO UPDATE SET expires_at = excluded.expires_at, state = excluded.state, away_at = excluded.away_at`;
}

const awayAfter = (kept: Step['kept'], deedAt: Date) => new Date(deedAt.getTime() + kept.settings.PRESENCE_AWAY_MS);

/** Something was done with these sessions just now: they are away no more, and not soon. Those that are not there stay so. */
export async function noteDeeds(step: Step, sessionIds: readonly string[]): Promise<void> {
  const { tx, now, kept } = step;
  const awayAt = awayAfter(kept, now);
  // What was written of late holds long enough, and the next renewal writes the rest.
  const where = { sessionId: { in: [...sessionIds] }, awayAt: { lte: new Date(now.getTime() + kept.settings.PRESENCE_AWAY_MS / 2) } };
  const leases = await tx.presenceLease.findMany({ where, select: { userId: true } });
  const userIds = [...new Set(leases.map(({ userId }) => userId))];
  if (userIds.length === 0) return;
  await lockPresence(step, userIds);
  await tx.presenceLease.updateMany({ where, data: { awayAt } });
  await updatePresence(step, userIds);
}

/** Ends what one session shows, or all sessions of a person: they were signed out. */
export async function endSessions(step: Step, { sessionId, viewerId }: { sessionId?: string; viewerId?: string }): Promise<void> {
  const where = viewerId ? { userId: viewerId } : { sessionId: sessionId ?? '' };
  const leases = await step.tx.presenceLease.findMany({ where, select: { userId: true } });
  const userIds = [...new Set(leases.map(({ userId }) => userId))];
  if (userIds.length === 0) return;
  await lockPresence(step, userIds);
  await step.tx.presenceLease.deleteMany({ where });
  await updatePresence(step, userIds);
}

/** These connections were closed at a time: their leases end soon, but for those that another process has renewed since. */
export async function releaseLeases({ tx, kept }: Step, connectionIds: readonly string[], closedAt: Date): Promise<void> {
  const soon = new Date(closedAt.getTime() + GRACE_MS);
  const renewed = new Date(closedAt.getTime() + kept.settings.PRESENCE_LEASE_MS);
  await tx.$executeRaw`
    UPDATE presence_leases SET expires_at = ${soon}
    WHERE connection_id = ANY (${[...connectionIds]}::text[]) AND expires_at > ${soon} AND expires_at <= ${renewed}`;
}

/** People who may be gone, as one of their leases has ended or nothing is left of those that made them present, and who are idle with all that makes them ONLINE. */
export async function peopleGone({ tx, now }: Step): Promise<string[]> {
  const gone = await tx.$queryRaw<Array<{ userId: string }>>`
    SELECT user_id AS "userId" FROM presence_leases WHERE expires_at <= ${now}
    UNION
    SELECT p.user_id FROM presence p
    WHERE p.state <> 'OFFLINE' AND NOT EXISTS (SELECT 1 FROM presence_leases l WHERE l.user_id = p.user_id AND l.expires_at > ${now})
    UNION
    SELECT idle.user_id FROM presence_leases idle JOIN presence p ON p.user_id = idle.user_id AND p.state = 'ONLINE'
    WHERE idle.state = 'ONLINE' AND idle.away_at <= ${now}
      AND NOT EXISTS (SELECT 1 FROM presence_leases l
                      WHERE l.user_id = idle.user_id AND l.state = 'ONLINE' AND l.away_at > ${now} AND l.expires_at > ${now})
    LIMIT ${EXPIRE_AT_ONCE}`;
  return gone.map(({ userId }) => userId);
}

/** Removes the leases of these people that have ended, and tells what they show without a sign of life and without a deed. */
export async function endLeases(step: Step, userIds: readonly string[]): Promise<void> {
  await lockPresence(step, userIds);
  await step.tx.presenceLease.deleteMany({ where: { userId: { in: [...userIds] }, expiresAt: { lte: step.now } } });
  await updatePresence(step, userIds);
}

/** Locks each person's row, made when it does not exist, so that changes are told one behind the other. */
async function lockPresence({ tx, now }: Step, userIds: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO presence (user_id, state, last_seen_at) SELECT id, 'OFFLINE', ${now} FROM unnest(${[...userIds].sort()}::uuid[]) AS p(id)
    ON CONFLICT (user_id) DO UPDATE SET user_id = excluded.user_id`;
}

async function updatePresence({ tx, now, push }: Step, userIds: readonly string[]): Promise<void> {
  const changed = await tx.$queryRawUnsafe<Array<{ userId: string; version: number }>>(
    `UPDATE presence p SET state = s.state, version = p.version + 1
     FROM (SELECT u.id, coalesce(${bestState('u.id', '$2')}, 'OFFLINE') AS state FROM unnest($1::uuid[]) AS u(id)) s
     WHERE p.user_id = s.id AND p.state <> s.state RETURNING p.user_id AS "userId", p.version`,
    [...userIds],
    now,
  );
  for (const { userId, version } of changed) push(channels.presence(userId), { userId, version } satisfies PresencePush);
}
