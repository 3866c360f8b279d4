export interface PolicyView {
  version: number;
  /** Null: nothing is given back. */
  hoursBefore: number | null;
  steps: unknown;
  feeMinor: bigint;
}

/** What would go back if an event were called off; in minor units. */
export interface DueView {
  /** Of its sales. */
  version: number;
  buyers: number;
  orders: number;
  tickets: number;
  amount: bigint;
  currency: string;
}

/** How far the refunds of an event are, in minor units. */
export interface RunView {
  startedAt: Date;
  finishedAt: Date | null;
  ordersLeft: number;
  currency: string;
  promised: bigint;
  made: bigint;
  failed: bigint;
}
