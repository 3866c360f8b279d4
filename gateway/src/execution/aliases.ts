import {
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  type DefinitionNode,
  type DocumentNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** Response keys of a planned operation that differ from the client's, each with the client's. Nearly always empty. */
export type ClientNames = ReadonlyMap<string, string>;

const META: ReadonlySet<string> = new Set([SchemaMetaFieldDef.name, TypeMetaFieldDef.name]);

/**
 * The planner adds fields that it needs (keys, required fields, type names) to what the client asked for, and takes a field of the
 * client's with the same response key for the one it needs: `{ id: name }` would send names as ids. Aliases that are `reserved` names
 * are therefore planned and fetched under another name, and the response gets the client's.
 */
export function withoutReservedAliases(
  document: DocumentNode,
  reserved: ReadonlySet<string>,
): { document: DocumentNode; clientNames: ClientNames } {
  const replaced = new Map<string, string>();
  const used = new Set<string>();
  const collect = (selectionSet: SelectionSetNode): void => {
    for (const selection of selectionSet.selections) {
      if (selection.kind === Kind.FIELD) {
        const { alias, name } = selection;
        used.add(alias?.value ?? name.value);
        if (alias && alias.value !== name.value && (reserved.has(alias.value) || alias.value === TypeNameMetaFieldDef.name))
          replaced.set(alias.value, '');
        if (META.has(name.value)) continue;
      }
      if (selection.kind !== Kind.FRAGMENT_SPREAD && selection.selectionSet) collect(selection.selectionSet);
    }
  };
  for (const definition of document.definitions) if (isPlanned(definition)) collect(definition.selectionSet);
  if (replaced.size === 0) return { document, clientNames: NONE };

  for (const alias of replaced.keys()) {
    let name = `alias_${alias}`;
    while (used.has(name) || reserved.has(name)) name = `${name}_`;
    replaced.set(alias, name);
    used.add(name);
  }
  const rename = (selectionSet: SelectionSetNode): SelectionSetNode => ({
    ...selectionSet,
    selections: selectionSet.selections.map((selection): SelectionNode => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
      if (selection.kind === Kind.INLINE_FRAGMENT) return { ...selection, selectionSet: rename(selection.selectionSet) };
      const { alias, name } = selection;
      const other = alias && alias.value !== name.value ? replaced.get(alias.value) : undefined;
      return {
        ...selection,
        ...(other ? { alias: { kind: Kind.NAME, value: other } } : {}),
        ...(selection.selectionSet && !META.has(name.value) ? { selectionSet: rename(selection.selectionSet) } : {}),
      };
    }),
  });
  const definitions = document.definitions.map((definition) =>
    isPlanned(definition) ? { ...definition, selectionSet: rename(definition.selectionSet) } : definition,
  );
  return { document: { ...document, definitions }, clientNames: new Map([...replaced].map(([alias, name]) => [name, alias])) };
}

const NONE: ClientNames = new Map();

/** Fragments on the types of introspection are answered by graphql-js, under the client's own names. */
function isPlanned(definition: DefinitionNode): definition is Extract<DefinitionNode, { selectionSet: SelectionSetNode }> {
  if (definition.kind === Kind.FRAGMENT_DEFINITION) return !definition.typeCondition.name.value.startsWith('__');
  return definition.kind === Kind.OPERATION_DEFINITION;
}
