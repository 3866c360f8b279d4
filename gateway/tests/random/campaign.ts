import fc, { type Arbitrary } from 'fast-check';
import { isFault, type Fault, type Verdict } from './verdict';

/** One thing that was tried, and what came of it. */
export interface Attempt {
  readonly verdict: Verdict;
  /** So that a person can do the same again. */
  readonly shown: string;
}

/** A fault in the smallest form that was found. */
export interface Finding {
  /** With the seed it names the random operation that showed it. */
  readonly number: number;
  readonly fault: Fault;
  readonly shown: string;
}

export interface Tally {
  tried: number;
  /** Answered and judged, right or not: refusals are none. */
  answered: number;
  /** Those for which several subgraphs were asked. */
  acrossSubgraphs: number;
  /** Leaf values that were compared. */
  values: number;
  readonly kinds: Map<Verdict['kind'], number>;
  /** Why stock was wrong, and which limits refused. */
  readonly reasons: Map<string, number>;
  readonly findings: Finding[];
}

export interface CampaignOptions {
  readonly seed: number;
  /** The number of the first operation. */
  readonly from: number;
  /** So many are to be answered. */
  readonly operations: number;
  onProgress?(tally: Tally): void;
}

const PRIME = 1_000_003;
const MAX_REDUCING_MS = 60_000;
/** More of the same would tell nothing new. */
const MAX_FINDINGS = 10;

/**
 * Tries random things until enough were answered. What shows a fault is made smaller as long as it goes on showing one; `smaller` are
 * the steps, of which those that cannot be tried throw. Each number of a seed is always the same thing.
 */
export async function campaign<Made>(
  arbitrary: Arbitrary<Made>,
  attempt: (made: Made) => Promise<Attempt>,
  smaller: (made: Made) => Iterable<Made>,
  { seed, from, operations, onProgress }: CampaignOptions,
): Promise<Tally> {
  const tally: Tally = { tried: 0, answered: 0, acrossSubgraphs: 0, values: 0, kinds: new Map(), reasons: new Map(), findings: [] };
  for (let number = from; tally.answered < operations && tally.findings.length < MAX_FINDINGS; number++) {
    const [made] = fc.sample(arbitrary, { seed: seed * PRIME + number, numRuns: 1 }) as [Made];
    const { verdict, shown } = await attempt(made);
    note(tally, verdict);
    if (isFault(verdict)) tally.findings.push(await smallest(made, { number, fault: verdict, shown }, attempt, smaller));
    onProgress?.(tally);
  }
  return tally;
}

async function smallest<Made>(
  made: Made,
  finding: Finding,
  attempt: (made: Made) => Promise<Attempt>,
  smaller: (made: Made) => Iterable<Made>,
): Promise<Finding> {
  const deadline = Date.now() + MAX_REDUCING_MS;
  let found = { made, finding };
  for (let next: typeof found | null = found; next;) {
    found = next;
    next = null;
    for (const candidate of smaller(found.made)) {
      if (Date.now() > deadline) return found.finding;
      const { verdict, shown } = await attempt(candidate).catch(() => CANNOT_BE_TRIED);
      if (!isFault(verdict)) continue;
      next = { made: candidate, finding: { ...finding, fault: verdict, shown } };
      break;
    }
  }
  return found.finding;
}

const CANNOT_BE_TRIED: Attempt = { verdict: { kind: 'sound' }, shown: '' };

function note(tally: Tally, verdict: Verdict): void {
  tally.tried++;
  count(tally.kinds, verdict.kind);
  if (verdict.kind === 'refused' || verdict.kind === 'stock is wrong')
    count(tally.reasons, verdict.detail.replace(/\d+/g, 'n').replace(/;.*|\. .*/s, ''));
  if (verdict.kind !== 'refused') tally.answered++;
  if (!('services' in verdict)) return;
  tally.values += verdict.values;
  if (verdict.services > 1) tally.acrossSubgraphs++;
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** Several campaigns as one. */
export function addUp(tallies: readonly Tally[]): Tally {
  const sum: Tally = { tried: 0, answered: 0, acrossSubgraphs: 0, values: 0, kinds: new Map(), reasons: new Map(), findings: [] };
  for (const tally of tallies) {
    for (const what of ['tried', 'answered', 'acrossSubgraphs', 'values'] as const) sum[what] += tally[what];
    for (const [kind, times] of tally.kinds) sum.kinds.set(kind, (sum.kinds.get(kind) ?? 0) + times);
    for (const [reason, times] of tally.reasons) sum.reasons.set(reason, (sum.reasons.get(reason) ?? 0) + times);
    sum.findings.push(...tally.findings);
  }
  return sum;
}
