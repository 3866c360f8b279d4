import { keepNewer } from '@marquee/platform';
import type { AttendanceChanged } from '@marquee/schema/topics';
import type { Handler, Step } from '../context';
import type { AttendanceCopy, EventCopy } from '../generated/prisma/client';
import { isAnyErased } from '../modules/erasure/erasure-person.store';
import { subjects } from '../modules/notification/notification-subjects';
import { tellAnswer } from '../modules/notification/notification-answers.store';
import { CONCERNED, placeOffered } from '../modules/notification/notification-content';
import { postNotification, readNotifications, withdrawNotifications } from '../modules/notification/notification.store';
import { isLate } from '../modules/reputation/reputation-notice';
import { hearersOf, tellWebhooks } from '../modules/webhook-news/webhook-news.store';
import { recountDeeds } from '../modules/reputation/reputation.store';

/** Keeps the copy of an attendance, tells of an offered place and what became of it, and counts attendance for reputation. */
export const attendanceChanged: Handler<'attendance.changed'> = async ({ payload, occurredAt }, step) => {
  const { attendanceId, version, eventId, userId, status, checkedInAt, offerExpiresAt } = payload;
  if (await isAnyErased(step, [userId])) return;
  const before = await step.tx.attendanceCopy.findUnique({ where: { attendanceId } });
  // Since when they go as far as is known here: what is told late happened when it happened.
  const goingSince = status !== 'GOING' ? null : before?.status === 'GOING' ? before.goingSince : new Date(occurredAt);
  const event = await step.tx.eventCopy.findUnique({ where: { eventId } });
  const cancelledLate = isCancelledLate(before, payload, event, new Date(occurredAt));
  const row = { attendanceId, version, eventId, userId, status, checkedInAt, offerExpiresAt, goingSince, cancelledLate };
  if (!(await keepNewer(step.tx, 'attendance_copies', ['attendanceId'], row))) return;
  const offer = offerExpiresAt ? new Date(offerExpiresAt) : null;
  if (offer && offer.getTime() !== before?.offerExpiresAt?.getTime()) {
    await postNotification(step, [userId], placeOffered(eventId, event, offer));
  }
  if (!offer && before?.offerExpiresAt) await settleOffer(step, payload);
  // Who has answered need not be asked.
  if (status !== before?.status) await readNotifications(step, subjects.eventInvited(eventId), [userId]);
  // What changes there does not concern who does not come.
  if (!CONCERNED.includes(status)) await readNotifications(step, subjects.eventUpdated(eventId), [userId]);
  if (status !== 'GOING') await withdrawNotifications(step, { subject: subjects.eventReminder(eventId), userId });
  await tellAnswer(step, payload, event, before?.status === 'GOING');
  if (countsDifferently(before, payload, event?.status === 'COMPLETED')) await recountDeeds(step, [userId]);
  const news = { entity: `attendance:${attendanceId}`, variables: { eventId, attendanceId, userId }, occurredAt };
  const isLetIn = checkedInAt !== null && !before?.checkedInAt;
  await tellWebhooks(
    step,
    { ...news, topic: 'ATTENDANCE_CHANGED', ...hearersOf(event) },
    ...(isLetIn ? [{ ...news, topic: 'GUEST_CHECKED_IN' as const, ...hearersOf(event) }] : []),
    { ...news, topic: 'OWN_ATTENDANCE_CHANGED', organizationId: null, userId },
  );
};

/** An offer that was taken is read; one that ran out, or was not wanted, is gone. */
async function settleOffer(step: Step, { eventId, userId, status }: AttendanceChanged): Promise<void> {
  const subject = subjects.placeOffered(eventId);
  if (status === 'GOING') await readNotifications(step, subject, [userId]);
  else await withdrawNotifications(step, { subject, userId });
}

/**
 * Only who takes back their own answer cancels: a place that the team took, or that went with a ticket, is no slip of theirs (status CANCELLED). It
 * stays as it was decided until they come after all.
 */
function isCancelledLate(before: AttendanceCopy | null, now: AttendanceChanged, event: EventCopy | null, at: Date): boolean {
  if (!['NOT_GOING', 'MAYBE', 'INTERESTED'].includes(now.status)) return false;
  if (now.previousStatus !== 'GOING') return before?.cancelledLate ?? false;
  return event !== null && isLate({ at, goingSince: before?.goingSince ?? null, startsAt: event.startsAt, movedAt: event.movedAt });
}

/** Attending counts from the end of the event on; then it matters who was checked in, and who had a place. */
function countsDifferently(before: AttendanceCopy | null, now: AttendanceChanged, over: boolean): boolean {
  return (
    over && ((before?.checkedInAt != null) !== (now.checkedInAt !== null) || (before?.status === 'GOING') !== (now.status === 'GOING'))
  );
}
