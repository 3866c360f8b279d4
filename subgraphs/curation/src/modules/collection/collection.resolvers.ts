import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { inLanguage } from '../canned-reason/note-texts';
import { answerCoCuratorInvitationInput, collectionInput, inviteCoCuratorInput, removeCoCuratorInput } from './collection.input';
import { proposedWords } from './collection-words';

export const collectionResolvers: Resolvers = {
  Query: {
    collections: (_root, { filter, ...page }, { services }) => services.collections.published(page, filter ?? {}),
    collection: (_root, { slug }, { services }) => services.collections.bySlug(slug),
    myCollections: (_root, page, { services }) => services.collections.mine(page),
    followedCollections: (_root, page, { services }) => services.collections.followed(page),
  },
  Mutation: {
    inviteCoCurator: mutation('InviteCoCuratorSuccess', inviteCoCuratorInput, async (input, { services }) => ({
      collection: await services.collectionPeople.invite(input),
    })),
    answerCoCuratorInvitation: mutation(
      'AnswerCoCuratorInvitationSuccess',
      answerCoCuratorInvitationInput,
      async (input, { services }) => ({ collection: await services.collectionPeople.answer(input) }),
    ),
    removeCoCurator: mutation('RemoveCoCuratorSuccess', removeCoCuratorInput, async (input, { services }) => ({
      collection: await services.collectionPeople.remove(input),
      deletedId: input.userId,
    })),
    followCollection: mutation('FollowCollectionSuccess', collectionInput, async (input, { services }) => ({
      collection: await services.collectionPeople.follow(input),
    })),
    unfollowCollection: mutation('UnfollowCollectionSuccess', collectionInput, async (input, { services }) => ({
      collection: await services.collectionPeople.unfollow(input),
      deletedId: input.collectionId,
    })),
    viewCollection: mutation('ViewCollectionSuccess', collectionInput, async (input, { services }) => ({
      collection: await services.collectionPeople.view(input),
    })),
  },
  Event: {
    collections: ({ id }, _args, { services }) => services.collections.ofEvent(id),
  },
  Collection: {
    __resolveReference: ({ id }, { services }) => services.collections.byId(id),
    entries: ({ id }, _args, { loaders }) => loaders.entriesByCollectionId.load(id),
    formerEntries: (one, _args, { services }) => services.collections.formerEntries(one),
    curators: (one, _args, { services }) => services.collections.curators(one),
    followerCount: (one, _args, { services }) => services.collections.followerCount(one),
    viewerFollows: (one, _args, { services }) => services.collections.viewerFollows(one),
    viewerRole: (one, _args, { services }) => services.collections.role(one),
    proposed: async (one, _args, { services }) => ((await services.collections.isInside(one)) ? proposedWords(one.proposed) : null),
    notes: async (one, { language }, { services }) =>
      (await services.collections.isInside(one)) ? inLanguage(one.notes, one.noteTexts, language) : null,
  },
  CollectionEntry: {
    event: ({ eventId }) => refTo(eventId),
    addedBy: ({ addedById }) => refTo(addedById),
  },
  FormerCollectionEntry: {
    event: ({ eventId }) => refTo(eventId),
  },
  CollectionCurator: {
    user: ({ userId }) => refTo(userId),
  },
};
