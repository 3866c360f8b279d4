import { channels } from './channels';
import type { Copies, Step } from './context';
import { attendanceChanged, placesGranted } from './modules/attendance/attendance.facts';
import { eventChanged, eventSubmitted } from './modules/event/event.facts';
import { wholeEvents } from './modules/event/event.store';
import { invitationChanged } from './modules/invitation/invitation.facts';

const OF_ONE_PERSON = `(payload ->> 'eventId') || ' ' || (payload ->> 'userId')`;

const pairs = (keys: readonly string[]) =>
  keys.map((key) => key.split(' ')).map(([eventId, userId]) => ({ eventId: eventId!, userId: userId! }));

/** Who is no member after all: what is open to them by it ends. */
async function endMembership(step: Step, key: string, remove: () => Promise<boolean>): Promise<void> {
  if (await remove()) step.push(channels.rights(key.split(' ')[1]!));
}

/** What others keep of this subgraph, and what it keeps of others. */
export const copies: Copies = {
  told: {
    events: {
      rows: 'SELECT id::text AS key, version FROM events',
      topics: ['event.changed', 'event.submitted'],
      keyIn: `payload ->> 'eventId'`,
      endedBy: `topic = 'event.changed' AND payload ->> 'change' = 'DELETED'`,
      async facts(step, keys) {
        return (await wholeEvents(step, keys)).flatMap((event) => {
          const at = { about: event.id, occurredAt: event.updatedAt };
          const asked = event.status === 'PENDING_REVIEW' ? [{ ...at, ...eventSubmitted(event) }] : [];
          return [{ ...at, ...eventChanged(event, 'UPDATED') }, ...asked];
        });
      },
    },
    attendances: {
      rows: `SELECT event_id || ' ' || user_id AS key, version FROM attendances WHERE NOT guest`,
      topics: ['attendance.changed'],
      keyIn: OF_ONE_PERSON,
      async facts({ tx }, keys) {
        const answers = await tx.attendance.findMany({ where: { OR: pairs(keys) } });
        return answers.map((answer) => ({
          about: `${answer.eventId} ${answer.userId}`,
          ...attendanceChanged(answer, answer),
          occurredAt: answer.updatedAt,
        }));
      },
    },
    eventInvitations: {
      rows: `SELECT event_id || ' ' || user_id AS key, version FROM event_invitations`,
      topics: ['event.invitation_changed'],
      keyIn: OF_ONE_PERSON,
      async facts({ tx }, keys) {
        const invitations = await tx.eventInvitation.findMany({ where: { OR: pairs(keys) } });
        return invitations.map((invitation) => ({ about: `${invitation.eventId} ${invitation.userId}`, ...invitationChanged(invitation) }));
      },
    },
    grants: {
      rows: 'SELECT event_id::text AS key, grant_version AS version FROM attendance_counts WHERE grant_version > 0',
      topics: ['places.granted'],
      keyIn: `payload ->> 'eventId'`,
      async facts({ tx }, keys) {
        const counts = await tx.attendanceCounts.findMany({ where: { eventId: { in: [...keys] } } });
        return counts.map(({ eventId, grantVersion, granted }) => ({ about: eventId, ...placesGranted(eventId, grantVersion, granted) }));
      },
    },
  },
  kept: {
    people: { table: 'people', key: 'id::text', where: 'NOT erased' },
    discovery: { table: 'discovery_copies', key: 'user_id::text', deletes: true },
    organizationMembers: { table: 'organization_members', key: `organization_id || ' ' || user_id`, deletes: endMembership },
    groupMembers: { table: 'group_members', key: `group_id || ' ' || user_id`, deletes: endMembership },
    connections: { table: 'person_edges', key: 'connection_id::text', rowsEach: 2, deletes: true },
    plans: { table: 'plans', key: 'user_id::text' },
    sales: { table: 'event_sales', key: 'event_id::text' },
    // Of a request to give it back alone (0) nothing is known yet.
    tickets: {
      table: 'tickets',
      key: 'id::text',
      version: 'CASE WHEN refunded_at IS NOT NULL THEN 2 WHEN paid_at IS NOT NULL THEN 1 ELSE 0 END',
      backward: 'refunded_at = NULL',
      where: '(paid_at IS NOT NULL OR refunded_at IS NOT NULL)',
    },
  },
};
