import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers, ResolversParentTypes } from '../../generated/resolvers';
import { castVoteInput, createPollInput, pollInput } from './poll.input';

export const pollResolvers: Resolvers = {
  Query: { poll: (_, { id }, { services }) => services.polls.byId(id) },
  Mutation: {
    createPoll: mutation('CreatePollSuccess', createPollInput, async (input, { services }) => ({
      poll: await services.polls.create(input),
    })),
    castVote: mutation('CastVoteSuccess', castVoteInput, async (input, { services }) => ({ poll: await services.polls.vote(input) })),
    withdrawVote: mutation('WithdrawVoteSuccess', pollInput, async (input, { services }) => ({
      poll: await services.polls.withdraw(input),
    })),
    closePoll: mutation('ClosePollSuccess', pollInput, async (input, { services }) => ({ poll: await services.polls.close(input) })),
    deletePoll: mutation('DeletePollSuccess', pollInput, async (input, { services }) => ({
      deletedId: await services.polls.delete(input),
    })),
  },
  Subscription: {
    pollChanged: {
      subscribe: (_, { pollId }, { services }) => services.polls.changes(pollId),
      resolve: (poll: ResolversParentTypes['Poll']) => poll,
    },
  },
  Group: { polls: (group, args, { services }) => services.polls.ofGroup(group, args) },
  Poll: {
    group: ({ groupId }, _, { services }) => services.groups.byId(groupId),
    author: ({ authorId }) => refTo(authorId),
    isAnonymous: ({ anonymous }) => anonymous,
    options: (poll, _, { services }) => services.polls.options(poll),
    isClosed: (poll, _, { services }) => services.polls.isClosed(poll),
    voterCount: (poll, _, { services }) => services.polls.voterCount(poll),
    viewerVote: (poll, _, { services }) => services.polls.viewerVote(poll),
    leaders: (poll, _, { services }) => services.polls.leaders(poll),
  },
  PollOption: {
    event: ({ eventId }) => refTo(eventId),
    voteCount: ({ shown, votes }) => (shown ? votes : null),
    rank: ({ shown, rank }) => (shown ? rank : null),
    voters: (option, args, { services }) => services.polls.voters(option, args),
  },
};
