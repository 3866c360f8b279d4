import type { FieldPart, SelectionPart } from './parts';
import { reckon, type Reckoning } from './terms';

/** The part of an operation where asking for less would help most. */
export interface Dearest {
  /** Response keys from the root. */
  readonly path: readonly string[];
  /** Of the whole part, every item counted. */
  readonly cost: number;
  /** Sizes of the lists on the way, the field itself included. */
  readonly sizes: readonly number[];
}

/** Goes down into the dearest field as long as it is more than half of the whole: there is the list that is too long, or too deep. */
export function dearest(root: SelectionPart, total: number, reckoning: Reckoning): Dearest {
  const path: string[] = [];
  const sizes: number[] = [];
  let cost = total;
  let times = 1;
  for (let field = dearestField(root, reckoning); field; field = field.below && dearestField(field.below, reckoning)) {
    const own = reckon(field.total, reckoning) * times;
    // The first field is named in any case.
    if (path.length > 0 && own * 2 <= total) break;
    cost = own;
    path.push(field.key);
    const size = reckon(field.size, reckoning);
    if (field.isList) sizes.push(size);
    times *= size;
  }
  return { path, cost, sizes };
}

function dearestField({ types }: SelectionPart, reckoning: Reckoning): FieldPart | null {
  const all = [...types.values()].flatMap(({ fields }) => fields);
  return all.reduce<FieldPart | null>(
    (most, field) => (most && reckon(most.total, reckoning) >= reckon(field.total, reckoning) ? most : field),
    null,
  );
}
