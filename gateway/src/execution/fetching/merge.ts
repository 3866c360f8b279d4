import type { SelectionTree } from '../../document/selection-tree';
import { isFields, isInherited, read, write, type Fields } from '../../objects';

/** Tells which of two names for one object's type is the more precise: true to keep the present one. */
export type PreferPresent = (present: unknown, added: unknown) => boolean;

/** One field of a fetch's selection. Lists of these are what runs; trees are what is built and changed while a plan is compiled. */
interface MergeStep {
  readonly key: string;
  readonly inherited: boolean;
  readonly below: MergeSteps | null;
}

export type MergeSteps = readonly MergeStep[];

export function compileMerge(tree: SelectionTree): MergeSteps {
  return [...tree].map(([key, below]) => ({ key, inherited: isInherited(key), below: below && compileMerge(below) }));
}

/**
 * Adds a subgraph's answer to what is known of an object. Follows the fetch's own selection, so that fields nobody requested do not get
 * in. A null never removes a value, and a value replaces a null, so that the outcome does not depend on which of two parallel fetches
 * was first.
 */
export function merge(target: Fields, source: Fields, steps: MergeSteps, preferPresent: PreferPresent): void {
  for (let at = 0; at < steps.length; at++) {
    const { key, inherited, below } = steps[at]!;
    const added = inherited ? read(source, key) : source[key];
    if (added === undefined) continue;
    const present = inherited ? read(target, key) : target[key];
    if (present === undefined || present === null) {
      if (inherited) write(target, key, added);
      else target[key] = added;
    } else if (added === null) continue;
    else if (below) mergeComposite(target, key, present, added, below, preferPresent);
    else if (key !== '__typename' || !preferPresent(present, added)) write(target, key, added);
  }
}

function mergeComposite(
  target: Fields,
  key: string,
  present: unknown,
  added: unknown,
  below: MergeSteps,
  preferPresent: PreferPresent,
): void {
  if (isFields(present) && isFields(added)) merge(present, added, below, preferPresent);
  else if (Array.isArray(present) && Array.isArray(added) && present.length === added.length)
    mergeLists(present, added, below, preferPresent);
  else if (isFields(added) || Array.isArray(added)) write(target, key, added);
}

function mergeLists(present: unknown[], added: readonly unknown[], below: MergeSteps, preferPresent: PreferPresent): void {
  for (let index = 0; index < present.length; index++) {
    const there = present[index];
    const here = added[index];
    if (here === null || here === undefined) continue;
    if (isFields(there) && isFields(here)) merge(there, here, below, preferPresent);
    else if (Array.isArray(there) && Array.isArray(here) && there.length === here.length) mergeLists(there, here, below, preferPresent);
    else present[index] = here;
  }
}

/** Copies the answer for one entity for a further place of the same entity, where later fetches may differ. */
export function copyOf(source: Fields, steps: MergeSteps): Fields {
  const copy: Fields = {};
  for (const { key, below } of steps) {
    const value = read(source, key);
    if (value !== undefined) write(copy, key, below ? copyComposite(value, below) : value);
  }
  return copy;
}

function copyComposite(value: unknown, below: MergeSteps): unknown {
  if (Array.isArray(value)) return value.map((item) => copyComposite(item, below));
  return isFields(value) ? copyOf(value, below) : value;
}
