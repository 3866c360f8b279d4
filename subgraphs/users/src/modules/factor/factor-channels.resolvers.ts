import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { sendLoginCodeInput, setCodeChannelInput } from './factor-channels.input';

export const factorChannelResolvers: Resolvers = {
  Mutation: {
    setCodeChannel: mutation('SetCodeChannelSuccess', setCodeChannelInput, async (input, { services }) => {
      await services.factorChannels.set(input);
      return { viewer: (await services.users.me())! };
    }),
    sendLoginCode: mutation('SendLoginCodeSuccess', sendLoginCodeInput, async (input, { services }) => ({
      codeExpiresAt: await services.factorChannels.send(input),
    })),
  },
};
