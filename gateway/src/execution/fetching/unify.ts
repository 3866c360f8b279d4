import { isFields, read, write, type Fields } from '../../objects';
import type { Cursor } from '../response-paths';
import type { Run } from '../run';
import type { KeySelection } from './representations';

/** Returns the parts of the key by which a fetch requests objects of a type; null when the key is not plain. */
export type KeyPartsOf = (typename: unknown) => readonly KeySelection[] | null;

/**
 * Moves along a plan's path to entities that are about to be fetched. A list often names one entity many times. Where only its key is
 * known, all these objects are alike and will stay so, because later fetches here apply to all of them. The first takes the places of
 * the others, so that everything that follows (merging, later fetches, writing) is done once.
 *
 * Not to be used while a fetch holds objects of the same path: its answer would go to an object that has lost its place.
 */
export function moveAndUnify(run: Run, cursor: Cursor, path: readonly string[], partsOf: KeyPartsOf): Cursor {
  const objects: Fields[] = [];
  const known = new KnownEntities();
  const walk = (value: unknown, at: number, parent: Fields | unknown[], key: string | number): void => {
    let current = value;
    let holder = parent;
    let place = key;
    for (let leg = at; leg < path.length; leg++) {
      if (path[leg] === '@') {
        if (Array.isArray(current)) for (let index = 0; index < current.length; index++) walk(current[index], leg + 1, current, index);
        return;
      }
      if (!isFields(current)) {
        if (Array.isArray(current)) for (let index = 0; index < current.length; index++) walk(current[index], leg, current, index);
        return;
      }
      holder = current;
      place = path[leg]!;
      current = read(current, place);
    }
    if (!isFields(current)) {
      if (Array.isArray(current)) for (let index = 0; index < current.length; index++) walk(current[index], path.length, current, index);
      return;
    }
    const parts = partsOf(current.__typename);
    const same = parts && known.find(current, parts);
    if (!same || same === current) {
      objects.push(current);
      return;
    }
    run.shares = true;
    run.shared.add(same);
    if (Array.isArray(holder)) holder[place as number] = same;
    else write(holder, place as string, same);
  };
  for (const object of cursor.objects) walk(object, 0, object, '');
  return { objects: run.shares ? [...new Set(objects)] : objects, path: cursor.path.concat(path) };
}

/** Entities by the values of their keys. */
class KnownEntities {
  private readonly byKey = new Map<readonly KeySelection[], Map<unknown, unknown>>();

  /** Returns the first object with the same key; null when more or less than the key is known of this one. */
  find(object: Fields, parts: readonly KeySelection[]): Fields | null {
    let fields = 0;
    for (const _ in object) fields++;
    if (fields !== parts.length) return null;
    let level = this.byKey.get(parts);
    if (!level) this.byKey.set(parts, (level = new Map()));
    const last = parts.length - 1;
    for (let at = 0; at <= last; at++) {
      const value = object[parts[at]!.name];
      if (value === undefined || (typeof value === 'object' && value !== null)) return null;
      const next = level.get(value);
      if (at === last) {
        if (next) return next as Fields;
        level.set(value, object);
        return object;
      }
      if (next) level = next as Map<unknown, unknown>;
      else {
        const deeper = new Map<unknown, unknown>();
        level.set(value, deeper);
        level = deeper;
      }
    }
    return null;
  }
}
