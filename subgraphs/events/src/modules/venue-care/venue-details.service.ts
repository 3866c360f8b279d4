import { conflict, notAllowed, notFound, sqlState, UNIQUE_VIOLATION } from '@marquee/platform';
import { organizationRolesWith, staffMay, type OrganizationRole } from '@marquee/schema/rules/event-rights';
import type { Context, Step } from '../../context';
import type { Venue } from '../../generated/prisma/client';
import { lockOrganizationRole } from '../event/event-rights.store';
import type { EventRow } from '../event/event.types';
import type { SetVenueOrganization, UpdateVenue } from './venue-details.input';
import { SHARED } from '../venue/venue-scope';
import type { VenueService } from '../venue/venue.service';
import { changeVenue, lockVenue } from '../venue/venue.store';

/** What is told of places, and who may say it. */
export class VenueDetailsService {
  constructor(
    private readonly ctx: Context,
    private readonly venues: VenueService,
  ) {}

  async update(input: UpdateVenue): Promise<Venue> {
    const { venueId, version, idempotencyKey: _key, hourlyFrom, pricingNote, ...told } = input;
    const known = await this.venues.require(venueId);
    await this.ctx.change('updateVenue', input, async (step) => {
      const venue = await this.lockForChange(step, known.id);
      if (venue.version !== version) throw conflict(`This place has changed since: it is at version ${venue.version}. Read it again.`);
      const hire = hourlyFrom && { hirePrice: BigInt(hourlyFrom.amountMinor), hireCurrency: hourlyFrom.currency };
      const price = hourlyFrom === undefined ? {} : (hire ?? { hirePrice: null, hireCurrency: null });
      await changeVenue(step, venue, { ...told, ...price, ...(pricingNote === undefined ? {} : { hireNote: pricingNote }) }).catch(
        (error: unknown) => {
          if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
          throw conflict('There is a place of this name, address and city there already. Ask the staff to merge them.');
        },
      );
    });
    return this.venues.require(venueId);
  }

  async setOrganization(input: SetVenueOrganization): Promise<Venue> {
    const { venueId, organizationId } = input;
    const known = await this.venues.require(venueId);
    if (!staffMay(this.ctx.viewer, 'RUN')) throw notAllowed('Only the staff of the platform says whose a place is.');
    await this.ctx.change('setVenueOrganization', input, async (step) => {
      const venue = await lockVenue(step, known.id);
      if (!venue) throw notFound('This venue');
      if (venue.scope !== SHARED) throw notAllowed('A private place is its teller’s.');
      step.logger.info({ userId: this.ctx.viewer.id, venueId: venue.id, organizationId }, 'staff says whose a place is');
      await changeVenue(step, venue, { organizationId });
    });
    return this.venues.require(venueId);
  }

  /** Does the event want more places than its venue has? */
  async isExceededBy({ id, venueId }: EventRow): Promise<boolean> {
    const { loaders } = this.ctx;
    const venue = venueId === null ? null : await loaders.venueById.load(venueId);
    if (!venue?.capacity) return false;
    const counts = await loaders.countsByEventId.load(id);
    const wanted = counts?.pendingCapacity ?? counts?.capacity ?? null;
    return wanted !== null && wanted > venue.capacity;
  }

  /** The place, locked, for one of those who may change it. */
  private async lockForChange(step: Step, id: string): Promise<Venue> {
    const { viewer } = this.ctx;
    const venue = await lockVenue(step, id);
    if (!venue) throw notFound('This venue');
    if (venue.hiddenAt) throw notAllowed('It was hidden after reports. Whose place it is may appeal against that decision.');
    if (venue.scope === viewer.id || staffMay(viewer, 'RUN')) return venue;
    const role = venue.organizationId === null ? null : await lockOrganizationRole(step, venue.organizationId, viewer.id);
    if (role === null || !organizationRolesWith('RUN').includes(role as OrganizationRole))
      throw notAllowed('Only the organisation whose place it is, and the staff, change what is told of it.');
    return venue;
  }
}
