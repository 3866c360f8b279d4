import { Kind, type DocumentNode } from 'graphql';
import { argumentOf } from '../planning/field-set';

const PERCENT = /^percent\((\d+(?:\.\d+)?)\)$/;
const ALL = 100;

/** The share that a label of `@override` names, in percent; undefined for a label that means something else. */
export function percentOf(label: string): number | undefined {
  const number = PERCENT.exec(label)?.[1];
  return number === undefined ? undefined : Math.min(Number(number), ALL);
}

/** Which labels are on for requests that draw this number. */
export const overridesAt = (labels: readonly string[], share: number): Map<string, boolean> =>
  new Map(labels.map((label) => [label, (percentOf(label) ?? 0) > share]));

/**
 * The shares of `@override(label: "percent(n)")`: of all requests, n in a hundred get the field from the subgraph that overrides. An operation
 * has a plan for each range between two of these numbers; a request draws the range that it falls into.
 */
export class OverrideShares {
  /** The ends of the ranges, the last one 100. */
  private readonly ends: readonly number[];

  constructor(
    supergraph: DocumentNode,
    private readonly random: () => number = Math.random,
  ) {
    const shares = labelsOf(supergraph).flatMap((label) => percentOf(label) ?? []);
    this.ends = [...new Set([...shares, ALL])].filter((end) => end > 0).sort((one, other) => one - other);
  }

  /** How many ranges there are: 1 where nothing is shared out. */
  get count(): number {
    return this.ends.length;
  }

  draw(): number {
    const drawn = this.random() * ALL;
    return this.ends.findIndex((end) => drawn < end);
  }

  /** A number in the range, by which planners decide: a label is on when its share is greater. */
  numberIn(range: number): number {
    const index = Math.min(range, this.ends.length - 1);
    return ((this.ends[index - 1] ?? 0) + this.ends[index]!) / 2;
  }
}

/** The labels of a supergraph, each once. */
export function labelsOf(supergraph: DocumentNode): string[] {
  const labels = new Set<string>();
  for (const definition of supergraph.definitions) {
    if (!('fields' in definition)) continue;
    for (const field of definition.fields ?? [])
      for (const directive of field.directives ?? []) {
        const label = directive.name.value === 'join__field' ? argumentOf(directive, 'overrideLabel') : undefined;
        if (label?.kind === Kind.STRING) labels.add(label.value);
      }
  }
  return [...labels];
}
