import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { giveCrewFeedbackInput } from './crew-feedback.input';

export const crewFeedbackResolvers: Resolvers = {
  Query: {
    crewFeedback: (_, { groupId }, { services }) => services.crewFeedback.of(groupId),
  },
  Mutation: {
    giveCrewFeedback: mutation('GiveCrewFeedbackSuccess', giveCrewFeedbackInput, async (input, { services }) => ({
      feedback: await services.crewFeedback.give(input),
    })),
  },
  User: {
    crewKarma: ({ id }, _, { services }) => services.crewFeedback.karmaOf(id),
    isGoodCompany: ({ id }, _, { services }) => services.crewFeedback.isGoodCompany(id),
  },
  CrewFeedback: {
    people: (feedback, _, { services }) => services.crewFeedback.people(feedback),
  },
  CrewCompanion: {
    user: ({ userId }) => refTo(userId),
  },
};
