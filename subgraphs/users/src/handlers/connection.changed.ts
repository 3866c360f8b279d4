import type { FactHandler } from '@marquee/platform';
import type { ConnectionChanged } from '@marquee/schema/topics';
import type { SubgraphRuntime } from '../context';
import type { Tx } from '../db';
import { post } from '../modules/notification/notification.post';
import { connectionAccepted, connectionRequested } from '../modules/notification/notification.text';

/** Keeps the copy that says who is a friend and who is blocked, and tells of requests and their acceptance. */
export const connectionChanged =
  ({ bus, clock }: SubgraphRuntime): FactHandler<ConnectionChanged, Tx> =>
  async ({ payload }, { tx, after }) => {
    const { requesterId, addresseeId, status } = payload;
    const before = await tx.connectionCopy.findUnique({ where: { connectionId: payload.connectionId }, select: { status: true } });
    if (!(await keep(tx, payload)) || before?.status === status) return;
    const mail = { tx, after, bus, now: clock.now() };
    const name = (id: string) => tx.user.findUnique({ where: { id }, select: { id: true, displayName: true } });
    if (status === 'PENDING') {
      const requester = await name(requesterId);
      if (requester) await post(mail, [addresseeId], connectionRequested(requester));
    }
    if (status === 'ACCEPTED') {
      const addressee = await name(addresseeId);
      if (addressee) await post(mail, [requesterId], connectionAccepted(addressee));
    }
  };

/** False when a newer version is kept already. */
async function keep(tx: Tx, { connectionId, version, requesterId, addresseeId, type, status }: ConnectionChanged): Promise<boolean> {
  const [lowId, highId] = requesterId < addresseeId ? [requesterId, addresseeId] : [addresseeId, requesterId];
  const kept = await tx.$executeRaw`
    INSERT INTO connection_copies AS c (connection_id, version, low_id, high_id, type, status)
    VALUES (${connectionId}::uuid, ${version}, ${lowId}::uuid, ${highId}::uuid, ${type}, ${status})
    ON CONFLICT (connection_id) DO UPDATE SET version = excluded.version, type = excluded.type, status = excluded.status
    WHERE c.version < excluded.version`;
  return kept > 0;
}
