/** What is sold of one tier at one moment, in minor units. */
export interface LiveTierRow {
  eventId: string;
  /** Of the whole event. */
  orders: number;
  tierId: string;
  currency: string;
  tickets: number;
  held: number;
  quantity: number;
  returned: number;
  gross: bigint;
  refunded: bigint;
}

/** The same of an event. */
export interface LiveSalesView {
  eventId: string;
  orders: number;
  tiers: LiveTierRow[];
}
