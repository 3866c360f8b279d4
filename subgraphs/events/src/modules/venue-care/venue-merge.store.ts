import type { Step } from '../../context';
import type { Venue } from '../../generated/prisma/client';
import { changeEvent, lockEvent } from '../event/event.store';
import { FIRST_OF_ALL } from '../venue/venue.store';

/** Both are locked. What was merged into the one that goes leads to the other one, too; its events follow in the job `follow-venues`. */
export async function mergeInto({ tx, now }: Step, kept: Venue, merged: Venue, by: string): Promise<void> {
  await tx.venue.updateMany({ where: { mergedInto: merged.id }, data: { mergedInto: kept.id, version: { increment: 1 } } });
  const data = { mergedInto: kept.id, mergedAt: now, mergedBy: by, followAfter: FIRST_OF_ALL, version: { increment: 1 } };
  await tx.venue.update({ where: { id: merged.id }, data });
  await tx.venue.update({ where: { id: kept.id }, data: { version: { increment: 1 } } });
}

/** It is locked. Its events come back in the job. */
export async function endMerge({ tx }: Step, venue: Venue): Promise<void> {
  const data = { mergedInto: null, mergedAt: null, mergedBy: null, followAfter: FIRST_OF_ALL, version: { increment: 1 } };
  await tx.venue.update({ where: { id: venue.id }, data });
}

/** An event at a place that went moves to the one that stays, and remembers where it was. */
export async function moveEvent(step: Step, eventId: string, fromId: string): Promise<void> {
  const event = await lockEvent(step, eventId);
  if (event?.venueId !== fromId) return;
  const [venue] = await step.tx.$queryRaw<{ into: string | null }[]>`
    SELECT merged_into AS into FROM venues WHERE id = ${fromId}::uuid FOR SHARE`;
  // Undone meanwhile.
  if (!venue?.into) return;
  await step.tx.venueMove.createMany({ data: [{ eventId, fromId, toId: venue.into }], skipDuplicates: true });
  await changeEvent(step, event, { venueId: venue.into }, 'UPDATED', null);
}

/** An event that was moved, and is still where it was moved to, goes back. */
export async function moveBack(step: Step, eventId: string, toId: string, fromId: string): Promise<void> {
  const event = await lockEvent(step, eventId);
  await step.tx.venueMove.deleteMany({ where: { eventId, fromId } });
  const [at] = await step.tx.$queryRaw<{ id: string }[]>`SELECT coalesce(merged_into, id) AS id FROM venues WHERE id = ${toId}::uuid`;
  if (event && event.venueId === at?.id) await changeEvent(step, event, { venueId: fromId }, 'UPDATED', null);
}

/** Its place has another name, or lies elsewhere: the event is told anew. */
export async function tellAnew(step: Step, eventId: string, venueId: string): Promise<void> {
  const event = await lockEvent(step, eventId);
  if (event?.venueId === venueId) await changeEvent(step, event, {}, 'UPDATED', null);
}

/** What was proposed for a place that went is proposed for the one that stays. */
export async function moveProposals({ tx }: Step, fromId: string, toId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE event_revisions SET changes = jsonb_set(changes, '{venueId}', to_jsonb(${toId}::text))
    WHERE status = 'PENDING' AND changes ->> 'venueId' = ${fromId}`;
}
