import { isDeepStrictEqual } from 'node:util';
import type { Step } from '../../context';
import type { Prisma } from '../../generated/prisma/client';
import { wantedCapacity } from '../attendance/counts';
import { GuestList } from '../attendance/guest-list.store';
import type { EventToImport } from '../event/event-import.store';
import { priceColumns } from '../event/event-price';
import { tiersOf } from '../event/event-price.store';
import { isForEverybody } from '../event/event-status';
import { changeEvent, lockEvent, requestReview } from '../event/event.store';
import type { WholeEvent } from '../event/event.types';
import { ensureTags } from '../tag/tag.store';
import { SHARED } from '../venue/venue-scope';
import { ensureVenues } from '../venue/venue.store';
import { changedGroups, fieldsOf, withoutJudged } from './import-changes';

/** An event that is here, as its source told it before and as it tells it now, both read by the present reader. */
export interface SourceChange {
  eventId: string;
  before: EventToImport;
  after: EventToImport;
}

export interface Updated {
  isChanged: boolean;
  /** Something of what the source has changed is not taken over. */
  isHeldBack: boolean;
  notes: string[];
}

/**
 * Brings events up to date with their source: what it has changed since it last told them, and nothing else, so that what people changed
 * here stays where the source says what it said before. Who is not trusted to publish does not change what curators judged of an event that is
 * on show. The rows are locked by the caller. Some statements for each that has changed.
 */
export async function updateFromSource(step: Step, changes: readonly SourceChange[], trusted: boolean): Promise<Map<string, Updated>> {
  const due: (SourceChange & { fields: Fields; event: WholeEvent; isHeldBack: boolean })[] = [];
  for (const change of changes) {
    const groups = changedGroups(change.before, change.after);
    if (groups.length === 0) continue;
    const event = (await lockEvent(step, change.eventId))!;
    const taken = trusted || event.status !== 'PUBLISHED' ? groups : withoutJudged(groups);
    due.push({ ...change, event, fields: fieldsOf(taken), isHeldBack: taken.length < groups.length });
  }
  const placed = due.flatMap(({ fields, event, after }) => (fields.has('venue') && after.venue ? [{ event, venue: after.venue }] : []));
  const found = await ensureVenues(
    step,
    placed.map(({ event, venue }) => ({ venue, scope: isForEverybody(event) ? SHARED : event.creatorId })),
  );
  const venueIds = new Map(placed.map(({ event }, at) => [event.id, found[at]!]));
  await ensureTags(
    step,
    due.flatMap(({ fields, after }) => (fields.has('tags') ? after.tags : [])),
  );
  const done = new Map<string, Updated>();
  for (const { event, after, fields, isHeldBack } of due) {
    const notes = isHeldBack ? ['published: what curators judge is changed here, not by import'] : [];
    const hasTiers = fields.has('price') && (await tiersOf(step, event.id)).length > 0;
    if (hasTiers) notes.push('price stays as it is: it follows from the ticket tiers');
    const hasPlaces = fields.has('capacity') && (await changeCapacity(step, event, after.capacity, notes));
    const data = newColumns(event, columnsOf(after, hasTiers ? without(fields, 'price') : fields, venueIds.get(event.id) ?? null));
    const isChanged = hasPlaces || Object.keys(data).length > 0;
    done.set(event.id, { isChanged, isHeldBack, notes });
    if (!isChanged) continue;
    const moved = 'startsAt' in data ? { startChangedAt: step.now } : {};
    const changed = await changeEvent(step, event, { ...data, ...moved, contentVersion: event.version + 1 }, 'UPDATED', null);
    // What curators judge has changed under them: they are asked anew.
    if (changed.status === 'PENDING_REVIEW') await requestReview(step, changed);
  }
  return done;
}

/** Calls off an event of which its source says that it is cancelled. The caller has asked whether it can be. */
export async function callOff(step: Step, eventId: string): Promise<void> {
  const event = (await lockEvent(step, eventId))!;
  await changeEvent(step, event, { status: 'CANCELLED' }, 'CANCELLED', null);
  const list = (await GuestList.open(step, eventId))!;
  await list.endOffers(null);
  await list.save();
}

type Fields = ReadonlySet<keyof EventToImport>;

const without = (fields: Fields, name: keyof EventToImport): Fields => new Set([...fields].filter((field) => field !== name));

function columnsOf({ price, ...event }: EventToImport, fields: Fields, venueId: string | null) {
  const { title, description, startsAt, endsAt, timezone, categorySlug, tags, format, onlineUrl, imageUrl, externalUrl, performers } =
    event;
  const plain = {
    title,
    description,
    startsAt,
    endsAt,
    timezone,
    categorySlug,
    tags,
    format,
    onlineUrl,
    imageUrl,
    externalUrl,
    performers,
  };
  return {
    ...Object.fromEntries(Object.entries(plain).filter(([name]) => fields.has(name as keyof EventToImport))),
    ...(fields.has('price') ? priceColumns(price) : {}),
    ...(fields.has('venue') ? { venueId } : {}),
  };
}

/** Those that are not so already. */
const newColumns = (event: WholeEvent, columns: object): Prisma.EventUncheckedUpdateManyInput =>
  Object.fromEntries(Object.entries(columns).filter(([name, value]) => !isDeepStrictEqual(event[name as keyof WholeEvent], value)));

/** Never below the places that are taken: those who have one keep it. True when it is another than before. */
async function changeCapacity(step: Step, event: WholeEvent, capacity: number | null, notes: string[]): Promise<boolean> {
  if (event.counts && capacity === wantedCapacity(event.counts)) return false;
  const list = (await GuestList.open(step, event.id))!;
  if (capacity !== null && capacity < list.taken) {
    notes.push(`capacity stays as it is: ${list.taken} places are taken`);
    return false;
  }
  list.setCapacity(capacity);
  await list.save();
  return true;
}
