import { erasureForeseen } from '@marquee/schema/rules/erasure';
import type { Handler } from '../context';
import { balancesOf } from '../modules/ledger/ledger.sql';

/** Tells what erasing a person would do here. Money that is owed to them holds it up: under a pseudonym nobody could claim it. */
export const erasureAsked: Handler<'erasure.asked'> = async ({ payload }, { tx, tell }) => {
  const { userId } = payload;
  const balances = await tx.$queryRaw<{ currency: string; owed: bigint }[]>(balancesOf(userId));
  const counted = [
    ['ORDERS', 'KEPT_BY_LAW', await tx.order.count({ where: { userId } })],
    ['TICKETS', 'KEPT_BY_LAW', await tx.ticket.count({ where: { holderId: userId, status: 'VALID' } })],
    ['LEDGER', 'KEPT_BY_LAW', await tx.ledgerAccount.count({ where: { ownerId: userId } })],
  ] as const;
  await tell(erasureForeseen('payments', payload, counted, [{ kind: 'BALANCE', count: balances.filter(({ owed }) => owed > 0n).length }]));
};
