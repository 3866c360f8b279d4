import { standingOf } from '@marquee/schema/rules/standing';
import type { Step } from '../../context';
import type { PersonCopy } from '../../generated/prisma/client';
import { activeAmong } from '../person/person.store';
import { lockGroup } from '../group/group.store';
import { COMPANIONS } from './crew-feedback.sql';
import { crewFeedbackChanged } from './crew.facts';
import type { CompanionView } from './crew.types';
import { FEWEST, karmaOf, WEIGHTS, type Voice } from './karma';

const DAY_MS = 86_400_000;
/** What is older says nothing any more, and is forgotten. */
const HOLDS_MS = 365 * DAY_MS;
/** How often karma is reckoned anew without anything new: those who have spoken may have been suspended or erased, and what they said grows old. */
const ANEW_MS = 30 * DAY_MS;
/** Crews, and people, one turn takes at most; the rest waits for the next. */
const AT_ONCE = 50;

export const companionsOf = ({ tx }: Step, groupId: string, userId: string): Promise<CompanionView[]> =>
  tx.$queryRawUnsafe<CompanionView[]>(COMPANIONS, groupId, userId);

export const crewsToCount = ({ tx, now }: Step): Promise<Array<{ groupId: string }>> =>
  tx.crew.findMany({
    where: { feedbackClosedAt: null, feedbackUntil: { lte: now } },
    orderBy: { feedbackUntil: 'asc' },
    take: AT_ONCE,
    select: { groupId: true },
  });

/** The time for the feedback of a crew is over: what was said counts now. Once, whoever else does so at the same time. */
export async function closeFeedback(step: Step, groupId: string): Promise<void> {
  const { tx, now } = step;
  const receivers = await receiversIn(step, groupId);
  // People before the group, as in an erasure.
  await activeAmong(step, receivers);
  for (const id of receivers) await lockKarma(step, id);
  const group = await lockGroup(step, groupId);
  const crew = await tx.crew.findFirst({ where: { groupId, feedbackClosedAt: null, feedbackUntil: { lte: now } } });
  if (!group || !crew) return;
  // Somebody was spoken of at the last moment, whose karma is not held: the next turn counts it all.
  if ((await receiversIn(step, groupId)).some((id) => !receivers.includes(id))) return;
  for (const id of receivers) await reckon(step, id, groupId);
  await tx.crew.update({ where: { groupId }, data: { feedbackClosedAt: now } });
  await step.tell(crewFeedbackChanged(group, 'CLOSED', crew.feedbackUntil!, []));
}

/** Of whom something was said in this crew, in the order in which they are held. */
async function receiversIn({ tx }: Step, groupId: string): Promise<string[]> {
  const rows = await tx.crewFeedback.groupBy({ by: ['receiverId'], where: { groupId } });
  return rows.map(({ receiverId }) => receiverId).sort();
}

/** Reckons anew the karma of those for whom that was not done for a month, and forgets what is too old. */
export async function renewKarma(step: Step): Promise<void> {
  const { tx, now } = step;
  const due = await tx.crewKarma.findMany({
    where: { computedAt: { lte: new Date(now.getTime() - ANEW_MS) } },
    orderBy: { computedAt: 'asc' },
    take: AT_ONCE,
    select: { userId: true },
  });
  const ids = due.map(({ userId }) => userId).sort();
  await activeAmong(step, ids);
  for (const id of ids) {
    await lockKarma(step, id);
    await reckon(step, id, null);
  }
  await tx.crewFeedback.deleteMany({ where: { givenAt: { lte: new Date(now.getTime() - HOLDS_MS) } } });
}

/** One reckoning of a person at a time: two crews may close at once. */
async function lockKarma({ tx }: Step, userId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`crew-karma:${userId}`}, 0))`;
}

interface Said extends Omit<Voice, 'weight'>, Pick<PersonCopy, 'registeredAt' | 'addressVerified' | 'reputation' | 'limitedUntil'> {
  counted: boolean;
}

/** Writes down what follows from what was said of somebody in crews whose time for it is over, and in `closing`. */
async function reckon({ tx, now }: Step, userId: string, closing: string | null): Promise<void> {
  const since = new Date(now.getTime() - HOLDS_MS);
  const said = await tx.$queryRaw<Said[]>`
    SELECT f.giver_id::text AS "giverId", f.group_id::text AS "crewId", f.again, f.given_at AS "givenAt", f.counted_at IS NOT NULL AS counted,
           p.registered_at AS "registeredAt", p.address_verified AS "addressVerified", p.reputation, p.limited_until AS "limitedUntil"
    FROM crew_feedback f JOIN crews c ON c.group_id = f.group_id AND (c.feedback_closed_at IS NOT NULL OR c.group_id = ${closing}::uuid)
    JOIN people p ON p.id = f.giver_id AND p.active
    WHERE f.receiver_id = ${userId}::uuid AND f.given_at > ${since} ORDER BY f.given_at, f.group_id, f.giver_id`;
  const fresh = said.filter(({ counted }) => !counted);
  // Fewer would tell who they are by what changes; they wait for others.
  const isEnough = new Set(fresh.map(({ giverId }) => giverId)).size >= FEWEST;
  const counts = isEnough ? said : said.filter(({ counted }) => counted);
  const givers = [...new Set(counts.map(({ giverId }) => giverId))];
  const acquainted = await tx.$queryRaw<Array<{ one: string; other: string }>>`
    SELECT DISTINCT giver_id::text AS one, receiver_id::text AS other FROM crew_feedback
    WHERE giver_id = ANY (${givers}::uuid[]) AND receiver_id = ANY (${givers}::uuid[])`;
  const voices = counts.map((voice) => ({ ...voice, weight: WEIGHTS[standingOf(voice, now)] }));
  const score = karmaOf(
    voices,
    acquainted.map(({ one, other }) => [one, other]),
  );
  if (isEnough)
    await tx.crewFeedback.updateMany({
      where: { receiverId: userId, countedAt: null, groupId: { in: [...new Set(fresh.map(({ crewId }) => crewId))] } },
      data: { countedAt: now },
    });
  const row = { score: score ?? 0, computedAt: now };
  if (score === null) await tx.crewKarma.deleteMany({ where: { userId } });
  else await tx.crewKarma.upsert({ where: { userId }, create: { userId, ...row }, update: row });
}

/** Somebody is erased: what they said, and what was said of them. */
export async function forgetCrewFeedback({ tx }: Step, userId: string): Promise<void> {
  await tx.crewFeedback.deleteMany({ where: { OR: [{ giverId: userId }, { receiverId: userId }] } });
  await tx.crewKarma.deleteMany({ where: { userId } });
}
