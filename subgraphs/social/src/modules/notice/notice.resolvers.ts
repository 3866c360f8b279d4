import { refTo } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';

export const noticeResolvers: Resolvers = {
  Message: {
    notice: (message, _, { services }) => services.notices.of(message),
  },
  RoomNotice: {
    actor: ({ actorId }) => refTo(actorId),
    people: ({ peopleIds }) => peopleIds.map((id) => refTo(id)),
    event: ({ eventId }) => refTo(eventId),
  },
};
