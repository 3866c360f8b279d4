import { parseInput } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';
import { roleName } from '../user/user-roles';
import { peopleFilter } from './administration.input';

export const administrationResolvers: Resolvers = {
  Query: {
    people: (_, { filter, ...page }, { services }) => services.administration.people(parseInput(peopleFilter, { filter }).filter, page),
  },
  PersonRecord: {
    user: (record, _, { services }) => services.administration.user(record),
    role: ({ role }) => roleName(role),
    suspensions: ({ id }, _, { services }) => services.suspensions.ofUser(id),
  },
};
