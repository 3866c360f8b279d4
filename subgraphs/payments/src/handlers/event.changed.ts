import { keepNewer } from '@marquee/platform';
import type { Requirements } from '@marquee/schema/rules/eligibility';
import { channels } from '../channels';
import type { Handler } from '../context';
import { isErased } from '../modules/person/person.store';

/** What an event asks of guests that says nothing about it. */
const NOTHING: Requirements = { requiresApproval: false, invitationOnly: false, minPoints: null, minRating: null };

/**
 * Keeps the copy of an event. A cancellation starts the refunding of all its orders, in the same transaction: the job that does it finds
 * its task however often this process dies.
 */
export const eventChanged: Handler<'event.changed'> = async ({ payload: event }, step) => {
  const { tx, now } = step;
  const before = await tx.eventCopy.findUnique({ where: { id: event.eventId }, select: { startsAt: true, city: true, creatorId: true } });
  const { eventId: id, version, organizationId, team = [], visibility, groupId, title, categorySlug, startsAt, endsAt } = event;
  const status = event.change === 'DELETED' ? 'DELETED' : event.status;
  // The pseudonym of who was erased stays.
  const creatorId = before && (await isErased(step, event.creatorId)) ? before.creatorId : event.creatorId;
  const owner = { creatorId, organizationId, team };
  const city = event.venue?.city ?? null;
  const { requiresApproval, invitationOnly, minPoints, minRating } = event.requirements ?? NOTHING;
  const row = {
    ...{ id, version, ...owner, status, visibility, groupId, title, startsAt, endsAt, city, hidden: event.hidden === true },
    ...{ requiresApproval, invitationOnly, minPoints, minRating, categorySlug },
  };
  const isNew = await keepNewer(tx, 'events', ['id'], row);
  if (isNew) step.push(channels.event(id));
  const isMove = before && (before.startsAt.getTime() !== Date.parse(startsAt) || before.city !== row.city);
  if (isNew && isMove) await tx.eventMove.create({ data: { eventId: id, version, startsAt, city: row.city, heardAt: now } });
  // Also when the news is late: an event that was on show before it was cancelled stays in sight.
  if (status === 'PUBLISHED' || status === 'COMPLETED')
    await tx.eventCopy.updateMany({ where: { id, wasPublic: false }, data: { wasPublic: true } });
  if (isNew && status === 'CANCELLED')
    await tx.eventRefundRun.createMany({ data: [{ eventId: id, createdAt: now }], skipDuplicates: true });
};
