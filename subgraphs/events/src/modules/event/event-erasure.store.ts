import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { Prisma } from '../../generated/prisma/client';
import { endRevision, pendingRevision } from './event-revision.store';
import { changeEvent, lockEvent, removeEvents, wholeEvents } from './event.store';
import type { WholeEvent } from './event.types';

const DRAFTS = ['DRAFT', 'PENDING_REVIEW', 'NEEDS_REVISION', 'REJECTED'] as const;
const COUNTED_ON = ['PUBLISHED', 'PENDING_REVIEW', 'NEEDS_REVISION'] as const;
const OPEN = [...new Set([...DRAFTS, ...COUNTED_ON])];

/** How many events go at once: an import of theirs may have proposed many thousands. */
const BATCH = 500;

/** Events of a person alone that were never on show: nobody but them, their team and curators knows of these. */
export const neverOnShow = (userId: string) =>
  ({
    creatorId: userId,
    organizationId: null,
    publishedAt: null,
    status: { in: [...DRAFTS] },
  }) satisfies Prisma.EventWhereInput;

/** Events of a person alone that guests count on, or did when a curator sent them back: those that can still be called off. */
export const countedOn = (userId: string, now: Date) =>
  ({
    creatorId: userId,
    organizationId: null,
    publishedAt: { not: null },
    status: { in: [...COUNTED_ON] },
    endsAt: { gt: now },
  }) satisfies Prisma.EventWhereInput;

/**
 * What an erased person was to events: they leave the teams; what they proposed and nobody has approved goes with them, so that nothing is
 * published that nobody runs; and what guests count on all the same is called off. The locks of all these events are taken in one order,
 * before those of any guest list. Returns the events that are to be called off, whose guest lists come later.
 */
export async function leaveEvents(step: Step, userId: string): Promise<string[]> {
  const { tx, now } = step;
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT event_id AS id FROM event_team WHERE user_id = ${userId}::uuid
    UNION SELECT event_id FROM event_revisions WHERE author_id = ${userId}::uuid AND status = 'PENDING'
    UNION SELECT id FROM events WHERE creator_id = ${userId}::uuid AND organization_id IS NULL AND status::text = ANY (${OPEN}::text[])
    ORDER BY id`;
  const ids = rows.map(({ id }) => id);
  await tx.$queryRaw`SELECT 1 FROM events WHERE id = ANY (${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
  const gone = await tx.event.findMany({ where: neverOnShow(userId), select: { id: true }, orderBy: { id: 'asc' } });
  const left = gone.map(({ id }) => id);
  for (let at = 0; at < left.length; at += BATCH) await removeEvents(step, await wholeEvents(step, left.slice(at, at + BATCH)));
  const called = await tx.event.findMany({ where: countedOn(userId, now), select: { id: true } });
  const off = new Set(called.map(({ id }) => id));
  const removed = new Set(left);
  for (const id of ids) {
    const event = removed.has(id) ? null : await lockEvent(step, id);
    if (event) await leaveEvent(step, event, userId, off.has(id));
  }
  await tx.eventRevision.deleteMany({ where: { authorId: userId } });
  await forgetInviter(step, userId);
  return [...off];
}

async function leaveEvent(step: Step, event: WholeEvent, userId: string, isOff: boolean): Promise<void> {
  const { tx } = step;
  const revision = await pendingRevision(step, event.id);
  if (revision?.authorId === userId) await endRevision(step, event, revision, 'WITHDRAWN');
  await tx.eventTeamMember.deleteMany({ where: { eventId: event.id, userId } });
  const isOnTeam = event.team.some((member) => member.userId === userId);
  if (isOff) await changeEvent(step, event, { status: 'CANCELLED' }, 'CANCELLED', null);
  else if (isOnTeam) await changeEvent(step, event, {}, 'UPDATED', null);
}

/** Those whom they have invited stay so, by somebody who cannot be found: one pseudonym, kept nowhere. */
async function forgetInviter({ tx }: Step, userId: string): Promise<void> {
  const invitedBy = randomUUID();
  await tx.eventInvitation.updateMany({ where: { invitedBy: userId }, data: { invitedBy } });
  await tx.eventTeamMember.updateMany({ where: { invitedBy: userId }, data: { invitedBy } });
}
