import type { FetchDataRewrite } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import { isFields, read, write, type Fields } from '../../objects';
import { typeTest, type TypeTest } from './type-test';

export type Rewrite = (value: unknown) => void;

const FRAGMENT = '... on ';

/**
 * Compiles the changes that the planner orders for data on its way: in representations before they are sent (the type name that the
 * receiving subgraph knows), and in answers (fields that had to travel under another alias get their name back).
 */
export function compileRewrites(schema: GraphQLSchema, rewrites: readonly FetchDataRewrite[] | undefined): Rewrite | null {
  if (!rewrites?.length) return null;
  const all = rewrites.map((rewrite) => compileRewrite(schema, rewrite));
  return (value) => {
    for (const one of all) one(value);
  };
}

type Leg = { field: string } | { test: TypeTest };

function compileRewrite(schema: GraphQLSchema, rewrite: FetchDataRewrite): Rewrite {
  const legs: Leg[] = rewrite.path
    .slice(0, -1)
    .map((leg) => (leg.startsWith(FRAGMENT) ? { test: typeTest(schema, leg.slice(FRAGMENT.length)) } : { field: leg }));
  const last = rewrite.path.at(-1);
  if (last === undefined) return () => {};
  const change =
    rewrite.kind === 'ValueSetter'
      ? (object: Fields) => write(object, last, rewrite.setValueTo)
      : (object: Fields) => rename(object, last, rewrite.renameKeyTo);
  const walk = (value: unknown, at: number): void => {
    if (Array.isArray(value)) {
      for (const item of value) walk(item, at);
      return;
    }
    if (!isFields(value)) return;
    const leg = legs[at];
    if (!leg) change(value);
    else if ('field' in leg) walk(read(value, leg.field), at + 1);
    else if (value.__typename === undefined || leg.test(value.__typename)) walk(value, at + 1);
  };
  return (value) => walk(value, 0);
}

function rename(object: Fields, from: string, to: string): void {
  const value = read(object, from);
  if (value === undefined) return;
  // The field may have been requested under its own name, too, with other fields below it.
  const present = read(object, to);
  write(object, to, present === undefined ? value : together(present, value));
  delete object[from];
}

/** Joins two values of one field, each with a part of the fields below it. */
function together(one: unknown, other: unknown): unknown {
  if (Array.isArray(one) && Array.isArray(other)) return one.map((item, index) => together(item, other[index]));
  if (!isFields(one) || !isFields(other)) return one ?? other;
  for (const key of Object.keys(other)) {
    const present = read(one, key);
    write(one, key, present === undefined ? read(other, key) : together(present, read(other, key)));
  }
  return one;
}

/** Applies the renaming rewrites to the path of a subgraph's error, which names fields as they travelled. */
export function compilePathRewrites(
  rewrites: readonly FetchDataRewrite[] | undefined,
): (path: readonly (string | number)[]) => readonly (string | number)[] {
  const renames = (rewrites ?? []).flatMap((rewrite) =>
    rewrite.kind === 'KeyRenamer' ? [{ fields: rewrite.path.filter((leg) => !leg.startsWith(FRAGMENT)), to: rewrite.renameKeyTo }] : [],
  );
  if (!renames.length) return (path) => path;
  return (path) => {
    const result = [...path];
    for (const { fields, to } of renames) {
      const at = positionOf(fields, result);
      if (at !== null) result[at] = to;
    }
    return result;
  };
}

/** Index in `path` of the last of `fields`, when the path begins with them (list indices apart). */
function positionOf(fields: readonly string[], path: readonly (string | number)[]): number | null {
  let matched = 0;
  for (let at = 0; at < path.length; at++) {
    if (typeof path[at] === 'number') continue;
    if (path[at] !== fields[matched]) return null;
    if (++matched === fields.length) return at;
  }
  return null;
}
