import { read, type Fields } from '../../objects';
import type { FieldPart, SelectionPart } from './parts';
import { reckon, type Reckoning } from './terms';

/**
 * The actual cost of an answer, by the real lengths of its lists. Only fields that lead to lists are looked at: an object without lists
 * below costs what was requested, even if a part of it is null. So the result is never above the cost of lists of these lengths.
 */
export function measure(selection: SelectionPart, object: Fields, ownWeight: number | null, reckoning: Reckoning): number {
  const type = selection.flat ? null : (selection.only ?? selection.types.get(String(object.__typename)));
  if (!type) return ownWeight === null ? reckon(selection.whole, reckoning) : ownWeight + reckon(selection.fields, reckoning);
  let total = (ownWeight ?? type.weight) + reckon(type.fixed, reckoning);
  for (const field of type.varying) {
    if (reckon(field.included, reckoning) === 0) continue;
    total += reckon(field.arguments, reckoning) + measureValue(field, read(object, field.key), reckoning);
  }
  return total;
}

function measureValue(field: FieldPart, value: unknown, reckoning: Reckoning): number {
  if (value === null || value === undefined) return 0;
  const { below, weight } = field;
  if (!Array.isArray(value)) return below ? measure(below, value as Fields, weight, reckoning) : weight!;
  if (below?.flat && !Array.isArray(value[0])) return value.length * measure(below, EMPTY, weight, reckoning);
  let total = 0;
  for (const item of value) total += measureValue(field, item, reckoning);
  return total;
}

const EMPTY: Fields = Object.freeze({});
