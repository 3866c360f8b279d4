import { money, type Money } from '../money/money';

/** What a document keeps of the deposits that were charged with it: in minor units, as text. */
interface WithDeposit {
  depositMinor?: string;
}

/** Null where nothing was deposited, and on documents that are older than deposits. */
export function depositInDocument(content: unknown, currency: string): Money | null {
  const { depositMinor } = content as WithDeposit;
  return depositMinor ? money(BigInt(depositMinor), currency) : null;
}

/** What is said of deposits beside the lines of a sale. */
export const depositNote = (amount: string): string =>
  `A deposit of ${amount} was charged besides: it is no part of this sale, and no tax is on it. It is returned when somebody is checked in with the ticket, when the ticket is given back in time, and when the event is called off. Where nobody comes, the organiser keeps it.`;
