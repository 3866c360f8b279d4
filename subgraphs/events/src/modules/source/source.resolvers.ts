import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { platformOf } from './source-origin';
import { createSourceInput, deleteSourceInput, syncSourceInput, updateSourceInput } from './source.input';

export const sourceResolvers: Resolvers = {
  Query: {
    eventSource: (_, { id }, { services }) => services.sources.byId(id),
    eventSources: (_, { organizationId, ...args }, { services }) => services.sources.list(organizationId ?? null, args),
  },
  Mutation: {
    createEventSource: mutation('CreateEventSourceSuccess', createSourceInput, async (input, { services }) => ({
      source: await services.sources.create(input),
    })),
    updateEventSource: mutation('UpdateEventSourceSuccess', updateSourceInput, async (input, { services }) => ({
      source: await services.sources.update(input),
    })),
    syncEventSource: mutation('SyncEventSourceSuccess', syncSourceInput, async (input, { services }) => ({
      source: await services.sources.sync(input),
    })),
    deleteEventSource: mutation('DeleteEventSourceSuccess', deleteSourceInput, async (input, { services }) => ({
      deletedId: await services.sources.delete(input),
    })),
  },
  EventSource: {
    organization: ({ organizationId }) => refTo(organizationId),
    hasToken: ({ sealedToken }) => sealedToken !== null,
    columns: ({ mapping }) => [...(mapping?.columns ?? [])],
    dateFormat: ({ mapping }) => mapping?.dateFormat ?? null,
    nextSyncAt: ({ isActive, nextSyncAt }) => (isActive ? nextSyncAt : null),
    lastSync: (source, _, { services }) => services.sources.lastSync(source),
  },
  EventSourceCounts: {
    created: ({ CREATED }) => CREATED,
    updated: ({ UPDATED }) => UPDATED,
    unchanged: ({ UNCHANGED }) => UNCHANGED,
    duplicates: ({ DUPLICATE }) => DUPLICATE,
    skipped: ({ SKIPPED }) => SKIPPED,
    calledOff: ({ CALLED_OFF }) => CALLED_OFF,
  },
  Event: {
    origin: (event, _, { services }) => services.sources.originOf(event),
    isUserGenerated: ({ source }) => source === null,
  },
  EventOrigin: {
    platform: platformOf,
  },
};
