import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { updateChatSettingsInput } from './chat-settings.input';

export const chatSettingsResolvers: Resolvers = {
  Query: {
    chatSettings: (_, __, { services }) => services.chatSettings.mine(),
  },
  Mutation: {
    updateChatSettings: mutation('UpdateChatSettingsSuccess', updateChatSettingsInput, async (input, { services }) => ({
      settings: await services.chatSettings.update(input),
    })),
  },
  User: {
    viewerMayWrite: ({ id }, _, { services }) => services.chatSettings.mayWriteTo(id),
  },
};
