import type { PollMethod } from '../../generated/prisma/client';

/** So many people answered with these options; for RANKED the best first. */
export interface Ballots {
  choices: readonly string[];
  people: number;
}

/** How an option stands. */
export interface Standing {
  votes: number;
  /** 1 for the best; equal ones have the same. */
  rank: number;
}

/** How each option stands after these answers. */
export function standingsOf(method: PollMethod, optionIds: readonly string[], ballots: readonly Ballots[]): Map<string, Standing> {
  const votes = new Map(optionIds.map((id) => [id, 0]));
  for (const { choices, people } of ballots)
    for (const id of method === 'RANKED' ? choices.slice(0, 1) : choices) votes.set(id, (votes.get(id) ?? 0) + people);
  const beats =
    method === 'RANKED' ? schulze(optionIds, ballots) : (one: number, other: number) => at(optionIds, one) > at(optionIds, other);
  function at(ids: readonly string[], index: number): number {
    return votes.get(ids[index]!)!;
  }
  return new Map(
    optionIds.map((id, index) => [
      id,
      { votes: votes.get(id)!, rank: 1 + optionIds.filter((_, other) => other !== index && beats(other, index)).length },
    ]),
  );
}

/**
 * Whether one option stands before another, by index, after the method of Markus Schulze ("A new monotonic, clone-independent, reversal symmetric,
 * and Condorcet-consistent single-winner election method", Social Choice and Welfare 36, 2011), a win weighing as many people as are for it. What
 * an answer leaves out is equal, behind what it names.
 */
function schulze(optionIds: readonly string[], ballots: readonly Ballots[]): (one: number, other: number) => boolean {
  const indexes = optionIds.map((_, index) => index);
  const prefer = indexes.map(() => indexes.map(() => 0));
  for (const { choices, people } of ballots) {
    const places = optionIds.map((id) => (choices.includes(id) ? choices.indexOf(id) : choices.length));
    for (const i of indexes) for (const j of indexes) if (places[i]! < places[j]!) prefer[i]![j]! += people;
  }
  const path = indexes.map((i) => indexes.map((j) => (prefer[i]![j]! > prefer[j]![i]! ? prefer[i]![j]! : 0)));
  for (const k of indexes)
    for (const i of indexes)
      for (const j of indexes) if (i !== j) path[i]![j] = Math.max(path[i]![j]!, Math.min(path[i]![k]!, path[k]![j]!));
  return (one, other) => path[one]![other]! > path[other]![one]!;
}
