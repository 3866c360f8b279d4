import type { Fact } from '@marquee/platform';
import type { PollChanged, PollDecided } from '@marquee/schema/topics';
import type { Poll } from '../../generated/prisma/client';

/** A poll is asked, over or gone, told of to these people. */
export const pollChanged = (
  { id, version, groupId, authorId, question, closesAt }: Poll,
  groupName: string,
  state: PollChanged['state'],
  { userIds, leader = null }: { userIds: string[]; leader?: string | null },
): Fact<'poll.changed', PollChanged> => ({
  topic: 'poll.changed',
  key: id,
  payload: {
    ...{ pollId: id, version, groupId, groupName, state, authorId, question },
    ...{ closesAt: closesAt?.toISOString() ?? null, leader, userIds },
  },
});

/** An event has won a poll of this group alone, and these agreed to go. */
export const pollDecided = (
  { id, groupId }: Poll,
  eventId: string,
  decidedAt: Date,
  goers: readonly { userId: string; agreedAt: Date }[],
): Fact<'poll.decided', PollDecided> => ({
  topic: 'poll.decided',
  key: id,
  payload: {
    ...{ pollId: id, groupId, eventId, decidedAt: decidedAt.toISOString() },
    goers: goers.map(({ userId, agreedAt }) => ({ userId, agreedAt: agreedAt.toISOString() })),
  },
});
