import type { Standing } from '@marquee/schema/rules/standing';

/** What somebody said of somebody whom they met in a crew. */
export interface Voice {
  giverId: string;
  crewId: string;
  again: boolean;
  givenAt: Date;
  /** By the giver's standing. */
  weight: number;
}

/** Accounts are cheap, a standing is not. */
export const WEIGHTS: Record<Standing, number> = { LIMITED: 0, NEW: 0.1, KNOWN: 0.5, TRUSTED: 1 };

/** With fewer people nothing is said of somebody: it would tell who said it. So many new voices are counted at once, or none of them. */
export const FEWEST = 3;
const LEAST_WEIGHT = 1;
/** So much stands in the middle from the beginning: the first voices move little. */
const AT_FIRST = 6;
/** People who know each other from crews say, together, no more than this, however many they are and however often they meet. */
const MOST_OF_CIRCLE = 2;
/** From which on others are told that somebody is good company. */
export const GOOD = 70;
/** Shown in steps, which one voice seldom moves. */
const STEP = 5;

export const shown = (score: number): number => Math.round(score / STEP) * STEP;

/**
 * 0 to 100, 50 at first; null when too few have said too little. Each giver has one voice, their last. `acquainted` are pairs of givers of
 * whom one has said something of the other: with those who were in one crew they are a circle, which counts as two trusted people at most.
 */
export function karmaOf(voices: readonly Voice[], acquainted: readonly (readonly [string, string])[]): number | null {
  const last = new Map<string, Voice>();
  for (const voice of [...voices].sort((a, b) => a.givenAt.getTime() - b.givenAt.getTime() || (a.crewId < b.crewId ? -1 : 1)))
    last.set(voice.giverId, voice);
  const said = [...last.values()].filter(({ weight }) => weight > 0);
  const circles = circlesOf(voices, acquainted);
  const weights = new Map<string, number>();
  for (const { giverId, weight } of said) {
    const circle = circles(giverId);
    weights.set(circle, (weights.get(circle) ?? 0) + weight);
  }
  let [total, good] = [0, 0];
  for (const { giverId, weight, again } of said) {
    const counted = weight * Math.min(1, MOST_OF_CIRCLE / weights.get(circles(giverId))!);
    total += counted;
    if (again) good += counted;
  }
  if (said.length < FEWEST || total < LEAST_WEIGHT) return null;
  return (100 * (AT_FIRST / 2 + good)) / (AT_FIRST + total);
}

/** Returns whose circle somebody is in: the name of one of them. */
function circlesOf(voices: readonly Voice[], acquainted: readonly (readonly [string, string])[]): (giverId: string) => string {
  const parents = new Map<string, string>();
  const parentOf = (id: string): string => parents.get(id) ?? id;
  const rootOf = (id: string): string => {
    let at = id;
    // Each step makes the way shorter for the next who goes it.
    for (; parentOf(at) !== at; at = parentOf(at)) parents.set(at, parentOf(parentOf(at)));
    return at;
  };
  const join = (one: string, other: string): unknown => parents.set(rootOf(one), rootOf(other));
  const firstOf = new Map<string, string>();
  for (const { crewId, giverId } of voices) {
    const first = firstOf.get(crewId);
    if (first === undefined) firstOf.set(crewId, giverId);
    else join(giverId, first);
  }
  for (const [one, other] of acquainted) join(one, other);
  return rootOf;
}
