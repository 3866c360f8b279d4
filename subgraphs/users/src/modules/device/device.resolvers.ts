import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { registerDeviceInput, unregisterDeviceInput } from './device.input';

export const deviceResolvers: Resolvers = {
  Mutation: {
    registerDevice: mutation('RegisterDeviceSuccess', registerDeviceInput, async (input, { services }) => ({
      device: await services.devices.register(input),
    })),
    unregisterDevice: mutation('UnregisterDeviceSuccess', unregisterDeviceInput, async (input, { services }) => ({
      deletedId: await services.devices.unregister(input),
    })),
  },
  Viewer: {
    devices: ({ user }, _, { services }) => services.devices.list(user.id),
  },
};
