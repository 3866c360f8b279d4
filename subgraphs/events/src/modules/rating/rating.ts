/** What few reviews are drawn to, as by so many reviews more: the Bayesian mean, as curation has it of events. */
export const DRAWN_TO = 3.5;
export const DRAWN_BY = 5;

/** (C · m + sum) / (C + n), C = 5 and m = 3.5. */
export const drawnMean = (sum: number, count: number): number => (DRAWN_BY * DRAWN_TO + sum) / (DRAWN_BY + count);
