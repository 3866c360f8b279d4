/** What is in a row of a report; amounts in minor units. */
export interface SalesRow {
  /** The day, the tier's id, the codes with a blank between them (none: empty), or the channel. */
  key: string;
  currency: string;
  orders: number;
  ticketsSold: number;
  ticketsReturned: number;
  paid: bigint;
  returned: bigint;
  tax: bigint;
  fees: bigint;
  earned: bigint;
}

export type ReportBy = 'DAY' | 'TIER' | 'CODE' | 'CHANNEL';

export type SalesRowView = SalesRow & { by: ReportBy };
