/** How money is taken at a box office: none of it comes through a processor of ours. */
export type Tender = 'CASH' | 'OWN_TERMINAL';

const NAMES: Readonly<Record<Tender, string>> = { CASH: 'cash', OWN_TERMINAL: 'terminal' };

/** What stands in a payment in the place of a processor where the seller holds its money. */
export const holderNameOf = (tender: Tender): string => NAMES[tender];

/** How it was taken; null of what a processor holds. */
export const tenderOf = (processor: string): Tender | null =>
  (Object.keys(NAMES) as Tender[]).find((tender) => NAMES[tender] === processor) ?? null;
