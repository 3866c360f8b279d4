import type { Copies, Step } from './context';
import { removeAttending } from './modules/activity/activity.store';
import { lockEvent, lockOrganization } from './modules/event/event.store';
import { groupMemberChanged } from './modules/group/group.facts';
import { connectionChanged } from './modules/relationship/relationship.facts';
import { settleEventRooms, settleRoomsOfOrganization } from './modules/room/room-event.store';

/** Who gave no answer, or is not invited, after all: no room and no activity follows from it. */
async function leaveEvent(step: Step, key: string, remove: () => Promise<boolean>): Promise<void> {
  const [eventId, userId] = key.split(' ') as [string, string];
  await lockEvent(step, eventId);
  if (!(await remove())) return;
  const { status } = (await step.tx.attendanceCopy.findUnique({ where: { eventId_userId: { eventId, userId } } })) ?? {};
  if (status !== 'GOING') await removeAttending(step, eventId, userId);
  await settleEventRooms(step, [eventId], userId);
}

/** Who does not belong to an organisation after all: they are in no room of its events for that. */
async function leaveOrganization(step: Step, key: string, remove: () => Promise<boolean>): Promise<void> {
  const [organizationId, userId] = key.split(' ') as [string, string];
  await lockOrganization(step, organizationId);
  if (await remove()) await settleRoomsOfOrganization(step, organizationId, userId);
}

/** What others keep of this subgraph, and what it keeps of others. */
export const copies: Copies = {
  told: {
    connections: {
      rows: 'SELECT id::text AS key, version FROM connections',
      topics: ['connection.changed'],
      keyIn: `payload ->> 'connectionId'`,
      async facts({ tx }, keys) {
        const relationships = await tx.relationship.findMany({ where: { id: { in: [...keys] } } });
        return relationships.map((relationship) => ({
          about: relationship.id,
          ...connectionChanged(relationship),
          occurredAt: relationship.updatedAt,
        }));
      },
    },
    groupMembers: {
      rows: `SELECT group_id || ' ' || user_id AS key, version FROM group_members`,
      topics: ['group.member_changed'],
      keyIn: `(payload ->> 'groupId') || ' ' || (payload ->> 'userId')`,
      async facts({ tx }, keys) {
        const pairs = keys.map((key) => key.split(' ')).map(([groupId, userId]) => ({ groupId: groupId!, userId: userId! }));
        const members = await tx.groupMember.findMany({ where: { OR: pairs }, include: { group: { select: { id: true, name: true } } } });
        return members.map((member) => ({ about: `${member.groupId} ${member.userId}`, ...groupMemberChanged(member.group, member) }));
      },
    },
  },
  kept: {
    people: { table: 'people', key: 'id::text', where: 'NOT erased' },
    events: { table: 'known_events', key: 'id::text', where: 'NOT deleted' },
    attendances: { table: 'attendances', key: `event_id || ' ' || user_id`, deletes: leaveEvent },
    eventInvitations: { table: 'known_event_invitations', key: `event_id || ' ' || user_id`, deletes: leaveEvent },
    organizationMembers: { table: 'known_organization_members', key: `organization_id || ' ' || user_id`, deletes: leaveOrganization },
  },
};
