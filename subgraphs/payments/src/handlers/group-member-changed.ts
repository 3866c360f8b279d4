import type { FactHandler } from '@marquee/platform';
import type { GroupMemberChanged } from '@marquee/schema/topics';
import type { Tx } from '../db';

/** Remembers who is in which group, because tickets of an event for a group are for its members. */
export const groupMemberChanged =
  (): FactHandler<GroupMemberChanged, Tx> =>
  async ({ payload: { groupId, userId, version, role } }, { tx }) => {
    await tx.$executeRaw`
      INSERT INTO group_members (group_id, user_id, version, active) VALUES (${groupId}::uuid, ${userId}::uuid, ${version}, ${role !== null})
      ON CONFLICT (group_id, user_id) DO UPDATE SET version = excluded.version, active = excluded.active
      WHERE group_members.version < excluded.version`;
  };
