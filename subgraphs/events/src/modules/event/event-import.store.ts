import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { EventFormat } from '../../generated/prisma/enums';
import { ensureTags } from '../tag/tag.store';
import type { VenueValue } from '../venue/venue.input';
import { venueKey } from '../venue/venue-key';
import { ensureVenues } from '../venue/venue.store';
import { eventChanged, eventSubmitted } from './event.facts';
import { priceColumns, type Price } from './event-price';
import type { EventRow } from './event.types';
import { isEditable } from './event-status';
import { announceEvents, changeEvent, requestReview } from './event.store';

/** An event as an importer has read and checked it: every value as the tables want it, the category one of the tree. */
export interface EventToImport {
  /** For a new event; left out: any. Only the demo world, which is the same every time, sets it. */
  id?: string;
  /** Who published it there, for example `toronto.ca`, and under which id: the pair is unique, and how it is recognised next time. */
  source: string;
  externalId: string;
  externalUrl: string | null;
  creatorId: string;
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
}

export interface Imported {
  id: string;
  source: string;
  externalId: string;
  /** KEPT: nothing about it has changed there, or it is called off or over here. */
  outcome: 'CREATED' | 'UPDATED' | 'KEPT';
}

/**
 * Takes in a batch of events of outside sources: new ones are published at once (they are screened all the same: curation hears of
 * them) or submitted for review, known ones are brought up to date. A fixed number of statements, and three more for each event that has changed at its
 * source. Pass batches of some hundred. Returns what became of each, in the order of the input; of two with the same source and id the last counts.
 */
export async function importEvents(step: Step, batch: readonly EventToImport[]): Promise<Imported[]> {
  const { tx } = step;
  const events = [...new Map(batch.map((event) => [identity(event), event])).values()];
  if (events.length === 0) return [];
  const venueIds = await ensureVenues(
    step,
    events.flatMap((event) => event.venue ?? []),
    null,
  );
  await ensureTags(
    step,
    events.flatMap((event) => event.tags),
  );
  const columns = new Map(events.map((event) => [identity(event), columnsOf(event, venueIds)]));

  const made = await insertNew(step, events, columns);
  const known = await tx.event.findMany({
    where: {
      OR: [...bySource(events.filter((event) => !made.has(identity(event))))].map(([source, ids]) => ({ source, externalId: { in: ids } })),
    },
  });
  const outcomes = new Map<string, Imported>();
  for (const row of known) {
    const key = identity(row as { source: string; externalId: string });
    const fresh = columns.get(key)!;
    const changed = isEditable(row.status) && differs(row, fresh);
    const { creatorId: _creator, ...update } = fresh;
    const next = changed ? await changeEvent(step, row, { ...update, contentVersion: row.version + 1 }, 'UPDATED') : null;
    // What curators judge has changed under them: they are asked anew.
    if (next?.status === 'PENDING_REVIEW') await requestReview(step, next);
    outcomes.set(key, { id: row.id, source: row.source!, externalId: row.externalId!, outcome: changed ? 'UPDATED' : 'KEPT' });
  }
  return batch.map((event) => outcomes.get(identity(event)) ?? { ...made.get(identity(event))!, outcome: 'CREATED' });
}

type Columns = ReturnType<typeof columnsOf>;

const columnsOf = (
  { id: _id, reviewFirst: _reviewFirst, venue, price, capacity: _capacity, ...event }: EventToImport,
  venueIds: ReadonlyMap<string, string>,
) => ({
  ...event,
  ...priceColumns(price),
  venueId: venue ? venueIds.get(venueKey(venue))! : null,
});

/** Writes those that are not there yet, and tells them. Returns them by identity; what another import made meanwhile is not among them. */
async function insertNew(
  step: Step,
  events: readonly EventToImport[],
  columns: ReadonlyMap<string, Columns>,
): Promise<Map<string, { id: string; source: string; externalId: string }>> {
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
  await step.tell(
    ...made.flatMap((row) => {
      const event = { ...row, counts: { capacity: capacities.get(row.id) ?? null } };
      return [eventChanged(event, 'IMPORTED'), ...(row.status === 'PENDING_REVIEW' ? [eventSubmitted(event, 'IMPORTED')] : [])];
    }),
  );
  announceEvents(step, made);
  return new Map([...byIdentity].map(([key, { id, source, externalId }]) => [key, { id, source: source!, externalId: externalId! }]));
}

const identity = ({ source, externalId }: { source: string; externalId: string }) => `${source} ${externalId}`;

function bySource(events: readonly EventToImport[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { source, externalId } of events) found.set(source, [...(found.get(source) ?? []), externalId]);
  return found;
}

/** The creator stays who it was: an organiser may have taken the event over. */
function differs(row: EventRow, { creatorId: _creator, ...fresh }: Columns): boolean {
  return Object.entries(fresh).some(([name, value]) => comparable(row[name as keyof EventRow]) !== comparable(value));
}

const comparable = (value: unknown): unknown => (value instanceof Date ? value.getTime() : Array.isArray(value) ? value.join('\n') : value);
