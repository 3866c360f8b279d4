/** What is sold of one event and what may be. */
export interface Sales {
  eventId: string;
  /** Places of tickets that are good and of open orders, all tiers together. */
  taken: number;
  /** Most places that may be taken; null is no limit. */
  granted: number | null;
  /** The version of the last grant; 0 before the first, when nothing is sold yet. */
  grantVersion: number;
}

/** What a grant leaves: a smaller one takes back only what is not taken. Null is no limit. */
export const leftOfGrant = (wanted: number | null, taken: number): number | null => (wanted === null ? null : Math.max(wanted, taken));

/** Places of the event that can still be taken; null is no limit. */
export const freePlaces = ({ granted, taken }: Pick<Sales, 'granted' | 'taken'>): number | null =>
  granted === null ? null : granted - taken;

/** True before events has granted anything: a moment after the first tier was made. */
export const isPreparing = (sales: Pick<Sales, 'grantVersion'> | null): boolean => !sales || sales.grantVersion === 0;
