import { parseInput } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';
import { updateEventInput } from '../authoring/authoring.input';
import { heldPlacesOf, peopleOf } from '../impact/impact';
import { updateSeriesInput } from '../series/series.input';
import { previewCancellationInput } from './preview.input';

export const previewResolvers: Resolvers = {
  Query: {
    previewEventChange: (_, { input }, { services }) => services.previews.ofChange(parseInput(updateEventInput, input)),
    previewCancellation: (_, args, { services }) => services.previews.ofCancellation(parseInput(previewCancellationInput, args)),
    previewSeriesChange: (_, { input }, { services }) => services.seriesPreviews.ofChange(parseInput(updateSeriesInput, input)),
  },
  ImpactPreview: {
    people: ({ events }) => events.reduce((sum, event) => sum + peopleOf(event), 0),
    notifications: ({ events }) => events.reduce((sum, { notifications }) => sum + notifications, 0),
  },
  SeriesChangePreview: {
    notifications: ({ changed, calledOff }) =>
      [...changed.map(({ impact }) => impact), ...calledOff.events].reduce((sum, { notifications }) => sum + notifications, 0),
  },
  EventImpact: {
    event: ({ eventId }, _, { services }) => services.events.afterChange(eventId),
    placesHeld: heldPlacesOf,
  },
};
