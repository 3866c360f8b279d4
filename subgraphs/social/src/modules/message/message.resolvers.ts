import { parseInput, refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers, ResolversParentTypes } from '../../generated/resolvers';
import {
  deleteMessageInput,
  editMessageInput,
  pinMessageInput,
  reactToMessageInput,
  sendMessageInput,
  sendMessagesInput,
} from './message.input';
import { searchMessagesInput } from './message-search.input';

export const messageResolvers: Resolvers = {
  Query: {
    searchMessages: (_, args, { services }) => services.messageSearch.find(parseInput(searchMessagesInput, args)),
  },
  Mutation: {
    sendMessage: mutation('SendMessageSuccess', sendMessageInput, async (input, { services }) => ({
      sent: await services.messages.send(input),
    })),
    sendMessages: mutation('SendMessagesSuccess', sendMessagesInput, (input, { services }) => services.messages.sendAll(input)),
    editMessage: mutation('EditMessageSuccess', editMessageInput, async (input, { services }) => ({
      edited: await services.messageEdits.edit(input),
    })),
    deleteMessage: mutation('DeleteMessageSuccess', deleteMessageInput, async (input, { services }) => ({
      deleted: await services.messageEdits.delete(input),
    })),
    pinMessage: mutation('PinMessageSuccess', pinMessageInput, async (input, { services }) => ({
      pinned: await services.messageEdits.pin(input, true),
    })),
    unpinMessage: mutation('UnpinMessageSuccess', pinMessageInput, async (input, { services }) => ({
      unpinned: await services.messageEdits.pin(input, false),
    })),
    reactToMessage: mutation('ReactToMessageSuccess', reactToMessageInput, async (input, { services }) => ({
      reacted: await services.reactions.react(input),
    })),
    removeReaction: mutation('RemoveReactionSuccess', reactToMessageInput, async (input, { services }) => ({
      unreacted: await services.reactions.takeBack(input),
    })),
  },
  Subscription: {
    messageAdded: {
      subscribe: (_, { roomId, since }, { services }) => services.messages.added(roomId, since),
      resolve: (message: ResolversParentTypes['Message']) => message,
    },
  },
  Message: {
    __resolveReference: ({ id }, { services }) => services.messages.byId(id),
    text: (message, _, { services }) => services.messages.textOf(message),
    sender: async (message, _, { services }) => refTo(await services.messages.senderOf(message)),
    deletedBy: ({ deletedAt, deletedBy, senderId, expired }) =>
      deletedAt === null ? null : expired ? 'RETENTION' : deletedBy === senderId ? 'SENDER' : 'MODERATOR',
    replyTo: (message, _, { services }) => services.messages.replyTo(message),
    mentions: async (message, _, { services }) => (await services.messages.mentionsOf(message)).map((id) => refTo(id)),
    reactions: (message, _, { services }) => services.messages.reactionsOf(message),
    viewerReactions: (message, _, { services }) => services.messages.viewerReactionsOf(message),
    versions: (message, _, { services }) => services.messages.versionsOf(message),
    room: ({ roomId }, _, { services }) => services.rooms.byId(roomId),
  },
  MessageReaction: {
    people: ({ userIds }) => userIds.map((id) => refTo(id)),
  },
  ChatRoom: {
    pinnedMessages: (room, _, { services }) => services.messages.pinnedIn(room),
  },
};
