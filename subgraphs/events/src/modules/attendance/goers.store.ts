import { eligibility, type PersonToEnter } from '@marquee/schema/rules/eligibility';
import type { PollDecided } from '@marquee/schema/topics';
import type { Step } from '../../context';
import { Prisma, type PersonCopy } from '../../generated/prisma/client';
import { isRunBy, visibleTo } from '../event/event-access.sql';
import { answerToEnter, eventToEnter } from '../event/event-eligibility';
import { noteDeed } from '../interaction/interaction.store';
import { isGroupMember } from '../person/person.store';
import { answeredIn, registrationOf } from '../registration/registration.store';
import { GuestList } from './guest-list.store';
import { outcomeOf } from './rsvp';

/** What is known of somebody who is signed up. Who is not known here yet is somebody without any merits. */
type Goer = Pick<PersonCopy, 'active' | 'points' | 'reputation' | 'attendanceVisibility'>;
const UNKNOWN: Goer = { active: true, points: 0, reputation: 0, attendanceVisibility: 'PRIVATE' };

/**
 * Signs up those who agreed beforehand to go where their group goes, one behind the other as they agreed, by the rules of an answer of their own. Who
 * could not answer so now, or has said something since they agreed, is left as they are; who goes, waits or asks already, too: so it may be told again.
 */
export async function signUpGoers(step: Step, { groupId, eventId, goers }: PollDecided): Promise<void> {
  // People before the guest list, as in an erasure.
  const known = await holdGoers(
    step,
    goers.map(({ userId }) => userId),
  );
  const list = await GuestList.open(step, eventId);
  if (!list) return;
  const { questions } = await registrationOf(step, eventId);
  const required = questions.filter((question) => question.required);
  for (const { userId, agreedAt } of goers) {
    const person = known.get(userId) ?? UNKNOWN;
    const before = await list.find(userId);
    if (before && before.updatedAt > new Date(agreedAt)) continue;
    const ties = await tiesOf(step, eventId, userId);
    if (!person.active || !ties?.sees) continue;
    const toGo = eligibility('GOING', {
      now: list.now,
      event: eventToEnter(list.event, list.ticketed, list.lottery),
      person: { ...person, ...ties },
      answer: answerToEnter(before, list.now),
      freePlaces: list.freePlaces,
      places: 1,
    });
    const outcome = outcomeOf(before, 'GOING', toGo.code);
    if (outcome.kind !== 'become') continue;
    const answered = before && required.length > 0 ? await answeredIn(step, before.id) : new Set<string>();
    if (required.some(({ id }) => !answered.has(id))) continue;
    await list.put(before, userId, {
      status: outcome.status,
      visibility: before?.visibility ?? person.attendanceVisibility,
      companions: 0,
      groupId: (await isGroupMember(step, groupId, userId)) ? groupId : (before?.groupId ?? null),
    });
    await noteDeed(step, userId, eventId, 'ATTEND');
  }
  await list.save();
}

/** Their rows, kept until the transaction ends: an erasure waits, or is seen. */
async function holdGoers({ tx }: Step, userIds: readonly string[]): Promise<Map<string, Goer>> {
  const rows = await tx.$queryRaw<Array<Goer & { id: string }>>`
    SELECT id::text, active AND NOT erased AS active, points, reputation, attendance_visibility AS "attendanceVisibility" FROM people
    WHERE id = ANY (${[...userIds]}::uuid[]) ORDER BY id FOR SHARE`;
  return new Map(rows.map(({ id, ...goer }) => [id, goer]));
}

/** What somebody is to the event, and whether they see it. */
async function tiesOf(
  { tx }: Step,
  eventId: string,
  id: string,
): Promise<(Pick<PersonToEnter, 'invited' | 'team'> & { sees: boolean }) | undefined> {
  const somebody = { id, role: 'user', permissions: [] } as const;
  const [ties] = await tx.$queryRaw<Array<Pick<PersonToEnter, 'invited' | 'team'> & { sees: boolean }>>(Prisma.sql`
    SELECT ${visibleTo(somebody)} AS sees, ${isRunBy(id, 'SEE')} AS team,
      EXISTS (SELECT 1 FROM event_invitations n WHERE n.event_id = e.id AND n.user_id = ${id}::uuid AND n.invited) AS invited
    FROM events e WHERE e.id = ${eventId}::uuid`);
  return ties;
}
