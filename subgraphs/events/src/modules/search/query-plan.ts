import type { Understanding } from './query-meaning';

/** What the index holds of a group of words: its questions to full text, and how many events to come have it, up to MOST_COUNTED. */
export interface Probed {
  strong: string;
  related: string;
  found: number;
}

/** A group that the index knows, with its weight. */
export interface WeighedGroup extends Probed {
  /** What its words say: the rarer, the more. */
  weight: number;
}

/** What must hold, and what finds are sorted by. Questions are texts of tsquery. */
export interface QueryPlan {
  /** Enough of these must occur: their weights add up to `enough`. */
  wanted: WeighedGroup[];
  enough: number;
  /** The same as one question, which the index answers alone; null where it would be long, and without words. */
  sufficient: string | null;
  /** One of these occurs wherever enough of them do. */
  candidates: string | null;
  /** Each must occur. */
  required: WeighedGroup[];
  phrases: string[];
  forbidden: string[];
  /** Events that are called like the whole query, whatever parts of it were understood. */
  name: string | null;
  /** Words in the order in which they were asked. */
  inOrder: string | null;
}

export const MOST_COUNTED = 2_000;
/** Of the weight of all words that are known so much must occur. */
const SHARE = 0.34;
const MOST_GROUPS = 8;

const weightOf = (found: number): number => Math.log(1 + MOST_COUNTED / found);

/** A question for any of these; null for none. */
export const anyOf = (questions: readonly string[]): string | null => {
  const some = questions.filter(Boolean);
  return some.length > 0 ? some.map((question) => `(${question})`).join(' | ') : null;
};
const allOf = (questions: readonly string[]): string | null =>
  questions.length > 0 && questions.every(Boolean) ? questions.map((question) => `(${question})`).join(' & ') : null;

export const eitherOf = ({ strong, related }: Probed): string => anyOf([strong, related])!;

export interface ProbedQuery {
  rest: Probed[];
  audiences: Probed[];
  phrases: string[];
  forbidden: string[];
  /** Of each word as it was written. */
  name: string[];
  inOrder: string;
}

export function planOf(understood: Understanding, { rest, audiences, phrases, forbidden, name, inOrder }: ProbedQuery): QueryPlan {
  const weigh = (group: Probed): WeighedGroup => ({
    strong: group.strong,
    related: group.related,
    found: group.found,
    weight: weightOf(group.found),
  });
  const wanted = rest
    .filter(({ found }) => found > 0)
    .map(weigh)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, MOST_GROUPS);
  const total = wanted.reduce((sum, { weight }) => sum + weight, 0);
  // Of words that are everywhere all are asked for: any of them would find everything.
  const common = wanted.every(({ found }) => found >= MOST_COUNTED);
  const enough = total * (common ? 1 : SHARE) - 1e-6;
  const parts =
    understood.dates ?? understood.price ?? understood.place ?? understood.audiences[0] ?? understood.organizer ?? understood.performer;
  return {
    wanted,
    enough,
    sufficient: sufficientOf(wanted, enough),
    candidates: anyOf(essential(wanted, enough).map(eitherOf)),
    required: audiences.filter(({ found }) => found > 0).map(weigh),
    phrases,
    forbidden,
    name: parts && name.length > 1 ? allOf(name.map(inTitle)) : null,
    inOrder: name.length > 1 ? inOrder || null : null,
  };
}

/** A question of more alternatives is dearer than looking at each row. */
const MOST_ALTERNATIVES = 12;

/** Every smallest choice of groups that together are enough: any of them, each whole. */
function sufficientOf(wanted: readonly WeighedGroup[], enough: number): string | null {
  const choices: WeighedGroup[][] = [];
  // Groups come with the heaviest first, so that what the last one completes needs each of the others, too.
  const choose = (from: number, chosen: WeighedGroup[], weight: number): void => {
    if (weight >= enough) choices.push(chosen);
    else
      for (let n = from; n < wanted.length && choices.length <= MOST_ALTERNATIVES; n++)
        choose(n + 1, [...chosen, wanted[n]!], weight + wanted[n]!.weight);
  };
  choose(0, [], 0);
  if (choices.length === 0 || choices.length > MOST_ALTERNATIVES || choices[0]!.length === 0) return null;
  return anyOf(choices.map((groups) => groups.map((group) => `(${eitherOf(group)})`).join(' & ')));
}

/** Without the most common groups, which all together are not enough. */
function essential(wanted: readonly WeighedGroup[], enough: number): WeighedGroup[] {
  const kept = [...wanted];
  let left = 0;
  while (kept.length > 1 && left + kept.at(-1)!.weight < enough) left += kept.pop()!.weight;
  return kept;
}

/** The same words, in titles alone. */
export const inTitle = (question: string): string => question.replace(/'(?:[^']|'')*'/g, (lexeme) => `${lexeme}:A`);
