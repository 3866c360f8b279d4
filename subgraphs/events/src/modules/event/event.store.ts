import { conflict, type After, type Bus, type Cache, type Clock } from '@marquee/platform';
import type { EventChanged } from '@marquee/schema/topics';
import { channels } from '../../channels';
import type { Tx } from '../../db';
import type { Prisma } from '../../generated/prisma/client';
import { outbox } from '../../outbox';
import { CATEGORY_COUNTS } from '../category/category.service';
import { eventFact } from './event.fact';
import type { EventRow, WholeEvent } from './event.row';

const WHOLE = { venue: true, counts: true } as const;

/** One transaction in which events change, and the request that caused it. */
export interface Change {
  runtime: { bus: Pick<Bus, 'push'>; cache: Pick<Cache, 'delete'>; clock: Clock };
  tx: Tx;
  after: After;
  correlationId: string;
}

/** Reads an event and keeps everybody else from changing it until the transaction ends. Null when there is none. */
export async function lockEvent(tx: Tx, id: string): Promise<WholeEvent | null> {
  await tx.$queryRaw`SELECT 1 FROM events WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  return tx.event.findUnique({ where: { id }, include: WHOLE });
}

/** Makes an event with its row of counts, and tells it. */
export async function insertEvent(
  change: Change,
  data: Prisma.EventUncheckedCreateInput & { capacity: number | null },
  what: EventChanged['change'],
): Promise<WholeEvent> {
  const { capacity, ...columns } = data;
  const now = change.runtime.clock.now();
  const event = await change.tx.event.create({
    data: { createdAt: now, updatedAt: now, ...columns, counts: { create: { capacity } } },
    include: WHOLE,
  });
  await tell(change, event, what);
  return event;
}

/** Changes an event that was read in this transaction, gives it its next version and tells it. */
export async function changeEvent(
  change: Change,
  event: Pick<EventRow, 'id' | 'version'>,
  data: Prisma.EventUncheckedUpdateManyInput,
  what: EventChanged['change'],
): Promise<WholeEvent> {
  const { count } = await change.tx.event.updateMany({
    where: { id: event.id, version: event.version },
    data: { ...data, version: event.version + 1, updatedAt: change.runtime.clock.now() },
  });
  if (count === 0) throw conflict('Somebody else changed this event meanwhile. Read it again.');
  const changed = await change.tx.event.findUniqueOrThrow({ where: { id: event.id }, include: WHOLE });
  await tell(change, changed, what);
  return changed;
}

/** Removes an event that nobody but its creator has seen, and tells it. */
export async function removeEvent(change: Change, event: WholeEvent): Promise<void> {
  await change.tx.event.delete({ where: { id: event.id } });
  await tell(change, { ...event, version: event.version + 1 }, 'DELETED');
}

/** Starts curation, or starts it anew after a change of what is under review. */
export async function requestReview({ tx, correlationId }: Change, event: WholeEvent): Promise<void> {
  await outbox.append(tx, { topic: 'event.submitted', key: event.id, payload: eventFact(event, 'SUBMITTED'), headers: { correlationId } });
}

/** After the commit: tells those who watch these events live, and forgets what was counted before. */
export function announce({ runtime, after }: Change, events: readonly Pick<EventRow, 'id' | 'version'>[]): void {
  for (const { id, version } of events) after(() => runtime.bus.push(channels.event(id), { version }));
  after(() => runtime.cache.delete(CATEGORY_COUNTS));
}

async function tell(change: Change, event: WholeEvent, what: EventChanged['change']): Promise<void> {
  const { tx, correlationId } = change;
  await outbox.append(tx, { topic: 'event.changed', key: event.id, payload: eventFact(event, what), headers: { correlationId } });
  announce(change, [event]);
}
