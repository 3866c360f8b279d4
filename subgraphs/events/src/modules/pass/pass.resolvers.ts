import type { Resolvers } from '../../generated/resolvers';

export const passResolvers: Resolvers = {
  Attendance: {
    entryPasses: (attendance, _, { services }) => services.passes.of(attendance),
  },
};
