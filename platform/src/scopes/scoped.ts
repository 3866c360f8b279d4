import {
  Kind,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
} from 'graphql';

type ObjectNode = ObjectTypeDefinitionNode | ObjectTypeExtensionNode;

export const SCOPE = 'scope';
export const APPS_ONLY = 'appsOnly';
const MARKS: ReadonlySet<string> = new Set([SCOPE, APPS_ONLY]);
const ROOTS: ReadonlySet<string> = new Set(['Query', 'Mutation', 'Subscription']);
/** Federation's own; what they lead to has needs of its own. */
const INTERNAL: ReadonlySet<string> = new Set(['_entities', '_service']);

export const isObject = (node: DefinitionNode): node is ObjectNode =>
  node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION;

export const isRoot = (type: string) => ROOTS.has(type);

const isMark = ({ name }: ConstDirectiveNode) => MARKS.has(name.value);
const isMarked = ({ directives }: FieldDefinitionNode) => directives?.some(isMark) ?? false;

/** Does this SDL speak of scopes at all? */
export const knowsScopes = ({ definitions }: DocumentNode): boolean =>
  definitions.some((node) => node.kind === Kind.DIRECTIVE_DEFINITION && node.name.value === SCOPE);

/**
 * Fields by which entities are known, by type: whoever has a reference knows them. Of a subgraph by `@key`, of a supergraph by `@join__type`.
 * A type that is here is an entity.
 */
export function keyFieldsOf({ definitions }: DocumentNode): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const node of definitions.filter(isObject)) {
    for (const directive of node.directives ?? []) {
      const name = { key: 'fields', join__type: 'key' }[directive.name.value];
      const value = directive.arguments?.find((one) => one.name.value === name)?.value;
      if (name === undefined || value?.kind !== Kind.STRING) continue;
      const fields = found.get(node.name.value) ?? new Set();
      for (const field of value.value.match(/\w+/g) ?? []) fields.add(field);
      found.set(node.name.value, fields);
    }
  }
  return found;
}

/**
 * The same SDL with the needs of a type at each of its fields: two subgraphs may say different things of their fields of one type, and in
 * the supergraph only fields keep whose they are.
 */
export function withScopesOfFields(typeDefs: DocumentNode): DocumentNode {
  if (!knowsScopes(typeDefs)) return typeDefs;
  const keys = keyFieldsOf(typeDefs);
  const ofTypes = new Map<string, ConstDirectiveNode>();
  for (const node of typeDefs.definitions.filter(isObject)) {
    const mark = node.directives?.find(isMark);
    if (mark) ofTypes.set(node.name.value, mark);
  }
  const definitions = typeDefs.definitions.map((node) => {
    const mark = isObject(node) ? ofTypes.get(node.name.value) : undefined;
    if (!isObject(node) || !mark) return node;
    const isKey = (field: FieldDefinitionNode) => keys.get(node.name.value)?.has(field.name.value) ?? false;
    const fields = node.fields?.map((field) =>
      isMarked(field) || isKey(field) ? field : { ...field, directives: [...(field.directives ?? []), mark] },
    );
    return { ...node, fields, directives: node.directives?.filter((one) => !isMark(one)) };
  });
  return { ...typeDefs, definitions } as DocumentNode;
}

/** Fields of the root and of entities that say nothing of keys: refused at the start, because silence must not open anything. */
export function missingScopes(typeDefs: DocumentNode): string[] {
  if (!knowsScopes(typeDefs)) return [];
  const keys = keyFieldsOf(typeDefs);
  const missing = typeDefs.definitions
    .filter(isObject)
    .flatMap(({ name: { value: type }, fields = [] }) =>
      isRoot(type) || keys.has(type)
        ? fields
            .filter((field) => !isMarked(field) && !isHidden(field) && !keys.get(type)?.has(field.name.value))
            .map(({ name }) => `${type}.${name.value}`)
        : [],
    );
  return missing.filter((field) => !INTERNAL.has(field.split('.')[1]!));
}

const isHidden = ({ directives }: FieldDefinitionNode) =>
  directives?.some(({ name }) => ['inaccessible', 'external'].includes(name.value)) ?? false;
