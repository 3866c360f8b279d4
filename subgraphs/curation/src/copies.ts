import type { Copies } from './context';

/** What others keep of this subgraph, and what it keeps of others. */
export const copies: Copies = {
  told: {},
  kept: {
    people: { table: 'person_copies', key: 'user_id::text', where: 'erased_at IS NULL' },
    events: { table: 'event_copies', key: 'event_id::text', where: 'NOT deleted' },
    attendances: { table: 'attendance_copies', key: `event_id || ' ' || user_id`, deletes: true },
    eventInvitations: { table: 'event_invitations', key: `event_id || ' ' || user_id`, deletes: true },
    organizationMembers: { table: 'organization_members', key: `organization_id || ' ' || user_id`, deletes: true },
    groupMembers: { table: 'group_members', key: `group_id || ' ' || user_id`, deletes: true },
    connections: { table: 'connection_copies', key: 'connection_id::text', deletes: true },
  },
};
