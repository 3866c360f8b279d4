import { byId, manyBy } from '@marquee/platform';
import type { WaitlistMove } from '../../generated/prisma/client';
import type { Kept } from '../../kept';

/** How many wait before somebody, without those to whom places are offered already. */
export interface Ahead {
  id: string;
  parties: number;
  people: number;
  /** How many that come later may still stand before them. */
  mayPass: number;
}

/** A move in the queue, with whom it concerns. */
export type MoveOfOne = Pick<WaitlistMove, 'at' | 'kind' | 'people' | 'places'> & { attendanceId: string; own: boolean };

export const MOST_MOVES = 20;

export const waitlistLoaders = ({ db: { prisma } }: Kept) => ({
  aheadByAttendanceId: byId(
    (ids: readonly string[]) => prisma.$queryRaw<Ahead[]>`
      SELECT a.id, ahead.parties, ahead.people, greatest(0, least(a.yields, a.queue_number + a.yields - c.last_queued)) AS "mayPass"
      FROM attendances a JOIN attendance_counts c ON c.event_id = a.event_id CROSS JOIN LATERAL (
        SELECT count(*)::int AS parties, coalesce(sum(1 + b.companions), 0)::int AS people FROM attendances b
        WHERE b.event_id = a.event_id AND b.status = 'WAITLISTED' AND b.offer_expires_at IS NULL
          AND (b.queue_number + b.yields, b.yields) < (a.queue_number + a.yields, a.yields)) ahead
      WHERE a.id = ANY(${[...ids]}::uuid[])`,
    (row) => row.id,
  ),
  /** The last moves that concern each of these who wait, the latest first: their own, and those that brought them forward. */
  movesByAttendanceId: manyBy(
    (ids: readonly string[]) => prisma.$queryRaw<MoveOfOne[]>`
      SELECT a.id AS "attendanceId", m.at, m.kind::text AS kind, m.people, m.places, m.own FROM attendances a CROSS JOIN LATERAL (
        SELECT w.id, w.at, w.kind, w.people, w.places, w.queue_number = a.queue_number AS own FROM waitlist_moves w
        WHERE w.event_id = a.event_id AND w.at >= a.queued_at
          AND (w.queue_number = a.queue_number
            OR ((w.queue_number + w.yields, w.yields) < (a.queue_number + a.yields, a.yields) AND w.kind IN ('SERVED', 'LEFT')))
        ORDER BY w.id DESC LIMIT ${MOST_MOVES}) m
      WHERE a.id = ANY(${[...ids]}::uuid[]) ORDER BY a.id, m.id DESC`,
    (move) => move.attendanceId,
  ),
});
