import { isId, refTo } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';

export const personResolvers: Resolvers = {
  User: { __resolveReference: ({ id }) => (isId(id) ? refTo(id) : null) },
  Event: { __resolveReference: ({ id }) => (isId(id) ? refTo(id) : null) },
};
