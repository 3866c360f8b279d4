import { givesRight, rolesOn } from '@marquee/schema/rules/event-rights';
import type { AttendanceChanged } from '@marquee/schema/topics';
import type { Step } from '../../context';
import type { EventCopy } from '../../generated/prisma/client';
import { eventAnswered, friendGoing } from './notification-answer-content';
import { subjects } from './notification-subjects';
import { correctNotification, postNotification, withdrawNotifications } from './notification.store';

/** Beyond so many who go nobody wants to hear of each: the event's numbers tell. */
const TOLD_AT_MOST = 100;
/** Friends of one person who are told of one answer. */
const FRIENDS_AT_MOST = 200;

/**
 * Tells who runs an event to come that somebody goes, and those of their friends who think of it themselves, where the answer is theirs to see.
 * What is not so any more is corrected or goes, as long as it is unread. `wasGoing`: before this answer, as far as is known here.
 */
export async function tellAnswer(step: Step, answer: AttendanceChanged, event: EventCopy | null, wasGoing: boolean): Promise<void> {
  const { eventId, userId, status, visibility } = answer;
  const isGoing = status === 'GOING';
  if (!isGoing && !wasGoing) return;
  if (!isGoing || visibility === 'PRIVATE') await withdrawNotifications(step, { subject: subjects.friendGoing(eventId, userId) });
  if (isGoing === wasGoing || !event || event.status !== 'PUBLISHED' || event.startsAt <= step.now) return;
  if (userId !== event.creatorId) await tellOrganiser(step, event, isGoing ? userId : null);
  if (isGoing && visibility !== 'PRIVATE')
    await postNotification(step, await friendsWhoThinkOfIt(step, eventId, userId), friendGoing(event, userId));
}

/**
 * By the answers as they are now, so that it does not matter in which order they are told. Everybody who goes is counted; named is nobody who is
 * suspended or in a block with who runs it, and what such a person does (`newId`, null: nobody goes anew) is no news.
 */
async function tellOrganiser(step: Step, event: EventCopy, newId: string | null): Promise<void> {
  const { eventId, creatorId } = event;
  const going = await step.tx.$queryRaw<{ userId: string; mayBeNamed: boolean }[]>`
    SELECT a.user_id AS "userId",
      EXISTS (SELECT FROM users u WHERE u.id = a.user_id AND u.suspended_at IS NULL AND u.deactivated_at IS NULL)
        AND NOT EXISTS (SELECT FROM connection_copies c WHERE c.status = 'BLOCKED'
          AND c.low_id = least(a.user_id, ${creatorId}::uuid) AND c.high_id = greatest(a.user_id, ${creatorId}::uuid)) AS "mayBeNamed"
    FROM attendance_copies a WHERE a.event_id = ${eventId}::uuid AND a.status = 'GOING' AND a.user_id <> ${creatorId}::uuid
    ORDER BY a.going_since DESC NULLS LAST, a.attendance_id LIMIT ${TOLD_AT_MOST + 1}`;
  const named = going.filter(({ mayBeNamed }) => mayBeNamed);
  const [latest] = named;
  if (!latest || !(await looksAfterGuests(step, event)))
    return withdrawNotifications(step, { subject: subjects.eventAnswered(eventId), userId: creatorId });
  if (going.length > TOLD_AT_MOST) return;
  const content = eventAnswered(event, latest.userId, going.length);
  if (named.some(({ userId }) => userId === newId)) await postNotification(step, [creatorId], content);
  else await correctNotification(step, subjects.eventAnswered(eventId), content);
}

/** Of an event of an organisation its maker knows the guests only while they run that: who has left it hears of nobody. */
async function looksAfterGuests({ tx }: Step, { creatorId, organizationId }: EventCopy): Promise<boolean> {
  if (organizationId === null) return true;
  const key = { organizationId_userId: { organizationId, userId: creatorId } };
  const member = await tx.organizationMember.findUnique({ where: key, select: { role: true } });
  return givesRight(rolesOn({ creatorId, organizationId, team: [] }, creatorId, member?.role ?? null), 'GUESTS');
}

/** Friends of this person who are interested, may come, wait or go. */
async function friendsWhoThinkOfIt({ tx }: Step, eventId: string, userId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT a.user_id AS id FROM attendance_copies a
    WHERE a.event_id = ${eventId}::uuid AND a.status IN ('INTERESTED', 'MAYBE', 'WAITLISTED', 'PENDING_APPROVAL', 'GOING')
      AND a.user_id IN (
        SELECT CASE WHEN c.low_id = ${userId}::uuid THEN c.high_id ELSE c.low_id END FROM connection_copies c
        WHERE (c.low_id = ${userId}::uuid OR c.high_id = ${userId}::uuid) AND c.type <> 'PROFESSIONAL' AND c.status = 'ACCEPTED')
    ORDER BY a.user_id LIMIT ${FRIENDS_AT_MOST}`;
  return rows.map(({ id }) => id);
}
