import { byId, manyBy, pagesBy, type Caller } from '@marquee/platform';
import type { PollOption } from '../../generated/prisma/client';
import type { Kept } from '../../kept';
import { countOfEach, pageOfEach, type CountOfOwner } from '../person/person.sql';
import type { Ballots } from './poll-count';
import { ballotsOf, POLLS_OF_GROUP, pollsById, VOTERS_OF_OPTION } from './poll.sql';
import type { PollView, PollVoter } from './poll.types';

export const pollLoaders = ({ db }: Kept, { viewer }: Caller) => {
  const viewerId = viewer?.id ?? null;
  const countOf = (list: typeof POLLS_OF_GROUP) =>
    byId<string, CountOfOwner>(
      (ids) => db.query(countOfEach(list, ids, viewerId)),
      (row) => row.id,
    );
  return {
    /** Those of groups that the viewer is in. */
    pollById: byId<string, PollView>(
      (ids) => db.query(pollsById(ids, viewerId)),
      (poll) => poll.id,
    ),
    optionsByPollId: manyBy<string, PollOption>(
      (ids) => db.prisma.pollOption.findMany({ where: { pollId: { in: [...ids] } }, orderBy: [{ pollId: 'asc' }, { position: 'asc' }] }),
      (option) => option.pollId,
    ),
    ballotsByPollId: manyBy<string, Ballots & { pollId: string }>(
      (ids) => db.query(ballotsOf(ids)),
      (row) => row.pollId,
    ),
    pollsOfGroupPage: pagesBy<PollView>(
      (ids, page) => db.query(pageOfEach(POLLS_OF_GROUP, ids, viewerId, page)),
      (poll) => poll.groupId,
    ),
    pollCountByGroupId: countOf(POLLS_OF_GROUP),
    votersOfOptionPage: pagesBy<PollVoter>(
      (ids, page) => db.query(pageOfEach(VOTERS_OF_OPTION, ids, viewerId, page)),
      (row) => row.ownerId,
    ),
    voterCountByOptionId: countOf(VOTERS_OF_OPTION),
  };
};
