import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import type { AccessibilityFeature } from '../event/event-details';
import { mapAddress, type VenueAmenity, type VenueHours } from './venue-details';
import { setVenueOrganizationInput, updateVenueInput } from './venue-details.input';

export const venueDetailResolvers: Resolvers = {
  Mutation: {
    updateVenue: mutation('UpdateVenueSuccess', updateVenueInput, async (input, { services }) => ({
      venue: await services.venueDetails.update(input),
    })),
    setVenueOrganization: mutation('SetVenueOrganizationSuccess', setVenueOrganizationInput, async (input, { services }) => ({
      venue: await services.venueDetails.setOrganization(input),
    })),
  },
  Venue: {
    organization: ({ organizationId }) => refTo(organizationId),
    // Written by venue-details.input.ts alone, which takes no others.
    amenities: ({ amenities }) => amenities as VenueAmenity[],
    accessibility: ({ accessibility }) => accessibility as AccessibilityFeature[],
    openingHours: ({ openingHours }) => openingHours as unknown as VenueHours[],
    pricing: (venue) => venue,
    mapUrl: ({ latitude, longitude }) => (latitude === null || longitude === null ? null : mapAddress(latitude, longitude)),
  },
  VenuePricing: {
    hourlyFrom: ({ hirePrice, hireCurrency }) =>
      hirePrice === null || hireCurrency === null ? null : { amountMinor: Number(hirePrice), currency: hireCurrency },
    note: ({ hireNote }) => hireNote,
  },
  Event: {
    exceedsVenue: (event, _, { services }) => services.venueDetails.isExceededBy(event),
  },
};
