import { read, type Fields } from '../../execution/names';
import type { FieldPart, SelectionPart } from './parts';
import { reckon, type Reckoning } from './terms';

/**
 * What an answer really cost, by its lists' real lengths. Only what leads to lists is looked at: an object without lists below costs
 * what was asked for, also where a part of it is null. So the measure is never above what was reckoned for lists of these lengths.
 */
export function measure(
  { types, whole, fields, flat }: SelectionPart,
  object: Fields,
  ownWeight: number | null,
  reckoning: Reckoning,
): number {
  if (flat) return ownWeight === null ? reckon(whole, reckoning) : ownWeight + reckon(fields, reckoning);
  const type = types.size === 1 ? [...types.values()][0] : types.get(String(object.__typename));
  if (!type) return ownWeight === null ? reckon(whole, reckoning) : ownWeight + reckon(fields, reckoning);
  let total = ownWeight ?? type.weight;
  for (const field of type.fields) total += measureField(field, object, reckoning);
  return total;
}

function measureField(field: FieldPart, object: Fields, reckoning: Reckoning): number {
  if (reckon(field.answered, reckoning) === 0) return 0;
  return reckon(field.arguments, reckoning) + measureValue(field, read(object, field.key), reckoning);
}

function measureValue(field: FieldPart, value: unknown, reckoning: Reckoning): number {
  if (value === null || value === undefined) return 0;
  const { below, weight } = field;
  if (!Array.isArray(value)) return below ? measure(below, value as Fields, weight, reckoning) : weight!;
  if (!field.isList) return 0;
  // Lists of lists alone have lists as items.
  if (!below) return value.reduce<number>((total, item) => total + measureValue(field, item, reckoning), 0);
  if (below.flat && !Array.isArray(value[0])) return value.length * measure(below, EMPTY, weight, reckoning);
  let total = 0;
  for (const item of value) total += measureValue(field, item, reckoning);
  return total;
}

const EMPTY: Fields = Object.freeze({});
