import { Kind, print, type ConstValueNode, type DocumentNode, type FieldNode, type SelectionSetNode, type ValueNode } from 'graphql';
import { isIntrospection, rename, responseKey, type Renamed } from './aliases';
import type { Fragments } from './fragments';

/**
 * Gives different fields different keys. The planner goes by response keys, but objects of different types may have different fields under
 * one key: `... on Clerk { picks { sold } } ... on Guest { picks { sold(in: "Ulm") } }`. It would request both under that key, of all
 * picks, and take one value for both. Each but the first is therefore planned and fetched under a name of its own.
 */
export function withoutAmbiguousKeys(document: DocumentNode, fragments: Fragments, reserved: ReadonlySet<string>): Renamed {
  const ambiguous = ambiguousFields(document, fragments);
  return rename(document, (field) => ambiguous.has(identity(field)), identity, reserved);
}

/** The fields at one place of the response, by response key and then by identity. */
type Place = Map<string, Map<string, Place>>;

/**
 * Finds the fields that share their place in the response with another field under the same key, by identity, all but the first of each
 * place. A valid document has such fields only where the objects around them are of different types.
 */
function ambiguousFields(document: DocumentNode, fragments: Fragments): ReadonlySet<string> {
  const ambiguous = new Set<string>();
  const walk = (selectionSet: SelectionSetNode, place: Place): void => {
    for (const selection of selectionSet.selections) {
      if (selection.kind === Kind.FIELD) {
        const key = responseKey(selection);
        const id = identity(selection);
        let fields = place.get(key);
        if (!fields) place.set(key, (fields = new Map()));
        if (fields.size > 0 && !fields.has(id)) ambiguous.add(id);
        let below = fields.get(id);
        if (!below) fields.set(id, (below = new Map()));
        if (selection.selectionSet && !isIntrospection(selection)) walk(selection.selectionSet, below);
        continue;
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (fragment) walk(fragment.selectionSet, place);
    }
  };
  for (const definition of document.definitions)
    if (definition.kind === Kind.OPERATION_DEFINITION) walk(definition.selectionSet, new Map());
  return ambiguous;
}

/** Fields of one key are the same if their names and arguments are, in any order (as in GraphQL's validation). */
function identity(field: FieldNode): string {
  const given = (field.arguments ?? []).map(({ name, value }) => `${name.value}:${print(sorted(value))}`).sort();
  return `${responseKey(field)}:${field.name.value}(${given.join(',')})`;
}

function sorted(value: ValueNode): ValueNode {
  if (value.kind === Kind.LIST) return { ...value, values: value.values.map(sorted) };
  if (value.kind !== Kind.OBJECT) return value;
  const fields = value.fields.map((field) => ({ ...field, value: sorted(field.value) as ConstValueNode }));
  return { ...value, fields: fields.sort((one, other) => (one.name.value < other.name.value ? -1 : 1)) };
}
