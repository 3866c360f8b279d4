import { parseInput, refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { createCrewInput, crewSearchInput, extendCrewInput } from './crew.input';

export const crewResolvers: Resolvers = {
  Query: {
    crews: (_, { eventId, venueId, near, ...args }, { services }) =>
      services.crews.listed(parseInput(crewSearchInput, { eventId, venueId, near }), args),
  },
  Mutation: {
    createCrew: mutation('CreateCrewSuccess', createCrewInput, async (input, { services }) => ({
      group: await services.crews.create(input),
    })),
    extendCrew: mutation('ExtendCrewSuccess', extendCrewInput, async (input, { services }) => ({
      group: await services.crews.extend(input),
    })),
  },
  Group: {
    crew: ({ id }, _, { services }) => services.crews.ofGroup(id),
  },
  Crew: {
    event: ({ eventId }) => refTo(eventId),
    venue: ({ venueId }) => refTo(venueId),
    isOver: (crew, _, { services }) => services.crews.isOver(crew),
  },
};
