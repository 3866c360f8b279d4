import type { Fact } from '@marquee/platform';
import type { PollChanged } from '@marquee/schema/topics';
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
