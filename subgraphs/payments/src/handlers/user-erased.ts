import { randomUUID } from 'node:crypto';
import type { FactHandler } from '@marquee/platform';
import type { UserErased } from '@marquee/schema/topics';
import type { SubgraphRuntime } from '../context';
import type { Tx } from '../db';

/**
 * Puts a pseudonym in the place of a person who was erased, one for all rows and kept nowhere. Orders, tickets and the ledger keep their
 * amounts: the books must still add up, and whoever is owed money is still owed it. Their tickets' codes are readable by nobody after
 * that, because the pseudonym cannot sign in; the door still knows the codes they hold.
 */
export const userErased =
  ({ clock }: SubgraphRuntime): FactHandler<UserErased, Tx> =>
  async ({ payload: { userId } }, { tx }) => {
    const pseudonym = randomUUID();
    const now = clock.now();
    const changed = { version: { increment: 1 }, updatedAt: now };
    await tx.order.updateMany({ where: { userId }, data: { userId: pseudonym, ...changed } });
    await tx.ticket.updateMany({ where: { userId }, data: { userId: pseudonym, ...changed } });
    await tx.refund.updateMany({ where: { order: { userId: pseudonym } }, data: { reason: '' } });
    await tx.revenueShare.updateMany({ where: { creatorId: userId }, data: { creatorId: pseudonym } });
    await tx.revenueShare.updateMany({ where: { curatorId: userId }, data: { curatorId: pseudonym } });
    await tx.ledgerAccount.updateMany({ where: { ownerId: userId }, data: { ownerId: pseudonym } });
    await tx.event.updateMany({ where: { creatorId: userId }, data: { creatorId: pseudonym } });
    await tx.eventCurator.updateMany({ where: { curatorId: userId }, data: { curatorId: pseudonym } });
    await tx.eventGuest.deleteMany({ where: { userId } });
    await tx.groupMember.deleteMany({ where: { userId } });
    await tx.idempotencyKey.deleteMany({ where: { principal: userId } });
  };
