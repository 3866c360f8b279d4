/** What a payee has earned in one currency, in minor units. */
export interface BalanceView {
  currency: string;
  available: bigint;
  held: bigint;
  underWay: bigint;
}

/** One posting of a statement. */
export interface LineView {
  orderId: string | null;
  eventId: string | null;
  currency: string;
  amount: bigint;
  occurredAt: Date;
  position: number;
}
