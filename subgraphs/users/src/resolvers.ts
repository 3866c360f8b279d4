import { mergeResolvers } from '@marquee/platform';
import { accountResolvers } from './modules/account/account.resolvers';
import { notificationResolvers } from './modules/notification/notification.resolvers';
import { organizationResolvers } from './modules/organization/organization.resolvers';
import { sessionResolvers } from './modules/session/session.resolvers';
import { standingResolvers } from './modules/standing/standing.resolvers';
import { userResolvers } from './modules/user/user.resolvers';

/** All resolvers of this subgraph, module by module. */
export const resolvers = mergeResolvers(
  userResolvers,
  accountResolvers,
  sessionResolvers,
  standingResolvers,
  organizationResolvers,
  notificationResolvers,
);
