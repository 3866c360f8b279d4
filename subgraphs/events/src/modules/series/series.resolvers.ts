import { parseInput, refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { cancelOccurrenceInput, cancelSeriesInput, createSeriesInput, occurrencesInput, updateSeriesInput } from './series.input';

export const seriesResolvers: Resolvers = {
  Query: { series: (_, { id }, { services }) => services.series.byId(id) },
  Mutation: {
    createSeries: mutation('CreateSeriesSuccess', createSeriesInput, (input, { services }) => services.series.create(input)),
    updateSeries: mutation('UpdateSeriesSuccess', updateSeriesInput, (input, { services }) => services.seriesEdits.update(input)),
    cancelOccurrence: mutation('CancelOccurrenceSuccess', cancelOccurrenceInput, (input, { services }) =>
      services.series.cancelOccurrence(input),
    ),
    cancelSeries: mutation('CancelSeriesSuccess', cancelSeriesInput, async (input, { services }) => ({
      series: await services.series.cancel(input),
    })),
  },
  Event: {
    series: ({ seriesId }, _, { services }) => (seriesId ? services.series.byId(seriesId) : null),
    changedInSeries: ({ seriesRole }) => seriesRole === 'EDITED',
  },
  Series: {
    title: ({ content }) => content.title,
    additionalStarts: ({ added }) => added,
    excludedStarts: ({ excluded }) => excluded,
    creator: ({ creatorId }) => refTo(creatorId),
    organization: ({ organizationId }) => refTo(organizationId),
    occurrences: (series, { from, ...args }, { services }) =>
      services.series.occurrencesOf(series, parseInput(occurrencesInput, { from }).from ?? null, args),
  },
};
