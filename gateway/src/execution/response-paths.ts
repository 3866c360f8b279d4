import type { GraphQLSchema } from 'graphql';
import { isFields, read, type Fields } from '../objects';
import { typeTest, type TypeTest } from './fetching/type-test';

/** Where something stands in the response: names of fields and positions in lists. */
export type ResponsePath = readonly (string | number)[];

/** Where in the data a step works: the objects at `path`, which is written as query plans do (`@` stands for each item of a list). */
export interface Cursor {
  readonly objects: readonly Fields[];
  readonly path: readonly string[];
}

/** How a leg of a plan's path begins that leads on only from objects of certain types (`... on A|B`). */
export const ON = '... on ';

/** A plan's path, to be moved along. */
export interface Way {
  /** Names of fields, `@` for each item of a list, and tests of the objects that are reached. */
  readonly legs: readonly (string | TypeTest)[];
  /** The same without the tests: where the objects stand. */
  readonly path: readonly string[];
}

export function compileWay(schema: GraphQLSchema, path: readonly (string | number)[]): Way {
  const written = path.map(String);
  return {
    legs: written.map((leg) => (leg.startsWith(ON) ? typeTest(schema, leg.slice(ON.length)) : leg)),
    path: written.filter((leg) => !leg.startsWith(ON)),
  };
}

/** Moves along a plan's path. Nulls and other values that are no objects are left out: there is nothing to fetch for them. */
export function move(cursor: Cursor, { legs, path }: Way, shares: boolean): Cursor {
  const objects: Fields[] = [];
  for (const object of cursor.objects) collect(object, legs, 0, objects);
  // An object that stands in several places is the same in each: it is worked on once.
  return { objects: shares ? [...new Set(objects)] : objects, path: cursor.path.concat(path) };
}

function collect(value: unknown, legs: Way['legs'], from: number, into: Fields[]): void {
  let current = value;
  for (let at = from; at < legs.length; at++) {
    const leg = legs[at]!;
    if (leg === '@') {
      if (Array.isArray(current)) for (const item of current) collect(item, legs, at + 1, into);
      return;
    }
    if (!isFields(current)) {
      // A planner may write one `@` for a list of lists.
      if (Array.isArray(current)) for (const item of current) collect(item, legs, at, into);
      return;
    }
    if (typeof leg === 'string') current = read(current, leg);
    // Where nobody asked for the name, there is only one type.
    else if (current.__typename !== undefined && !leg(current.__typename)) return;
  }
  if (isFields(current)) into.push(current);
  else if (Array.isArray(current)) for (const item of current) collect(item, legs, legs.length, into);
}

/**
 * Where each object that a plan's path reaches stands in the response. Only called when something failed. One object can stand in
 * several places, because equal entities of one fetch share their parts.
 */
export function responsePaths(root: Fields, path: readonly string[]): Map<Fields, ResponsePath[]> {
  const found = new Map<Fields, ResponsePath[]>();
  const walk = (value: unknown, at: number, here: ResponsePath): void => {
    if (Array.isArray(value)) {
      const next = path[at] === '@' ? at + 1 : at;
      value.forEach((item, index) => walk(item, next, [...here, index]));
    } else if (at === path.length) {
      if (!isFields(value)) return;
      const known = found.get(value);
      if (known) known.push(here);
      else found.set(value, [here]);
    } else if (isFields(value)) {
      walk(read(value, path[at]!), at + 1, [...here, path[at]!]);
    }
  };
  walk(root, 0, []);
  return found;
}
