import type { Deposit, Order } from '../../generated/prisma/client';
import type { TierRow } from '../tier/tier.sql';

/** What a tier asks for, with the tier. */
export type TierDepositView = TierRow;

/** The deposits of an order, with the order. */
export interface OrderDepositView {
  order: Order;
  deposits: Deposit[];
}

/** What was deposited for an event, in minor units. */
export interface DepositReportRow {
  eventId: string;
  currency: string;
  count: number;
  charged: bigint;
  held: bigint;
  returned: bigint;
  kept: bigint;
}
