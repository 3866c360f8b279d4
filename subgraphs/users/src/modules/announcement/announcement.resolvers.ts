import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { LANGUAGES } from '../preference/preference-language';
import { announceInput, cancelAnnouncementInput } from './announcement.input';

export const announcementResolvers: Resolvers = {
  Query: {
    announcements: (_, args, { services }) => services.announcements.list(args),
  },
  Mutation: {
    announce: mutation('AnnounceSuccess', announceInput, async (input, { services }) => ({
      announcement: await services.announcements.announce(input),
    })),
    cancelAnnouncement: mutation('CancelAnnouncementSuccess', cancelAnnouncementInput, async (input, { services }) => ({
      announcement: await services.announcements.cancel(input),
    })),
  },
  SystemAnnouncement: {
    texts: ({ texts }) => {
      const given = texts as Partial<Record<string, { title: string; body: string }>>;
      return LANGUAGES.flatMap((language) => (given[language] ? [{ language, ...given[language] }] : []));
    },
    role: ({ role }) => (role ? (role.toUpperCase() as 'USER' | 'CURATOR' | 'MODERATOR' | 'ADMIN') : null),
    createdBy: ({ createdById }, _, { services }) => (createdById ? services.users.byReference(createdById) : null),
  },
};
