import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import { isFields, isInherited, read, write, type Fields } from '../../objects';
import type { Condition, ConditionalField, ConditionalFragment } from '../../planning/conditional-needs';
import { jsonText } from '../response/json-text';
import { typeTest, type TypeTest } from './type-test';

/**
 * Builds the representation that `_entities` takes from the known fields of an object; undefined when a needed field is missing. The
 * values of the operation's variables decide which are needed.
 */
export type Represent = (source: Fields, values: Fields) => Fields | undefined;

type RepresentationPart =
  | { name: string; neededIf: ConditionalField['neededIf']; deeper: Represent | null }
  | { test: TypeTest; onlyIf: readonly Condition[]; deeper: Represent };

export function compileRepresentation(schema: GraphQLSchema, selections: readonly QueryPlanSelectionNode[]): Represent {
  const parts = selections.flatMap((selection): RepresentationPart[] => {
    if (selection.kind === 'Field') {
      return [
        {
          name: selection.alias ?? selection.name,
          neededIf: (selection as ConditionalField).neededIf,
          deeper: selection.selections ? compileRepresentation(schema, selection.selections) : null,
        },
      ];
    }
    return selection.typeCondition
      ? [
          {
            test: typeTest(schema, selection.typeCondition),
            onlyIf: (selection as ConditionalFragment).onlyIf ?? [],
            deeper: compileRepresentation(schema, selection.selections),
          },
        ]
      : [];
  });
  return (source, values) => {
    const representation: Fields = {};
    for (const part of parts) {
      if ('name' in part) {
        const known = read(source, part.name);
        const value = part.deeper ? represent(known, part.deeper, values) : known;
        if (value !== undefined) write(representation, part.name, value);
        else if (isNeeded(part.neededIf, values)) return undefined;
      } else if (part.test(source.__typename) && hold(part.onlyIf, values)) {
        // An incomplete fragment is left out: its fields were behind a condition that did not hold, or their fetch failed.
        const more = part.deeper(source, values);
        if (more) combine(representation, more);
      }
    }
    return representation;
  };
}

const isNeeded = (neededIf: ConditionalField['neededIf'], values: Fields): boolean =>
  !neededIf || neededIf.some((all) => hold(all, values));

const hold = (conditions: readonly Condition[], values: Fields): boolean =>
  conditions.every(({ variable, value }) => read(values, variable) === value);

function represent(value: unknown, deeper: Represent, values: Fields): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => represent(item, deeper, values));
    return items.includes(undefined) ? undefined : items;
  }
  return isFields(value) ? deeper(value, values) : value;
}

/** Joins the parts of a nested object that two fragments bring. Both were built here, so both may be changed. */
function combine(into: Fields, more: Fields): void {
  for (const key of Object.keys(more)) {
    const present = read(into, key);
    const added = more[key];
    if (isFields(present) && isFields(added)) combine(present, added);
    else if (Array.isArray(present) && Array.isArray(added))
      present.forEach((item, index) => isFields(item) && isFields(added[index]) && combine(item, added[index]));
    else write(into, key, added);
  }
}

/** One leaf field of a representation. */
export interface KeySelection {
  readonly name: string;
  /** What stands before the value in JSON: `{"name":` or `,"name":`. */
  readonly head: string;
}

/**
 * Returns the fields of an object's representation in the plain case: exactly one fragment applies, and it has leaf fields only. Most
 * keys are like that; null for the others. Decided once for each type.
 */
export function compileKeyParts(
  schema: GraphQLSchema,
  selections: readonly QueryPlanSelectionNode[],
): (typename: unknown) => readonly KeySelection[] | null {
  const arms = selections.map((selection) =>
    selection.kind === 'InlineFragment' && selection.typeCondition && !(selection as ConditionalFragment).onlyIf
      ? { test: typeTest(schema, selection.typeCondition), parts: keyParts(selection.selections) }
      : null,
  );
  const known = new Map<unknown, readonly KeySelection[] | null>();
  return (typename) => {
    const remembered = known.get(typename);
    if (remembered !== undefined) return remembered;
    // A name that the schema does not know is not remembered: a subgraph could send any number of them.
    if (typeof typename !== 'string' || !schema.getType(typename)) return null;
    const fitting = arms.filter((arm) => arm === null || arm.test(typename));
    const parts = fitting.length === 1 ? (fitting[0]?.parts ?? null) : null;
    known.set(typename, parts);
    return parts;
  };
}

function keyParts(selections: readonly QueryPlanSelectionNode[]): readonly KeySelection[] | null {
  const parts: KeySelection[] = [];
  for (const selection of selections) {
    if (selection.kind !== 'Field' || selection.selections || (selection as ConditionalField).neededIf) return null;
    const name = selection.alias ?? selection.name;
    if (isInherited(name) || parts.some((part) => part.name === name)) return null;
    parts.push({ name, head: `${parts.length ? ',' : '{'}${JSON.stringify(name)}:` });
  }
  return parts.some(({ name }) => name === '__typename') ? parts : null;
}

/** Writes the representation as JSON text, from an object that has all parts. */
export function keyText(parts: readonly KeySelection[], source: Fields): string {
  let text = '';
  for (const { name, head } of parts) text += head + jsonText(source[name]);
  return `${text}}`;
}
