import type { Job, Step } from '../context';
import type { Kept } from '../kept';
import { adviceByRules } from '../modules/tracking/tracking-rules';
import {
  forgetSomeSuggestions,
  suggestionsAreDelayed,
  suggestionsAreMade,
  takeDueSuggestions,
  type DueSuggestions,
} from '../modules/tracking/tracking-suggestion.store';
import type { AdviserFault } from '../ports/adviser';

/** Models that are asked at the same time: each thinks for seconds. */
const AT_ONCE = 4;
const AGAIN_MS = 5 * 60_000;

type Change = <T>(work: (step: Step) => Promise<T>) => Promise<T>;

/**
 * Makes the suggestions that are due. A model that gives nothing is asked three times, minutes apart; then rules make them. What a crash leaves is
 * taken again when its lease ends.
 */
export const makeSuggestions: Job = {
  name: 'make-suggestions',
  everyMs: 20_000,
  async run({ kept, change }) {
    const lane = async () => {
      for (let due = await change(takeDueSuggestions); due; due = await change(takeDueSuggestions)) await make(kept, change, due);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    while (await change(forgetSomeSuggestions));
  },
};

async function make({ adviser, logger }: Kept, change: Change, due: DueSuggestions): Promise<void> {
  if (!adviser || !due.mayAskModel) return change((step) => suggestionsAreMade(step, due, adviceByRules(due.wanted), 'RULES'));
  try {
    const advice = await adviser.advise(due.wanted);
    await change((step) => suggestionsAreMade(step, due, advice, 'MODEL'));
  } catch (error) {
    const { name, code, retryAfterMs } = error as AdviserFault;
    if (name !== 'AdviserFault') throw error;
    // What it was asked is in no line.
    logger.warn({ code, tries: due.tries }, 'the adviser gave nothing');
    await change((step) => suggestionsAreDelayed(step, due, Math.max(AGAIN_MS, retryAfterMs ?? 0)));
  }
}
