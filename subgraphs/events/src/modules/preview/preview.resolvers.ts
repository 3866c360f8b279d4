import { parseInput } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';
import { updateEventInput } from '../authoring/authoring.input';
import { heldPlacesOf, peopleOf } from '../impact/impact';
import { previewCancellationInput } from './preview.input';

export const previewResolvers: Resolvers = {
  Query: {
    previewEventChange: (_, { input }, { services }) => services.previews.ofChange(parseInput(updateEventInput, input)),
    previewCancellation: (_, args, { services }) => services.previews.ofCancellation(parseInput(previewCancellationInput, args)),
  },
  ImpactPreview: {
    people: ({ events }) => events.reduce((sum, event) => sum + peopleOf(event), 0),
    notifications: ({ events }) => events.reduce((sum, { notifications }) => sum + notifications, 0),
  },
  EventImpact: {
    event: ({ eventId }, _, { services }) => services.events.afterChange(eventId),
    placesHeld: heldPlacesOf,
  },
};
