import type { Resolvers } from '../../generated/resolvers';
import { refTo } from '../person/person.types';

export const activityResolvers: Resolvers = {
  Query: {
    activityFeed: (_, args, { services }) => services.activity.feed(args),
  },
  Event: {
    activity: ({ id }, args, { services }) => services.activity.ofEvent(id, args),
  },
  ActivityItem: {
    actor: ({ actorId }) => ({ id: actorId }),
    event: ({ eventId }) => refTo(eventId),
    group: ({ groupId }, _, { services }) => (groupId === null ? null : services.groups.find(groupId)),
    friend: ({ friendId }) => refTo(friendId),
    createdAt: ({ occurredAt }) => occurredAt,
  },
};
