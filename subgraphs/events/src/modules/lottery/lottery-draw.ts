import { createHash } from 'node:crypto';

/** One entry: a person, with those who come along. */
export interface Entry {
  id: string;
  people: number;
}

export interface Drawn extends Entry {
  /** From 1, in the order in which it was drawn. */
  rank: number;
  won: boolean;
}

/** SHA-256, hex. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The hash of all entries: a line `<id> <people>` for each, in the order of their ids, each ended by a line feed. */
export const hashOfEntries = (entries: readonly Entry[]): string =>
  sha256(
    inOrder(entries)
      .map(({ id, people }) => `${id} ${people}\n`)
      .join(''),
  );

/**
 * The winners. Entries stand in the order of SHA-256 of `<seed>:<id>`; from the first on each wins that fits whole into the places that are
 * left. Anybody who knows seed, entries and places comes to the same (docs/lottery/recompute.mjs).
 */
export function draw<One extends Entry>(seed: string, entries: readonly One[], places: number): (One & Drawn)[] {
  let left = places;
  return entries
    .map((entry) => ({ entry, key: sha256(`${seed}:${entry.id}`) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ entry }, index) => {
      const won = entry.people <= left;
      if (won) left -= entry.people;
      return { ...entry, rank: index + 1, won };
    });
}

const inOrder = (entries: readonly Entry[]) => [...entries].sort((a, b) => (a.id < b.id ? -1 : 1));
