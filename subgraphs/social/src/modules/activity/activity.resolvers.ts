import { refTo } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';

export const activityResolvers: Resolvers = {
  Query: {
    activityFeed: (_, args, { services }) => services.activity.feed(args),
  },
  Event: {
    activity: ({ id }, args, { services }) => services.activity.ofEvent(id, args),
  },
  ActivityItem: {
    actor: ({ actorId }) => refTo(actorId),
    event: ({ eventId }) => refTo(eventId),
    group: ({ groupId }, _, { services }) => (groupId === null ? null : services.groups.byId(groupId)),
    friend: ({ friendId }) => refTo(friendId),
    createdAt: ({ occurredAt }) => occurredAt,
  },
};
