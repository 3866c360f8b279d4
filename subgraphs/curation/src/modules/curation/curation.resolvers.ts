import type { Resolvers } from '../../generated/resolvers';
import { inLanguage } from '../canned-reason/note-texts';

export const curationResolvers: Resolvers = {
  Curation: {
    notes: ({ notes, noteTexts }, { language }) => inLanguage(notes, noteTexts, language),
  },
};
