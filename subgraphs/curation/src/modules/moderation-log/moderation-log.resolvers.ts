import { refTo } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';
import { inLanguage } from '../canned-reason/note-texts';

export const moderationLogResolvers: Resolvers = {
  Query: {
    moderationLog: (_root, { filter, ...page }, { services }) => services.moderationLog.page(page, filter ?? {}),
  },
  ModerationAct: {
    actor: ({ actorId }) => refTo(actorId),
    to: ({ toId }) => refTo(toId),
    event: ({ eventId }) => refTo(eventId),
    author: ({ authorId }) => refTo(authorId),
    category: ({ categorySlug }) => categorySlug,
    note: ({ note, noteTexts }, { language }) => inLanguage(note, noteTexts, language),
    cannedReason: ({ cannedReasonId }, _args, { loaders }) => (cannedReasonId ? loaders.cannedReasonById.load(cannedReasonId) : null),
  },
};
