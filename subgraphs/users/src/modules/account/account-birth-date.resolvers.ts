import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { setBirthDateInput } from './account-birth-date.input';

export const birthDateResolvers: Resolvers = {
  Mutation: {
    setBirthDate: mutation(
      'SetBirthDateSuccess',
      ({ kept }) => setBirthDateInput(kept.clock.now(), kept.settings.MAXIMUM_AGE),
      async (input, { services }) => ({ viewer: await services.birthDates.set(input) }),
    ),
  },
  Viewer: {
    birthDate: ({ user }, _, { services }) => services.birthDates.of(user),
  },
};
