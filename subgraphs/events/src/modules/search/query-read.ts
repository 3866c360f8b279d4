import type { Understanding } from './query-meaning';
import type { QueryPlan } from './query-plan';
import type { Correction } from './query-spelling';

/** A query as it was read. */
export interface ReadQuery {
  understood: Understanding;
  plan: QueryPlan;
  corrections: Correction[];
  ignoredWords: string[];
}

/** Neither a word that the index knows nor a part that was understood. */
export const isEmpty = ({ understood: { dates, price, place, organizer, performer, isAnything }, plan }: ReadQuery): boolean =>
  !isAnything &&
  !dates &&
  !price &&
  !place &&
  !organizer &&
  !performer &&
  plan.wanted.length + plan.required.length + plan.phrases.length === 0;
