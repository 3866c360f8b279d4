import { refTo } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';

export const dashboardResolvers: Resolvers = {
  Query: {
    curationDashboard: (_root, { days }, { services }) => services.dashboard.of(days),
  },
  CuratorFigures: {
    curator: ({ curatorId }) => refTo(curatorId),
  },
};
