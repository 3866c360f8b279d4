import type { Language } from '../modules/preference/preference-language';

/** Two weeks of what somebody wrote down, as far as an adviser may know it: nothing that says who it is. */
export interface AdviceWanted {
  language: Language;
  /** The first one first; the last one is yesterday. */
  days: {
    date: string;
    studyHours: number;
    sleepHours: number | null;
    /** -2 to 2. */
    mood: number | null;
    emoji: string[];
    subjects: string[];
    tags: string[];
    activities: number;
  }[];
  /** Those under way. */
  goals: { title: string; progress: number; target: number; daysLeft: number; daysGone: number }[];
}

export type AdviceKind = 'MOOD' | 'STUDY' | 'SLEEP' | 'GOAL' | 'HABIT';

export interface Advice {
  kind: AdviceKind;
  /** One or two sentences in the language that was asked for. */
  text: string;
}

/**
 * Who makes suggestions of what somebody wrote down. `openai/` asks any endpoint that speaks OpenAI's Chat Completions; without one the rules of
 * the platform do it (modules/tracking/tracking-rules.ts).
 *
 * `advise` resolves to at most five, and to none where there is nothing to say. Otherwise it throws AdviserFault, and nothing else.
 */
export interface Adviser {
  /** The host that reads what it is asked. */
  readonly host: string;
  advise(wanted: AdviceWanted): Promise<Advice[]>;
}

/** Nothing was suggested. It says nothing of what was asked: it may stand in logs. */
export class AdviserFault extends Error {
  override name = 'AdviserFault';

  constructor(
    /** An HTTP status, `unreadable`, or the name of what was wrong with the connection. */
    readonly code: string,
    /** The provider asks to wait for so long; null where it does not. */
    readonly retryAfterMs: number | null = null,
  ) {
    super(`The adviser gave nothing (${code}).`);
  }
}
