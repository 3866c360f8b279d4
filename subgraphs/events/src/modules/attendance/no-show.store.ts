import type { Step } from '../../context';
import type { Attendance } from '../../generated/prisma/client';
import type { Kept } from '../../kept';
import { noShow } from './attendance.facts';
import { lockCounts } from './counts.store';

/** Events that took place and checked people in, whose door takes no scans any more, and of which it was not told who did not come. */
export async function eventsToSettle({ db, clock, settings }: Pick<Kept, 'db' | 'clock' | 'settings'>, most: number): Promise<string[]> {
  const hours = settings.DOOR_CLOSES_HOURS + settings.DOOR_UPLOAD_HOURS;
  const before = new Date(clock.now().getTime() - hours * 3_600_000);
  const due = await db.prisma.$queryRaw<{ id: string }[]>`
    SELECT c.event_id AS id FROM attendance_counts c JOIN events e ON e.id = c.event_id
    WHERE c.no_shows_told_at IS NULL AND c.checked_in > 0 AND e.status = 'COMPLETED' AND e.ends_at <= ${before} LIMIT ${most}`;
  return due.map(({ id }) => id);
}

export async function tellOfNoShows(step: Step, eventId: string): Promise<void> {
  const counts = await lockCounts(step, eventId);
  if (!counts || counts.noShowsToldAt) return;
  const { endsAt } = await step.tx.event.findUniqueOrThrow({ where: { id: eventId }, select: { endsAt: true } });
  const absent = await step.tx.$queryRaw<Pick<Attendance, 'id' | 'eventId' | 'userId' | 'companions' | 'tickets'>[]>`
    SELECT a.id, a.event_id AS "eventId", a.user_id AS "userId", a.companions, a.tickets FROM attendances a JOIN events e ON e.id = a.event_id
    WHERE a.event_id = ${eventId}::uuid AND a.status = 'GOING' AND a.admitted = 0 AND NOT a.guest
      AND (e.organization_id IS NOT NULL OR e.creator_id <> a.user_id)
      AND NOT EXISTS (SELECT 1 FROM event_team t WHERE t.event_id = e.id AND t.user_id = a.user_id AND t.state = 'MEMBER')
      AND NOT EXISTS (SELECT 1 FROM organization_members o
        WHERE o.organization_id = e.organization_id AND o.user_id = a.user_id AND o.role IS NOT NULL)
    ORDER BY a.id`;
  await step.tell(...absent.map((answer) => noShow(answer, endsAt)));
  await step.tx.attendanceCounts.update({ where: { eventId }, data: { noShowsToldAt: step.now } });
}
