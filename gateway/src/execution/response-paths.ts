import { isFields, read, type Fields } from '../objects';

/** Where something stands in the response: names of fields and positions in lists. */
export type ResponsePath = readonly (string | number)[];

/** Where in the data a step works: the objects at `path`, which is written as query plans do (`@` stands for each item of a list). */
export interface Cursor {
  readonly objects: readonly Fields[];
  readonly path: readonly string[];
}

/** Moves along a plan's path. Nulls and other values that are no objects are left out: there is nothing to fetch for them. */
export function move(cursor: Cursor, path: readonly string[], shares: boolean): Cursor {
  const objects: Fields[] = [];
  for (const object of cursor.objects) collect(object, path, 0, objects);
  // An object that stands in several places is the same in each: it is worked on once.
  return { objects: shares ? [...new Set(objects)] : objects, path: cursor.path.concat(path) };
}

function collect(value: unknown, path: readonly string[], from: number, into: Fields[]): void {
  let current = value;
  for (let at = from; at < path.length; at++) {
    if (path[at] === '@') {
      if (Array.isArray(current)) for (const item of current) collect(item, path, at + 1, into);
      return;
    }
    if (!isFields(current)) return;
    current = read(current, path[at]!);
  }
  if (isFields(current)) into.push(current);
}

/**
 * Where each object that a plan's path reaches stands in the response. Only called when something failed. One object can stand in
 * several places, because equal entities of one fetch share their parts.
 */
export function responsePaths(root: Fields, path: readonly string[]): Map<Fields, ResponsePath[]> {
  const found = new Map<Fields, ResponsePath[]>();
  const walk = (value: unknown, at: number, here: ResponsePath): void => {
    if (at === path.length) {
      if (!isFields(value)) return;
      const known = found.get(value);
      if (known) known.push(here);
      else found.set(value, [here]);
    } else if (path[at] === '@') {
      if (Array.isArray(value)) value.forEach((item, index) => walk(item, at + 1, [...here, index]));
    } else if (isFields(value)) {
      walk(read(value, path[at]!), at + 1, [...here, path[at]!]);
    }
  };
  walk(root, 0, []);
  return found;
}
