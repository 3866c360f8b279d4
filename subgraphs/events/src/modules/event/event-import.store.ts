import { randomUUID } from 'node:crypto';
import { inBulk } from '@marquee/platform';
import type { Step } from '../../context';
import type { EventFormat } from '../../generated/prisma/enums';
import { ensureTags } from '../tag/tag.store';
import type { VenueValue } from '../venue/venue.input';
import { SHARED } from '../venue/venue-scope';
import { ensureVenues } from '../venue/venue.store';
import { eventChanged, eventSubmitted } from './event.facts';
import type { Performer } from './event-details';
import { priceColumns, type Price } from './event-price';
import { recordVersions } from './event-version.store';
import { announceAppearance, announceEvents } from './event.store';

/** An event as an importer has read and checked it: every value as the tables want it, the category one of the tree. */
export interface EventToImport {
  /** For a new event; left out: any. Only the demo world, which is the same every time, sets it. */
  id?: string;
  /** Who published it there, for example `toronto.ca`, and under which id: the pair is unique, and how it is recognised next time. */
  source: string;
  externalId: string;
  externalUrl: string | null;
  creatorId: string;
  /** For whom; left out: for the creator alone. */
  organizationId?: string;
  /** A curator decides before anybody sees it. Counts for new events; one that is here already keeps its status. */
  reviewFirst?: boolean;
  title: string;
  description: string;
  startsAt: Date;
  endsAt: Date;
  timezone: string;
  categorySlug: string;
  tags: string[];
  format: EventFormat;
  onlineUrl: string | null;
  venue: VenueValue | null;
  price: Price;
  imageUrl: string | null;
  capacity: number | null;
  performers: Performer[];
}

export interface Inserted {
  id: string;
  /** False: another import brought it meanwhile, and it stays as it is. */
  isNew: boolean;
}

/**
 * Takes in a batch of events of outside sources that are not here yet: published at once (they are screened all the same: curation hears
 * of them) or submitted for review. A fixed number of statements; pass batches of some hundred. Returns the id of each, in the order of the
 * input; of two with the same source and id the last counts.
 */
export async function insertImported(step: Step, batch: readonly EventToImport[]): Promise<Inserted[]> {
  const events = [...new Map(batch.map((event) => [identity(event), event])).values()];
  if (events.length === 0) return [];
  const placed = events.flatMap((event) => (event.venue ? [{ event, venue: event.venue }] : []));
  const found = await ensureVenues(
    step,
    placed.map(({ event, venue }) => ({ venue, scope: event.reviewFirst ? event.creatorId : SHARED })),
  );
  const venueIds = new Map(placed.map(({ event }, at) => [identity(event), found[at]!]));
  await ensureTags(
    step,
    events.flatMap((event) => event.tags),
  );
  const made = await insertNew(step, events, new Map(events.map((event) => [identity(event), columnsOf(event, venueIds)])));
  const known = await here(
    step,
    events.filter((event) => !made.has(identity(event))),
  );
  return batch.map((event) => {
    const id = made.get(identity(event));
    return id === undefined ? { id: known.get(identity(event))!, isNew: false } : { id, isNew: true };
  });
}

async function here({ tx }: Step, events: readonly EventToImport[]): Promise<Map<string, string>> {
  if (events.length === 0) return new Map();
  const rows = await tx.event.findMany({
    where: { OR: events.map(({ source, externalId }) => ({ source, externalId })) },
    select: { id: true, source: true, externalId: true },
  });
  return new Map(rows.map(({ id, source, externalId }) => [identity({ source: source!, externalId: externalId! }), id]));
}

type Columns = ReturnType<typeof columnsOf>;

const columnsOf = (
  { id: _id, reviewFirst: _reviewFirst, venue: _venue, price, capacity: _capacity, ...event }: EventToImport,
  venueIds: ReadonlyMap<string, string>,
) => ({
  ...event,
  ...priceColumns(price),
  venueId: venueIds.get(identity(event)) ?? null,
});

/** Writes those that are not there yet, and tells them. Returns their ids by identity; what another import made meanwhile is not among them. */
async function insertNew(
  step: Step,
  events: readonly EventToImport[],
  columns: ReadonlyMap<string, Columns>,
): Promise<Map<string, string>> {
  const { tx, now } = step;
  const made = await tx.event.createManyAndReturn({
    data: events.map((event) => ({
      ...columns.get(identity(event))!,
      id: event.id ?? randomUUID(),
      ...(event.reviewFirst
        ? { status: 'PENDING_REVIEW' as const }
        : { status: event.endsAt <= now ? ('COMPLETED' as const) : ('PUBLISHED' as const), publishedAt: now }),
      createdAt: now,
      updatedAt: now,
    })),
    skipDuplicates: true,
    include: { venue: true },
  });
  const byIdentity = new Map(made.map((row) => [identity(row as { source: string; externalId: string }), row]));
  const capacities = new Map(events.map((event) => [byIdentity.get(identity(event))?.id, event.capacity]));
  if (made.length > 0)
    await tx.attendanceCounts.createMany({ data: made.map(({ id }) => ({ eventId: id, capacity: capacities.get(id) ?? null })) });
  const whole = made.map((row) => ({ ...row, team: [], counts: { capacity: capacities.get(row.id) ?? null } }));
  await recordVersions(
    step,
    whole.map((event) => ({ event, change: 'IMPORTED' })),
    null,
  );
  const facts = whole.flatMap((event) => {
    return [eventChanged(event, 'IMPORTED'), ...(event.status === 'PENDING_REVIEW' ? [eventSubmitted(event, 'IMPORTED')] : [])];
  });
  await step.tell(...inBulk(facts));
  announceEvents(step, made);
  announceAppearance(step, whole);
  return new Map([...byIdentity].map(([key, { id }]) => [key, id]));
}

const identity = ({ source, externalId }: { source: string; externalId: string }) => `${source} ${externalId}`;
