/** Money as the graph shows it. Inside this subgraph amounts are bigint minor units, because products of amounts leave the safe range. */
export interface Money {
  amountMinor: number;
  currency: string;
}

export const money = (minor: bigint, currency: string): Money => ({ amountMinor: Number(minor), currency });

export const optionalMoney = (minor: bigint | null, currency: string): Money | null => (minor === null ? null : money(minor, currency));
