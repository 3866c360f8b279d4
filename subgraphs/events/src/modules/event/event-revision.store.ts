import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { conflict } from '@marquee/platform';
import type { Step } from '../../context';
import type { EventRevision, Prisma } from '../../generated/prisma/client';
import { differing, type EventContent } from './event-content';
import { revisionChanged } from './event.facts';
import type { WholeEvent } from './event.types';

// Every function here asks that the event is locked (lockEvent): of an edit and a decision that meet, one is first.

export const pendingRevision = ({ tx }: Step, eventId: string): Promise<EventRevision | null> =>
  tx.eventRevision.findFirst({ where: { eventId, status: 'PENDING' } });

/** What a revision would change. The column holds nothing else: it is written here alone. */
export const changesOf = (revision: Pick<EventRevision, 'changes'>): Partial<EventContent> => revision.changes as Partial<EventContent>;

/**
 * Proposes a change of what is on show. It goes on from the one that waits already and replaces it; where that leaves nothing to change,
 * nothing waits any more.
 */
export async function proposeRevision(
  step: Step,
  event: WholeEvent,
  wished: Partial<EventContent>,
  { authorId, seriesId }: Pick<EventRevision, 'authorId' | 'seriesId'>,
): Promise<EventRevision | null> {
  const { tx, now, tell } = step;
  const before = await pendingRevision(step, event.id);
  if (before && before.seriesId !== seriesId)
    throw conflict('A change of another reach in the series waits for this event. Withdraw it, or wait until it is decided.');
  const changes = differing(event, { ...(before && changesOf(before)), ...wished });
  if (before && isDeepStrictEqual(changes, differing(event, changesOf(before)))) return before;
  const isEmpty = Object.keys(changes).length === 0;
  if (before) await endRevision(step, event, before, isEmpty ? 'WITHDRAWN' : 'REPLACED');
  if (isEmpty) return null;
  const revision = await tx.eventRevision.create({
    data: { id: randomUUID(), eventId: event.id, authorId, seriesId, changes: changes as Prisma.InputJsonObject, createdAt: now },
  });
  const venueId = changes.venueId === undefined ? event.venueId : changes.venueId;
  const venue = venueId === event.venueId ? event.venue : venueId ? await tx.venue.findUnique({ where: { id: venueId } }) : null;
  await tell(revisionChanged(revision, event, venue));
  return revision;
}

/** What became of a revision that waited. */
export async function endRevision(
  { tx, now, tell }: Step,
  event: WholeEvent,
  { id }: Pick<EventRevision, 'id'>,
  status: Exclude<EventRevision['status'], 'PENDING'>,
  decided: { decidedById?: string | null; notes?: string | null } = {},
): Promise<EventRevision> {
  const revision = await tx.eventRevision.update({
    where: { id, status: 'PENDING' },
    data: { status, ...decided, endedAt: now, version: { increment: 1 } },
  });
  await tell(revisionChanged(revision, event, event.venue));
  return revision;
}

/** The event is not on show any more: what was proposed for it has nothing to change. */
export async function endPendingRevision(step: Step, event: WholeEvent): Promise<void> {
  const revision = await pendingRevision(step, event.id);
  if (revision) await endRevision(step, event, revision, 'OBSOLETE');
}
