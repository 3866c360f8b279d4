import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { placeOf } from './group-place';
import { archiveGroupInput, groupInput, updateGroupInput } from './group.input';

export const groupSettingsResolvers: Resolvers = {
  Mutation: {
    updateGroup: mutation('UpdateGroupSuccess', updateGroupInput, async (input, { services }) => ({
      group: await services.groupSettings.update(input),
    })),
    archiveGroup: mutation('ArchiveGroupSuccess', archiveGroupInput, async (input, { services }) => ({
      group: await services.groupSettings.archive(input),
    })),
    deleteGroup: mutation('DeleteGroupSuccess', groupInput, async (input, { services }) => ({
      deletedId: await services.groupSettings.delete(input),
    })),
  },
  Group: {
    founder: ({ founderId }) => refTo(founderId),
    place: (group) => placeOf(group),
  },
};
