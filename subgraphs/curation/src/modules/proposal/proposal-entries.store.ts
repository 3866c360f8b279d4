import { randomUUID } from 'node:crypto';
import { invalidInput } from '@marquee/platform';
import { rolesOn, type EventTeam, type OrganizationRole } from '@marquee/schema/rules/event-rights';
import type { Step } from '../../context';
import type { Collection } from '../../generated/prisma/client';
import type { ArrangeCollection } from './proposal.input';

interface OnShow extends EventTeam {
  eventId: string;
}

/**
 * Puts the entries of a locked collection in this order. What is not named is taken out, but for what has left by itself: that may come back,
 * behind the others.
 */
export async function arrangeEntries(step: Step, one: Collection, entries: ArrangeCollection['entries'], userId: string): Promise<void> {
  const { tx, now } = step;
  const { id: collectionId } = one;
  const present = await tx.collectionEntry.findMany({ where: { collectionId, removedAt: null }, orderBy: { position: 'asc' } });
  const known = new Map(present.map((entry) => [entry.eventId, entry]));
  const onShow = await eventsOnShow(step, [...known.keys(), ...entries.map(({ eventId }) => eventId)]);
  const works = new Map(
    (await tx.organizationMemberCopy.findMany({ where: { userId } })).map((work) => [
      work.organizationId,
      work.role as OrganizationRole | null,
    ]),
  );
  entries.forEach(({ eventId }, at) => {
    if (known.has(eventId)) return;
    const event = onShow.get(eventId);
    if (!event) throw invalidInput(`entries.${at}.eventId`, 'must be an event that everybody may see and that is not over');
    const role = (event.organizationId !== null && works.get(event.organizationId)) || null;
    if (event.creatorId === userId || rolesOn(event, userId, role).length > 0)
      throw invalidInput(`entries.${at}.eventId`, 'must not be an event of yours');
  });
  const named = new Set(entries.map(({ eventId }) => eventId));
  const unnamed = present.filter(({ eventId }) => !named.has(eventId));
  const out = unnamed.filter(({ eventId }) => onShow.has(eventId)).map(({ id }) => id);
  await tx.collectionEntry.updateMany({ where: { id: { in: out } }, data: { removedAt: now } });
  for (const [position, { eventId, note: said }] of entries.entries()) {
    const note = said || null;
    const entry = known.get(eventId);
    if (entry && (entry.position !== position || entry.note !== note))
      await tx.collectionEntry.update({ where: { id: entry.id }, data: { position, note } });
  }
  // Followers hear of what is added to what they follow.
  const told = one.status !== 'PUBLISHED';
  const added = entries.flatMap(({ eventId, note }, position) =>
    known.has(eventId)
      ? []
      : [{ id: randomUUID(), collectionId, eventId, position, note: note || null, addedById: userId, addedAt: now, told }],
  );
  await tx.collectionEntry.createMany({ data: added });
  const left = unnamed.filter(({ id }) => !out.includes(id));
  for (const [at, { id }] of left.entries()) await tx.collectionEntry.update({ where: { id }, data: { position: entries.length + at } });
}

async function eventsOnShow({ tx, now }: Step, eventIds: readonly string[]): Promise<Map<string, OnShow>> {
  const events = await tx.eventCopy.findMany({
    where: {
      ...{ eventId: { in: [...eventIds] }, status: 'PUBLISHED', visibility: 'PUBLIC', hidden: false, deleted: false },
      endsAt: { gt: now },
    },
    select: { eventId: true, creatorId: true, organizationId: true, team: true },
  });
  return new Map(events.map((event) => [event.eventId, event as unknown as OnShow]));
}
