/** An open flag, as far as it counts for hiding. */
export interface Counted {
  weight: number;
  /** What its person's standing stands on (flag-ties.sql.ts); null for flags from before this was kept, which are nobody else's. */
  ties: readonly string[] | null;
}

/** What flags count together: how much, and how many people that speak for themselves. */
export interface Independent {
  weight: number;
  people: number;
}

/** Whose flag counts for hiding at all, as a person among the people. */
const LEAST = 0.5;
/** More are not compared: the first ones have decided. */
const MOST_FLAGS = 5_000;

/** Those with the very same standing; weights are sums. */
interface Group {
  ties: readonly string[];
  size: number;
  weight: number;
  heavy: number;
}

/**
 * What flags count when those who stand on the same count as one (as pairwise bounded funding does: V. Buterin, 2019). A person's standing
 * stands on the organisers who let them in and on the flags that curators upheld. The overlap of two people is the share that the smaller of
 * both standings has in common; each person's flag is divided by 1 + the overlaps with the others. Those with nothing to stand on are one
 * crowd: it weighs as one of them, and is nobody among the people.
 */
export function independent(flags: readonly Counted[]): Independent {
  const groups = groupsOf(flags.slice(0, MOST_FLAGS));
  const having = new Map<string, number[]>();
  groups.forEach(({ ties }, index) => {
    for (const tie of ties) {
      const others = having.get(tie);
      if (others) others.push(index);
      else having.set(tie, [index]);
    }
  });
  let [weight, people] = [0, 0];
  groups.forEach((group, index) => {
    const together = group.size + overlaps(groups, index, having);
    weight += group.weight / together;
    if (group.ties.length > 0) people += group.heavy / together;
  });
  return { weight, people };
}

/** Hides when independent flags weigh enough and come from enough people. */
export function hidesEvent(flags: readonly Counted[], { threshold, people }: { threshold: number; people: number }): boolean {
  const counted = independent(flags);
  return counted.weight >= threshold - 1e-9 && counted.people >= people - 1e-9;
}

function groupsOf(flags: readonly Counted[]): Group[] {
  const groups = new Map<string, Group>();
  flags.forEach(({ weight, ties }, index) => {
    const own = ties === null ? [`#${index}`] : [...new Set(ties)].sort();
    const key = own.join(' ');
    const group = groups.get(key) ?? { ties: own, size: 0, weight: 0, heavy: 0 };
    group.size++;
    group.weight += weight;
    group.heavy += Number(weight >= LEAST);
    groups.set(key, group);
  });
  return [...groups.values()];
}

/** How many people of other groups stand on the same, each by its overlap. */
function overlaps(groups: readonly Group[], index: number, having: ReadonlyMap<string, readonly number[]>): number {
  const { ties } = groups[index]!;
  const shared = new Map<number, number>();
  for (const tie of ties) for (const other of having.get(tie)!) if (other !== index) shared.set(other, (shared.get(other) ?? 0) + 1);
  let sum = 0;
  for (const [other, count] of shared) sum += (groups[other]!.size * count) / Math.min(ties.length, groups[other]!.ties.length);
  return sum;
}
