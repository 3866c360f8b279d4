import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers, ResolversParentTypes } from '../../generated/resolvers';
import { priorityOf } from './notification-kinds';
import { dataOf } from './notification-link';
import { foreignTarget } from './notification-target';
import {
  deleteNotificationInput,
  markAllNotificationsReadInput,
  markNotificationsReadInput,
  muteSubjectInput,
  updateNotificationPreferencesInput,
} from './notification.input';

export const notificationResolvers: Resolvers = {
  Query: {
    notifications: (_, args, { services }) => services.notifications.list(args),
    notificationDeliveries: (_, args, { services }) => services.notificationDeliveries.list(args),
    notificationDeliveryCounts: (_, { since }, { services }) => services.notificationDeliveries.counts(since),
  },
  Mutation: {
    markNotificationsRead: mutation('MarkNotificationsReadSuccess', markNotificationsReadInput, async (input, { services }) => ({
      notifications: await services.notifications.markRead(input),
      unreadNotificationCount: await services.notifications.unreadCount(),
    })),
    markAllNotificationsRead: mutation('MarkAllNotificationsReadSuccess', markAllNotificationsReadInput, async (input, { services }) => ({
      markedCount: await services.notifications.markAllRead(input),
      unreadNotificationCount: await services.notifications.unreadCount(),
    })),
    deleteNotification: mutation('DeleteNotificationSuccess', deleteNotificationInput, async (input, { services }) => ({
      deletedId: await services.notifications.delete(input),
      unreadNotificationCount: await services.notifications.unreadCount(),
    })),
    muteSubject: mutation('MuteSubjectSuccess', muteSubjectInput, async (input, { services }) => ({
      mutedSubjects: await services.notificationMutes.mute(input),
    })),
    unmuteSubject: mutation('UnmuteSubjectSuccess', muteSubjectInput, async (input, { services }) => ({
      mutedSubjects: await services.notificationMutes.unmute(input),
    })),
    updateNotificationPreferences: mutation(
      'UpdateNotificationPreferencesSuccess',
      updateNotificationPreferencesInput,
      async (input, { services }) => ({ preferences: await services.notifications.updatePreferences(input) }),
    ),
  },
  Subscription: {
    notificationReceived: {
      subscribe: (_, _args, { services }) => services.notifications.received(),
      resolve: (notification: ResolversParentTypes['Notification']) => notification,
    },
  },
  Viewer: {
    unreadNotificationCount: ({ user }, _, { services }) => services.notifications.unreadCount(user.id),
    mutedSubjects: ({ user }, _, { services }) => services.notificationMutes.list(user.id),
    notificationPreferences: ({ user }, _, { services }) => services.notifications.preferences(user.id),
  },
  Notification: {
    title: async (row, _, { services }) => (await services.notifications.text(row)).title,
    body: async (row, _, { services }) => (await services.notifications.text(row)).body,
    priority: (row) => priorityOf(row),
    url: (row, _, { services }) => services.notifications.url(row),
    data: (row) => dataOf(row),
    target: (row, _, { services }) => (row.targetType === 'USER' ? services.users.byReference(row.targetId!) : foreignTarget(row)),
    group: (row) => (row.targetType === 'GROUP' ? refTo(row.targetId!) : null),
    organization: (row, _, { loaders }) => (row.targetType === 'ORGANIZATION' ? loaders.organizationById.load(row.targetId!) : null),
  },
  NotificationDelivery: {
    user: ({ userId }, _, { services }) => services.users.byReference(userId),
  },
  NotificationTarget: {
    __resolveType: (target) => ('__typename' in target ? target.__typename : 'User'),
  },
};
