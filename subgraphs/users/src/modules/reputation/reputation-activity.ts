const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
/** The first day of 1970 was a Thursday, the first Monday the fifth. */
const FIRST_MONDAY_MS = 4 * 24 * 60 * 60 * 1000;
/** So far back attending is counted. */
export const ACTIVE_MS = 12 * WEEK_MS;
/** With so many events somebody is half as active as can be. */
const HALF = 4;

/** 0 to 10 with one decimal: 10 × (1 − 2^(−n/4)) of n events attended. */
export const activityOf = (attended: number): number => Math.round(100 * (1 - 2 ** (-attended / HALF))) / 10;

/** Monday, 0 o'clock UTC, of the week of a moment. */
export const weekOf = (at: Date): Date => new Date(Math.floor((at.getTime() - FIRST_MONDAY_MS) / WEEK_MS) * WEEK_MS + FIRST_MONDAY_MS);
