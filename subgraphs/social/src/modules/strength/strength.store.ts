import type { Step } from '../../context';
import { EVENTS_FADE_DAYS, MESSAGES_FADE_DAYS, strengthOf, type Ties } from './strength';

const DAY_MS = 86_400_000;
/** No more than this of a room is read. */
const LATEST_MESSAGES = 500;

const inOrder = (one: string, other: string): { lowId: string; highId: string } =>
  one < other ? { lowId: one, highId: other } : { lowId: other, highId: one };

/** Two people are friends: their strength is due. */
export async function beginStrength({ tx }: Step, one: string, other: string): Promise<void> {
  await tx.connectionStrength.createMany({ data: [{ ...inOrder(one, other), computedAt: new Date(0) }], skipDuplicates: true });
}

export async function endStrength({ tx }: Step, one: string, other: string): Promise<void> {
  await tx.connectionStrength.deleteMany({ where: inOrder(one, other) });
}

/** Reckons those anew, at most so many, that are older than a day, the oldest first. */
export async function renewTies({ tx, now }: Step, most: number): Promise<void> {
  const due = await tx.$queryRaw<Array<Ties & { lowId: string; highId: string }>>`
    WITH due AS MATERIALIZED (
      SELECT low_id, high_id FROM connection_strengths WHERE computed_at <= ${new Date(now.getTime() - DAY_MS)}
      ORDER BY computed_at LIMIT ${most} FOR UPDATE SKIP LOCKED)
    SELECT d.low_id AS "lowId", d.high_id AS "highId",
           2 * least(coalesce(m.low, 0), coalesce(m.high, 0)) AS messages, coalesce(e.events, 0) AS events, coalesce(g.groups, 0) AS groups
    FROM due d
    LEFT JOIN LATERAL (
      SELECT sum(fresh) FILTER (WHERE s.sender_id = d.low_id) AS low, sum(fresh) FILTER (WHERE s.sender_id = d.high_id) AS high
      FROM rooms r CROSS JOIN LATERAL (
        SELECT sender_id, power(0.5, greatest(0, extract(epoch FROM ${now}::timestamptz - sent_at)::float8) / ${MESSAGES_FADE_DAYS * 86_400}::float8) AS fresh
        FROM messages WHERE room_id = r.id ORDER BY sequence DESC LIMIT ${LATEST_MESSAGES}) s
      WHERE r.direct_low = d.low_id AND r.direct_high = d.high_id) m ON true
    LEFT JOIN LATERAL (
      SELECT sum(power(0.5, extract(epoch FROM ${now}::timestamptz - k.ends_at)::float8 / ${EVENTS_FADE_DAYS * 86_400}::float8)) AS events
      FROM attendances a
      JOIN attendances b ON b.event_id = a.event_id AND b.user_id = d.high_id AND (b.status = 'GOING' OR b.checked_in_at IS NOT NULL)
      JOIN known_events k ON k.id = a.event_id AND k.ends_at <= ${now} AND k.status IN ('PUBLISHED', 'COMPLETED') AND NOT k.deleted
      WHERE a.user_id = d.low_id AND (a.status = 'GOING' OR a.checked_in_at IS NOT NULL)) e ON true
    LEFT JOIN LATERAL (
      SELECT count(*)::float8 AS groups FROM group_members a JOIN group_members b ON b.group_id = a.group_id AND b.user_id = d.high_id AND b.active
      WHERE a.user_id = d.low_id AND a.active) g ON true`;
  if (due.length === 0) return;
  const rows = due.map(({ lowId, highId, messages, events, groups }) => ({
    ...{ low_id: lowId, high_id: highId, messages, events, groups },
    strength: strengthOf({ messages, events, groups }),
  }));
  await tx.$executeRaw`
    UPDATE connection_strengths s SET strength = n.strength, messages = n.messages, events = n.events, groups = n.groups, computed_at = ${now}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS n(low_id uuid, high_id uuid, strength float8, messages float8, events float8, groups float8)
    WHERE s.low_id = n.low_id AND s.high_id = n.high_id`;
}
