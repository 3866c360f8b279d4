import { refTo } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';
import { fieldNames } from './event-version';

export const versionResolvers: Resolvers = {
  Query: {
    compareEventVersions: (_, { eventId, from, to }, { services }) => services.versions.compare(eventId, from, to),
  },
  Event: {
    versions: (event, args, { services }) => services.versions.of(event, args),
  },
  EventVersion: {
    number: ({ version }) => version,
    changedBy: ({ changedById }) => refTo(changedById),
    changedFields: ({ changedFields }) => fieldNames(changedFields),
    status: ({ snapshot }) => snapshot.status,
    visibility: ({ snapshot }) => snapshot.visibility,
    title: ({ snapshot }) => snapshot.title,
    description: ({ snapshot }) => snapshot.description,
    startsAt: ({ snapshot }) => snapshot.startsAt,
    endsAt: ({ snapshot }) => snapshot.endsAt,
    timezone: ({ snapshot }) => snapshot.timezone,
    category: ({ snapshot }, _, { services }) => services.categories.bySlug(snapshot.categorySlug),
    tags: ({ snapshot }) => snapshot.tags,
    format: ({ snapshot }) => snapshot.format,
    onlineUrl: ({ snapshot }) => snapshot.onlineUrl,
    venue: ({ snapshot }) => snapshot.venue,
    capacity: ({ snapshot }) => snapshot.capacity,
    price: ({ snapshot }) => snapshot.price,
    requirements: ({ snapshot }) => snapshot.requirements,
    imageUrl: ({ snapshot }) => snapshot.imageUrl,
    cancelReason: ({ snapshot }) => snapshot.cancelReason,
  },
  RecordedVenue: {
    location: ({ latitude, longitude }) => (latitude === null || longitude === null ? null : { latitude, longitude }),
  },
};
