import type { FactHandler } from '@marquee/platform';
import type { GroupMemberChanged } from '@marquee/schema/topics';
import { channels } from '../channels';
import type { SubgraphRuntime } from '../context';
import type { Tx } from '../db';

/** Who belongs to which group, and so sees its events. */
export const groupMemberChanged =
  ({ bus }: SubgraphRuntime): FactHandler<GroupMemberChanged, Tx> =>
  async ({ payload: { groupId, userId, version, role } }, { tx, after }) => {
    const changed = await tx.$executeRaw`
      INSERT INTO group_members (group_id, user_id, version, role) VALUES (${groupId}::uuid, ${userId}::uuid, ${version}::int, ${role})
      ON CONFLICT (group_id, user_id) DO UPDATE SET version = excluded.version, role = excluded.role
        WHERE group_members.version < excluded.version`;
    if (changed > 0) after(() => bus.push(channels.rights(userId), {}));
  };
