export interface PolicyView {
  version: number;
  /** Null: nothing is given back. */
  hoursBefore: number | null;
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
