import type { Copies } from './context';
import { discoveryChanged } from './modules/discovery/discovery.facts';
import { organizationMemberChanged } from './modules/organization/organization.facts';
import { recountDeeds } from './modules/reputation/reputation.store';
import { userUpdated } from './modules/user/user.facts';

/** What others keep of this subgraph, and what it keeps of others. */
export const copies: Copies = {
  told: {
    people: {
      rows: 'SELECT id::text AS key, version FROM users',
      topics: ['user.updated', 'user.erased'],
      keyIn: `payload ->> 'userId'`,
      endedBy: `topic = 'user.erased'`,
      async facts({ tx, kept }, keys) {
        const users = await tx.user.findMany({ where: { id: { in: [...keys] } } });
        return users.map((user) => ({ about: user.id, ...userUpdated(user, kept.files), occurredAt: user.updatedAt }));
      },
    },
    discovery: {
      rows: 'SELECT user_id::text AS key, version FROM discovery_preferences',
      topics: ['discovery.changed', 'user.erased'],
      keyIn: `payload ->> 'userId'`,
      endedBy: `topic = 'user.erased'`,
      async facts({ tx }, keys) {
        const all = await tx.discoveryPreference.findMany({ where: { userId: { in: [...keys] } } });
        return all.map((wanted) => ({ about: wanted.userId, ...discoveryChanged(wanted), occurredAt: wanted.updatedAt }));
      },
    },
    organizationMembers: {
      rows: `SELECT organization_id || ' ' || user_id AS key, version FROM organization_members`,
      topics: ['organization.member_changed'],
      keyIn: `(payload ->> 'organizationId') || ' ' || (payload ->> 'userId')`,
      async facts({ tx }, keys) {
        const pairs = keys
          .map((key) => key.split(' '))
          .map(([organizationId, userId]) => ({ organizationId: organizationId!, userId: userId! }));
        const members = await tx.organizationMember.findMany({ where: { OR: pairs } });
        return members.map((member) => ({ about: `${member.organizationId} ${member.userId}`, ...organizationMemberChanged(member) }));
      },
    },
  },
  kept: {
    events: { table: 'event_copies', key: 'event_id::text', where: `status <> 'DELETED'` },
    connections: { table: 'connection_copies', key: 'connection_id::text', deletes: true },
    attendances: {
      table: 'attendance_copies',
      key: `event_id || ' ' || user_id`,
      async deletes(step, key, remove) {
        if (await remove()) await recountDeeds(step, [key.split(' ')[1]!]);
      },
    },
  },
};
