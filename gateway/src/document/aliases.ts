import {
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  type DefinitionNode,
  type DocumentNode,
  type FieldNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** The client's response keys by those of the planned operation, where the two differ. Nearly always empty. */
export type ClientNames = ReadonlyMap<string, string>;

export interface Renamed {
  readonly document: DocumentNode;
  readonly clientNames: ClientNames;
}

const META: ReadonlySet<string> = new Set([SchemaMetaFieldDef.name, TypeMetaFieldDef.name]);
const NONE: ClientNames = new Map();

/**
 * Replaces aliases that are `reserved` names. The planner adds fields that it needs (keys, required fields, type names) to the client's,
 * and takes a field of the client with the same response key for the one it needs: `{ id: name }` would send names as ids. Such fields
 * are planned and fetched under another name, and the response gets the client's.
 */
export function withoutReservedAliases(document: DocumentNode, reserved: ReadonlySet<string>): Renamed {
  return rename(
    document,
    ({ alias, name }) =>
      alias !== undefined && alias.value !== name.value && (reserved.has(alias.value) || alias.value === TypeNameMetaFieldDef.name),
    responseKey,
    reserved,
  );
}

export const responseKey = ({ alias, name }: FieldNode): string => (alias ?? name).value;

/** Gives new aliases to the fields that are `meant`, the same one to all fields with the same `identityOf`. */
export function rename(
  document: DocumentNode,
  meant: (field: FieldNode) => boolean,
  identityOf: (field: FieldNode) => string,
  reserved: ReadonlySet<string>,
): Renamed {
  const found = new Map<string, string>();
  const used = new Set<string>();
  const collect = (selectionSet: SelectionSetNode): void => {
    for (const selection of selectionSet.selections) {
      if (selection.kind === Kind.FIELD) {
        used.add(responseKey(selection)).add(selection.name.value);
        if (meant(selection)) found.set(identityOf(selection), responseKey(selection));
      }
      const inner = innerSelections(selection);
      if (inner) collect(inner);
    }
  };
  for (const definition of document.definitions) if (isPlanned(definition)) collect(definition.selectionSet);
  if (found.size === 0) return { document, clientNames: NONE };

  const aliases = new Map<string, string>();
  const clientNames = new Map<string, string>();
  for (const [field, key] of found) {
    let alias = `alias_${key}`;
    while (used.has(alias) || reserved.has(alias)) alias = `${alias}_`;
    used.add(alias);
    aliases.set(field, alias);
    clientNames.set(alias, key);
  }
  const change = (selectionSet: SelectionSetNode): SelectionSetNode => ({
    ...selectionSet,
    selections: selectionSet.selections.map((selection): SelectionNode => {
      const inner = innerSelections(selection);
      const alias = selection.kind === Kind.FIELD && meant(selection) ? aliases.get(identityOf(selection)) : undefined;
      if (!inner && !alias) return selection;
      return {
        ...selection,
        ...(alias ? { alias: { kind: Kind.NAME, value: alias } } : {}),
        ...(inner ? { selectionSet: change(inner) } : {}),
      } as SelectionNode;
    }),
  });
  const definitions = document.definitions.map((definition) =>
    isPlanned(definition) ? { ...definition, selectionSet: change(definition.selectionSet) } : definition,
  );
  return { document: { ...document, definitions }, clientNames };
}

/** The selections inside, as far as they are planned: graphql-js resolves introspection. */
function innerSelections(selection: SelectionNode): SelectionSetNode | undefined {
  if (selection.kind === Kind.FRAGMENT_SPREAD || (selection.kind === Kind.FIELD && isIntrospection(selection))) return undefined;
  return selection.selectionSet;
}

export const isIntrospection = ({ name }: FieldNode): boolean => META.has(name.value);

/** Fragments on the types of introspection are not planned: graphql-js resolves them, under the client's own names. */
function isPlanned(definition: DefinitionNode): definition is Extract<DefinitionNode, { selectionSet: SelectionSetNode }> {
  if (definition.kind === Kind.FRAGMENT_DEFINITION) return !definition.typeCondition.name.value.startsWith('__');
  return definition.kind === Kind.OPERATION_DEFINITION;
}
