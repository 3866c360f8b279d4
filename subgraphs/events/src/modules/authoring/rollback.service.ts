import { invalidInput } from '@marquee/platform';
import type { Context, Step } from '../../context';
import { wantedCapacity } from '../attendance/counts';
import type { AccessibilityFeature } from '../event/event-details';
import { isSamePrice, priceColumns } from '../event/event-price';
import { tiersOf } from '../event/event-price.store';
import type { RecordedEvent, RecordedVenue } from '../event/event-version';
import type { VersionService } from '../event/event-version.service';
import type { EventService } from '../event/event.service';
import type { EventRow, WholeEvent } from '../event/event.types';
import type { AuthoringService, EventPatch } from './authoring.service';
import type { RollbackEvent } from './rollback.input';

/** Makes events what they were. */
export class RollbackService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventService,
    private readonly versions: VersionService,
    private readonly authoring: AuthoringService,
  ) {}

  async rollback(input: RollbackEvent): Promise<EventRow> {
    const { eventId, version, toVersion } = input;
    const known = await this.events.requireRight(eventId, 'EDIT');
    // A version never changes, so it is read before the transaction.
    const recorded = await this.versions.byNumber(eventId, toVersion);
    if (!recorded) throw invalidInput('toVersion', 'there is no such version of this event');
    const { snapshot } = recorded;
    const faults = await this.authoring.referenceFaults({ groupId: snapshot.groupId === known.groupId ? null : snapshot.groupId });
    await this.ctx.change('rollbackEvent', input, (step) =>
      this.authoring.edit(step, eventId, version, faults, async (event) => ({
        ...patchTo(snapshot, event, (await tiersOf(step, event.id)).length > 0),
        ...(await placeOf(step, snapshot.venue, event.venueId)),
      })),
    );
    return this.events.afterChange(eventId);
  }
}

/** Content is named whole, because a change of it may wait that is not on show yet; of the rest, what differs. */
function patchTo(to: RecordedEvent, event: WholeEvent, hasTiers: boolean): EventPatch {
  const { title, description, categorySlug, tags, format, onlineUrl, imageUrl, timezone, visibility, groupId, capacity, requirements } = to;
  const [startsAt, endsAt] = [new Date(to.startsAt), new Date(to.endsAt)];
  return {
    ...{ title, description, categorySlug, tags, format, onlineUrl, imageUrl, requirements },
    ...(startsAt.getTime() === event.startsAt.getTime() ? {} : { startsAt }),
    ...(endsAt.getTime() === event.endsAt.getTime() ? {} : { endsAt }),
    ...(timezone === event.timezone ? {} : { timezone }),
    ...(visibility === event.visibility ? {} : { visibility }),
    ...(groupId === event.groupId ? {} : { groupId }),
    ...(event.counts && capacity === wantedCapacity(event.counts) ? {} : { capacity }),
    ...detailsOf(to),
    ...(hasTiers || isSamePrice(event, priceColumns(to.price)) ? {} : { price: to.price }),
  };
}

/** Of a version that was written before these were known they stay as they are. */
function detailsOf(to: RecordedEvent): EventPatch {
  const { shortDescription, videoUrl, ticketUrl, accessibility, accessibilityNote, minAge, maxAge, petsAllowed, outdoors } = to;
  const { languages, neighbourhood, metadata, performers, onlineProvider, galleryIds, videoPosterId } = to;
  return {
    ...{ shortDescription, videoUrl, ticketUrl, accessibilityNote, minAge, maxAge, petsAllowed, outdoors },
    ...{
      accessibility: accessibility as AccessibilityFeature[] | undefined,
      languages,
      neighbourhood,
      metadata,
      performers,
      onlineProvider,
    },
    // Pictures that were deleted since do not come back.
    ...{ galleryIds, videoPosterId },
  };
}

/** The place that it had, or, where that row is gone, one that is told in the same words. At one that was hidden since nothing begins again. */
async function placeOf({ tx }: Step, venue: RecordedVenue | null, present: string | null): Promise<Pick<EventPatch, 'venue' | 'venueId'>> {
  if (!venue) return { venueId: null };
  const { id, ...told } = venue;
  const [known] = await tx.$queryRaw<{ isHidden: boolean }[]>`
    SELECT hidden_at IS NOT NULL AS "isHidden" FROM venues WHERE id = ${id}::uuid FOR KEY SHARE`;
  if (known?.isHidden && id !== present) return {};
  return known ? { venueId: id } : { venue: told };
}
