import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { removeAvatarInput, requestAvatarUploadInput, setAvatarInput } from './avatar.input';

export const avatarResolvers: Resolvers = {
  Mutation: {
    requestAvatarUpload: mutation('RequestAvatarUploadSuccess', requestAvatarUploadInput, async (input, { services }) => ({
      upload: await services.avatars.requestUpload(input),
    })),
    setAvatar: mutation('SetAvatarSuccess', setAvatarInput, async (input, { services }) => ({ user: await services.avatars.set(input) })),
    removeAvatar: mutation('RemoveAvatarSuccess', removeAvatarInput, async (input, { services }) => ({
      user: await services.avatars.remove(input),
    })),
  },
};
