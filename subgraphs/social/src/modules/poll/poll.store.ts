import { notFound } from '@marquee/platform';
import { channels } from '../../channels';
import type { Step } from '../../context';
import type { Group, Poll, PollOption } from '../../generated/prisma/client';
import { tellInRoomsOf } from '../notice/notice.store';
import { standingsOf, type Ballots } from './poll-count';
import { pollChanged, pollDecided } from './poll.facts';
import { ballotsOf } from './poll.sql';
import type { PollPush } from './poll.types';

/** One fact tells so many people. */
const TOLD_AT_ONCE = 500;
/** One fact signs up so many people, in one transaction of events. */
const SIGNED_UP_AT_ONCE = 100;

/**
 * A poll of an open group that this person is in, held until the transaction ends: by those who answer beside each other (SHARE), by who ends it alone
 * (UPDATE). Throws NotFound.
 */
export async function lockPollFor(
  { tx }: Step,
  pollId: string,
  userId: string,
  lock: 'SHARE' | 'UPDATE',
): Promise<Poll & { group: Group }> {
  const found = await tx.$queryRawUnsafe<unknown[]>(
    `SELECT p.id FROM polls p JOIN groups g ON g.id = p.group_id JOIN group_members m ON m.group_id = g.id
     WHERE p.id = $1::uuid AND g.closed_at IS NULL AND m.user_id = $2::uuid AND m.active FOR ${lock} OF p FOR SHARE OF m`,
    ...[pollId, userId],
  );
  if (found.length === 0) throw notFound('This poll');
  return tx.poll.findUniqueOrThrow({ where: { id: pollId }, include: { group: true } });
}

/** Counts the answers for good and tells those who gave them. The caller holds the poll, which is not closed. */
export async function closePoll(step: Step, poll: Poll, groupName: string): Promise<void> {
  const { tx, now } = step;
  const { text, values } = ballotsOf([poll.id]);
  const ballots = await tx.$queryRawUnsafe<Ballots[]>(text, ...(values as unknown[]));
  const options = await tx.pollOption.findMany({ where: { pollId: poll.id }, orderBy: { position: 'asc' } });
  const standings = standingsOf(
    poll.method,
    options.map(({ id }) => id),
    ballots,
  );
  // What was said by people who are not members any more is not counted, and not kept.
  await tx.$executeRaw`
    DELETE FROM poll_votes v WHERE v.poll_id = ${poll.id}::uuid AND NOT EXISTS (
      SELECT 1 FROM group_members m JOIN people a ON a.id = m.user_id
      WHERE m.group_id = ${poll.groupId}::uuid AND m.user_id = v.user_id AND m.active AND a.active)`;
  const voters = await tx.pollVote.findMany({ where: { pollId: poll.id }, select: { userId: true }, orderBy: { userId: 'asc' } });
  for (const { id } of options) await tx.pollOption.update({ where: { id }, data: standings.get(id)! });
  if (poll.anonymous) await tx.pollVote.deleteMany({ where: { pollId: poll.id } });
  const closed = await tx.poll.update({
    where: { id: poll.id },
    data: {
      closedAt: poll.closesAt !== null && poll.closesAt < now ? poll.closesAt : now,
      voters: voters.length,
      version: { increment: 1 },
    },
  });
  const leaders = voters.length === 0 ? [] : options.filter(({ id }) => standings.get(id)!.rank === 1);
  await tellOfPoll(step, closed, groupName, 'CLOSED', {
    userIds: voters.map(({ userId }) => userId),
    leader: leaders.length === 1 ? leaders[0]!.text : null,
  });
  if (leaders.length === 1 && leaders[0]!.eventId) await tellWhoGoes(step, poll, leaders[0]!.id, leaders[0]!.eventId);
  pushPoll(step, poll.id);
  await tellInRoomsOf(step, poll, { kind: 'POLL_CLOSED', about: poll.id });
}

/** Those who chose the option that has won, and agreed to go: the first who agreed first. */
async function tellWhoGoes(step: Step, poll: Poll, optionId: string, eventId: string): Promise<void> {
  const goers = await step.tx.pollVote.findMany({
    where: { pollId: poll.id, goIfChosen: true, choices: { has: optionId } },
    select: { userId: true, createdAt: true },
    orderBy: [{ createdAt: 'asc' }, { userId: 'asc' }],
  });
  const agreed = goers.map(({ userId, createdAt }) => ({ userId, agreedAt: createdAt }));
  for (let from = 0; from < agreed.length; from += SIGNED_UP_AT_ONCE)
    await step.tell(pollDecided(poll, eventId, step.now, agreed.slice(from, from + SIGNED_UP_AT_ONCE)));
}

/** Tells these people, many at once; with nobody to tell that it is so all the same. */
export async function tellOfPoll(
  step: Step,
  poll: Poll,
  groupName: string,
  state: 'OPEN' | 'CLOSED',
  { userIds, leader }: { userIds: readonly string[]; leader?: string | null },
): Promise<void> {
  for (let from = 0; from === 0 || from < userIds.length; from += TOLD_AT_ONCE)
    await step.tell(pollChanged(poll, groupName, state, { userIds: userIds.slice(from, from + TOLD_AT_ONCE), leader }));
}

export function pushPoll(step: Step, pollId: string): void {
  step.push(channels.poll(pollId), { pollId } satisfies PollPush);
}

export const optionsOf = ({ tx }: Step, pollId: string): Promise<PollOption[]> => tx.pollOption.findMany({ where: { pollId } });
