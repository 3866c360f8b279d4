import { keepNewer, type Viewer } from '@marquee/platform';
import { givesRight, staffMay, type EventRole } from '@marquee/schema/rules/event-rights';
import { maySee, sightOf, tiesOf } from '@marquee/schema/rules/event-visibility';
import type { EventChanged } from '@marquee/schema/topics';
import { channels } from '../../channels';
import type { Step } from '../../context';
import { Prisma, type AttendanceCopy, type EventCopy } from '../../generated/prisma/client';
import { bandsOf, fingerprintOf } from '../text/fingerprint';
import { languageOf } from '../text/language';
import { contentHash, judgedText, snapshotOf } from './event-snapshot';
import { rolesNow } from './event-rights.store';
import { onShowOf, teamOf } from './event-visibility';

/** What a fact did to the copy of its event. */
export interface EventCopyChange {
  previous: EventCopy | null;
  current: EventCopy;
}

/**
 * Lets one transaction at a time work on what belongs to these events; held until it ends. A lock of its own and not a row, because the
 * first fact of an event finds no row. The ids are sorted, so that two transactions never wait for each other.
 */
export async function lockEvents({ tx }: Pick<Step, 'tx'>, eventIds: readonly string[]): Promise<void> {
  await tx.$queryRaw`
    SELECT pg_advisory_xact_lock(hashtextextended(e.id, 0))::text
    FROM (SELECT DISTINCT unnest(${[...eventIds].sort()}::text[]) AS id ORDER BY 1) AS e`;
}

/** An event that the viewer may see, with what they are to it. */
export interface SeenEvent {
  event: Omit<EventCopy, 'signature'>;
  /** The viewer's own. */
  attendance: AttendanceCopy | null;
  /** The viewer's. */
  roles: EventRole[];
}

/** Null when the viewer may not see the event. */
export async function visibleEvent(step: Step, eventId: string, viewer: Viewer): Promise<SeenEvent | null> {
  const { tx } = step;
  const { id: userId } = viewer;
  const event = await tx.eventCopy.findUnique({ where: { eventId }, omit: { signature: true } });
  if (!event || event.deleted) return null;
  const attendance = await tx.attendanceCopy.findUnique({ where: { eventId_userId: { eventId, userId } } });
  const roles = await rolesNow(step, event, userId);
  const sight = sightOf(onShowOf(event), { insider: staffMay(viewer, 'SEE') || givesRight(roles, 'SEE'), signedIn: true });
  if (typeof sight === 'boolean') return sight ? { event, attendance, roles } : null;
  const { groupId } = event;
  const ties = tiesOf({
    member: groupId !== null && (await tx.groupMemberCopy.count({ where: { groupId, userId, active: true } })) > 0,
    invited: (await tx.eventInvitationCopy.count({ where: { eventId, userId, invited: true } })) > 0,
    answer: attendance?.status ?? null,
    checkedIn: attendance !== null && attendance.checkedInAt !== null,
    holdsTickets: false,
  });
  return maySee(sight, ties) ? { event, attendance, roles } : null;
}

/**
 * Keeps a snapshot if it is newer than the copy; null when it is late or repeated, which then teaches at most that the event was on
 * show. The event must be locked.
 */
export async function keepEvent(step: Step, event: EventChanged): Promise<EventCopyChange | null> {
  const { tx } = step;
  const { eventId } = event;
  const previous = await tx.eventCopy.findUnique({ where: { eventId } });
  const isOnShow = event.status === 'PUBLISHED' || event.status === 'COMPLETED';
  const current = copyOf(event, isOnShow || previous?.wasPublished === true);
  if (await keepNewer(tx, 'event_copies', ['eventId'], { ...current })) {
    await keepBands(step, eventId, bandsOf(current.signature));
    if (current.deleted) await forgetContent(step, eventId);
    if (previous) for (const userId of demoted(previous, current)) step.push(channels.rights(userId));
    return { previous, current };
  }
  if (isOnShow && !previous?.wasPublished) await tx.eventCopy.update({ where: { eventId }, data: { wasPublished: true } });
  return null;
}

/** Of a deleted event nothing is kept: what was approved of it, or proposed for it, goes as well. */
async function forgetContent({ tx }: Step, eventId: string): Promise<void> {
  await tx.approvedContent.deleteMany({ where: { eventId } });
  await tx.assessment.updateMany({ where: { workflow: { eventId } }, data: { spamReasons: [] } });
  await tx.revisionCopy.updateMany({ where: { eventId }, data: { proposed: Prisma.DbNull } });
}

/** Those who had a role on the event that they have no more. */
const demoted = (previous: EventCopy, current: EventCopy): string[] =>
  teamOf(previous)
    .team.filter((had) => !teamOf(current).team.some(({ userId, role }) => userId === had.userId && role === had.role))
    .map(({ userId }) => userId);

async function keepBands({ tx }: Step, eventId: string, bands: readonly number[]): Promise<void> {
  // Bands that stay are left alone: most edits change few of them, or none.
  await tx.$executeRaw`
    WITH gone AS (DELETE FROM event_bands WHERE event_id = ${eventId}::uuid AND band <> ALL (${[...bands]}::int[]))
    INSERT INTO event_bands (band, event_id) SELECT unnest(${[...bands]}::int[]), ${eventId}::uuid ON CONFLICT DO NOTHING`;
}

/** What its author says is spoken there, first of all; else as it reads. */
const writtenIn = ({ details, title, description }: EventChanged): string | null =>
  details?.languages[0]?.split('-')[0]?.toLowerCase() ?? languageOf(`${title}\n${description}`);

/** The row that a snapshot makes. Of a deleted event nothing is kept but that it was there. Column by column, because facts may have more properties one day. */
export function copyOf(event: EventChanged, wasPublished: boolean): EventCopy {
  const { eventId, version, status, visibility, groupId, categorySlug, tags, timezone, venue } = event;
  const { creatorId, organizationId, team = [], capacity, imageUrl, imported } = event;
  const deleted = event.change === 'DELETED';
  const { title, description } = deleted ? { title: '', description: '' } : { title: event.title, description: judgedText(event) };
  return {
    ...{ eventId, version, status, visibility, groupId, title, description, categorySlug, tags, timezone },
    ...{ creatorId, organizationId, team: team as unknown as EventCopy['team'], capacity, imageUrl, imported, deleted, wasPublished },
    startsAt: new Date(event.startsAt),
    endsAt: new Date(event.endsAt),
    venueId: venue?.id ?? null,
    venueName: venue?.name ?? null,
    city: venue?.city ?? null,
    language: writtenIn(event),
    latitude: venue?.latitude ?? null,
    longitude: venue?.longitude ?? null,
    price: event.price as unknown as EventCopy['price'],
    hidden: event.hidden === true,
    contentHash: contentHash(snapshotOf(event)),
    ...fingerprintOf({ title, description }),
  };
}
