import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import { isFields, read, write, type Fields } from './names';
import { typeTest, type TypeTest } from './types';

/** Builds what `_entities` is asked with from what is known of an object; undefined when a needed field is not there. */
export type Represent = (source: Fields) => Fields | undefined;

type Part = { name: string; deeper: Represent | null } | { test: TypeTest; deeper: Represent };

export function compileRepresentation(schema: GraphQLSchema, selections: readonly QueryPlanSelectionNode[]): Represent {
  const parts = selections.flatMap((selection): Part[] => {
    if (selection.kind === 'Field') {
      return [
        {
          name: selection.alias ?? selection.name,
          deeper: selection.selections ? compileRepresentation(schema, selection.selections) : null,
        },
      ];
    }
    return selection.typeCondition
      ? [{ test: typeTest(schema, selection.typeCondition), deeper: compileRepresentation(schema, selection.selections) }]
      : [];
  });
  return (source) => {
    const representation: Fields = {};
    for (const part of parts) {
      if ('name' in part) {
        const known = read(source, part.name);
        const value = part.deeper ? represent(known, part.deeper) : known;
        if (value === undefined) return undefined;
        write(representation, part.name, value);
      } else if (part.test(source.__typename)) {
        // Incomplete fragments are left out: what they need was behind a condition that did not hold, or its fetch failed.
        const more = part.deeper(source);
        if (more) combine(representation, more);
      }
    }
    return representation;
  };
}

function represent(value: unknown, deeper: Represent): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => represent(item, deeper));
    return items.includes(undefined) ? undefined : items;
  }
  return isFields(value) ? deeper(value) : value;
}

/** Two fragments that both apply may each bring a part of the same nested object. Both were built here, so both may be changed. */
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
