import { isFields, read, type Fields } from '../objects';
import type { Cursor } from './run';

export type ResponsePath = readonly (string | number)[];

/** Moves along a plan's path. Null and whatever is no object is left out: there is nothing to fetch for it. */
export function move(cursor: Cursor, path: readonly string[], shares: boolean): Cursor {
  const objects: Fields[] = [];
  for (const object of cursor.objects) collect(object, path, 0, objects);
  // Whatever stands in several places is the same in each: it is worked on once.
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
 * Where each object that a plan's path reaches stands in the response. Only asked when something failed. One object can stand in
 * several places: equal entities of one fetch share their parts.
 */
export function places(root: Fields, path: readonly string[]): Map<Fields, ResponsePath[]> {
  const found = new Map<Fields, ResponsePath[]>();
  const walk = (value: unknown, at: number, place: ResponsePath): void => {
    if (at === path.length) {
      if (!isFields(value)) return;
      const known = found.get(value);
      if (known) known.push(place);
      else found.set(value, [place]);
    } else if (path[at] === '@') {
      if (Array.isArray(value)) value.forEach((item, index) => walk(item, at + 1, [...place, index]));
    } else if (isFields(value)) {
      walk(read(value, path[at]!), at + 1, [...place, path[at]!]);
    }
  };
  walk(root, 0, []);
  return found;
}
