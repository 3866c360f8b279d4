/** The longest time that a report or an export is about: a leap year. */
export const MOST_MS = 366 * 86_400_000;

/** The end of a time that begins then: what is longer is cut off. */
export const cutOff = (from: Date, until: Date): Date => new Date(Math.min(until.getTime(), from.getTime() + MOST_MS));
