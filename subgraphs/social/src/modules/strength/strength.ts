/** What binds two friends, each faded with time. */
export interface Ties {
  /** Messages in their room of two, twice the lesser of what each has written: who is not answered, is no tie. */
  messages: number;
  /** Events that both went to. */
  events: number;
  /** Groups that both are in now. */
  groups: number;
}

const WEIGHTS: Ties = { messages: 0.45, events: 0.35, groups: 0.2 };
/** So many of each are half of what it can give. */
const HALF: Ties = { messages: 20, events: 3, groups: 2 };

/** After so many days a message or an event counts half. */
export const MESSAGES_FADE_DAYS = 90;
export const EVENTS_FADE_DAYS = 365;

/**
 * 0 to 1: 0.45 m / (m + 20) + 0.35 e / (e + 3) + 0.20 g / (g + 2). Bounded, and each more counts less than the one before: nobody becomes a
 * close friend by writing a thousand times.
 */
export const strengthOf = (ties: Ties): number =>
  (Object.keys(WEIGHTS) as (keyof Ties)[]).reduce((sum, tie) => sum + (WEIGHTS[tie] * ties[tie]) / (ties[tie] + HALF[tie]), 0);
