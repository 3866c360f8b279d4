import type { Order, Payment } from '../../generated/prisma/client';

/** An order whose parts are followed. */
export type SplitOrderView = Order;

/** An order that is split, as its buyer or a payer of a part sees it. */
export interface SplitView {
  order: Order & { payBy: Date };
  parts: PartView[];
}

export interface PartView {
  /** The row it stands on. */
  part: Payment;
  payerId: string;
  /** For those who may pay it. */
  payment: Payment | null;
}
