import { settle } from '@marquee/platform';
import type { Resolvers, ResolversParentTypes } from '../../generated/resolvers';
import { foreignTarget } from './notification.target';

export const notificationResolvers: Resolvers = {
  Query: {
    notifications: (_, args, { services }) => services.notifications.list(args),
  },
  Mutation: {
    markNotificationsRead: (_, { input }, { services }) =>
      settle(async () => ({
        __typename: 'MarkNotificationsReadSuccess',
        notifications: await services.notifications.markRead(input),
        unreadNotificationCount: await services.notifications.unreadCount(),
      })),
    markAllNotificationsRead: (_, { input }, { services }) =>
      settle(async () => ({
        __typename: 'MarkAllNotificationsReadSuccess',
        markedCount: await services.notifications.markAllRead(input),
        unreadNotificationCount: await services.notifications.unreadCount(),
      })),
    updateNotificationPreferences: (_, { input }, { services }) =>
      settle(async () => ({
        __typename: 'UpdateNotificationPreferencesSuccess',
        preferences: await services.notifications.updatePreferences(input),
      })),
  },
  Subscription: {
    notificationReceived: {
      subscribe: (_, _args, { services }) => services.notifications.received(),
      resolve: (notification: ResolversParentTypes['Notification']) => notification,
    },
  },
  Viewer: {
    unreadNotificationCount: ({ user }, _, { services }) => services.notifications.unreadCount(user.id),
    notificationPreferences: ({ user }, _, { services }) => services.notifications.preferences(user.id),
  },
  Notification: {
    target: (row, _, { loaders }) => (row.targetType === 'USER' ? loaders.userById.load(row.targetId!) : foreignTarget(row)),
  },
  NotificationTarget: {
    __resolveType: (target) => ('__typename' in target ? target.__typename : 'User'),
  },
};
