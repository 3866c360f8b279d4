import type { FetchDataKeyRenamer } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import { isFields, read, write, type Fields } from '../../objects';
import type { Cursor } from '../response-paths';
import { typeTest, type TypeTest } from './type-test';

/** Objects of one fetch with the same values for its contextual arguments. */
export interface ContextGroup {
  readonly objects: readonly Fields[];
  readonly variables: Fields;
}

const UP = '..';
const FRAGMENT = '... on ';

/**
 * Arguments that a subgraph takes from objects above the field (@fromContext): a plan says how many levels up, on which types, and
 * which field. They travel as variables, so objects whose values differ cannot share a fetch.
 */
export function compileContexts(
  schema: GraphQLSchema,
  rewrites: readonly FetchDataKeyRenamer[] | undefined,
): ((root: Fields, cursor: Cursor) => readonly ContextGroup[]) | null {
  if (!rewrites?.length) return null;
  const readers = rewrites.map((rewrite) => ({ name: rewrite.renameKeyTo, find: compilePath(schema, rewrite.path) }));
  return (root, cursor) => {
    const groups = new Map<string, { objects: Fields[]; variables: Fields }>();
    const wanted = new Set(cursor.objects);
    for (const line of linesTo(root, cursor.path)) {
      const object = line.at(-1)!;
      // Where one object stands in several places, the first decides.
      if (!wanted.delete(object)) continue;
      const variables: Fields = {};
      for (const { name, find } of readers) {
        const value = find(line);
        if (value !== undefined) write(variables, name, value);
      }
      const key = JSON.stringify(variables);
      const group = groups.get(key);
      if (group) group.objects.push(object);
      else groups.set(key, { objects: [object], variables });
    }
    return [...groups.values()];
  };
}

/** Reads a value from a line of objects, each inside the one before. */
function compilePath(schema: GraphQLSchema, path: readonly string[]): (line: readonly Fields[]) => unknown {
  const levels = path.filter((leg) => leg === UP).length;
  const legs = path
    .filter((leg) => leg !== UP)
    .map((leg): string | TypeTest => (leg.startsWith(FRAGMENT) ? typeTest(schema, leg.slice(FRAGMENT.length)) : leg));
  const walk = (value: unknown, at: number): unknown => {
    if (Array.isArray(value)) return value.map((item) => walk(item, at));
    const leg = legs[at];
    if (leg === undefined || !isFields(value)) return value;
    if (typeof leg === 'string') return walk(read(value, leg), at + 1);
    return value.__typename === undefined || leg(value.__typename) ? walk(value, at + 1) : undefined;
  };
  return (line) => walk(line.at(-1 - levels), 0);
}

/** Returns every object at a plan's path as the line of objects that leads to it from the root. */
function linesTo(root: Fields, path: readonly string[]): Fields[][] {
  const lines: Fields[][] = [];
  const walk = (value: unknown, at: number, line: Fields[]): void => {
    if (Array.isArray(value)) {
      for (const item of value) walk(item, path[at] === '@' ? at + 1 : at, line);
      return;
    }
    if (!isFields(value)) return;
    const longer = [...line, value];
    if (at === path.length) lines.push(longer);
    else walk(read(value, path[at]!), at + 1, longer);
  };
  walk(root, 0, []);
  return lines;
}
