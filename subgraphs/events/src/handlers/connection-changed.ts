import type { FactHandler } from '@marquee/platform';
import type { ConnectionChanged } from '@marquee/schema/topics';
import { channels } from '../channels';
import type { SubgraphRuntime } from '../context';
import type { Tx } from '../db';

/** Who are friends, and who hides from whom: one row for either direction. */
export const connectionChanged =
  ({ bus }: SubgraphRuntime): FactHandler<ConnectionChanged, Tx> =>
  async ({ payload: { connectionId, version, requesterId, addresseeId, type, status } }, { tx, after }) => {
    const friends = status === 'ACCEPTED' && type !== 'PROFESSIONAL';
    const blocked = status === 'BLOCKED';
    const changed = await tx.$executeRaw`
      INSERT INTO person_edges (connection_id, user_id, other_id, version, friends, blocked)
      SELECT ${connectionId}::uuid, side.user_id, side.other_id, ${version}::int, ${friends}, ${blocked}
      FROM (VALUES (${requesterId}::uuid, ${addresseeId}::uuid), (${addresseeId}::uuid, ${requesterId}::uuid)) AS side (user_id, other_id)
      WHERE NOT EXISTS (SELECT 1 FROM people WHERE id IN (side.user_id, side.other_id) AND erased)
      ON CONFLICT (connection_id, user_id) DO UPDATE
        SET version = excluded.version, friends = excluded.friends, blocked = excluded.blocked
        WHERE person_edges.version < excluded.version`;
    if (changed > 0) for (const userId of [requesterId, addresseeId]) after(() => bus.push(channels.rights(userId), {}));
  };
