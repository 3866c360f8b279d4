import {
  Kind,
  parse,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';

export interface DeclaredField {
  readonly returns: string;
  readonly external: boolean;
  readonly overrides: string | null;
  readonly provides: SelectionSetNode | null;
}

export interface DeclaredType {
  readonly name: string;
  readonly kind: 'object' | 'interface' | 'union';
  readonly fields: Map<string, DeclaredField>;
  readonly keys: SelectionSetNode[];
  readonly interfaces: string[];
  readonly members: string[];
  isInterfaceObject: boolean;
}

export type Declarations = ReadonlyMap<string, DeclaredType>;

/** What one subgraph's SDL says about its composite types, extensions merged. */
export function readDeclarations(sdl: string): Declarations {
  const types = new Map<string, DeclaredType>();
  for (const definition of (parse(sdl) as DocumentNode).definitions) {
    const kind = KINDS[definition.kind];
    if (!kind || !('name' in definition) || !definition.name) continue;
    const name = definition.name.value;
    const type: DeclaredType = types.get(name) ?? {
      name,
      kind,
      fields: new Map(),
      keys: [],
      interfaces: [],
      members: [],
      isInterfaceObject: false,
    };
    types.set(name, type);
    const directives = ('directives' in definition ? definition.directives : undefined) as readonly ConstDirectiveNode[] | undefined;
    for (const directive of directives ?? []) {
      if (directive.name.value === 'key') type.keys.push(fieldSet(directive)!);
      if (directive.name.value === 'interfaceObject') type.isInterfaceObject = true;
    }
    if ('interfaces' in definition) type.interfaces.push(...(definition.interfaces ?? []).map((one) => one.name.value));
    if ('types' in definition) type.members.push(...(definition.types ?? []).map((one) => one.name.value));
    if ('fields' in definition)
      for (const field of definition.fields ?? [])
        if (field.kind === Kind.FIELD_DEFINITION) type.fields.set(field.name.value, declared(field, directives ?? []));
  }
  return types;
}

const KINDS: Partial<Record<string, DeclaredType['kind']>> = {
  [Kind.OBJECT_TYPE_DEFINITION]: 'object',
  [Kind.OBJECT_TYPE_EXTENSION]: 'object',
  [Kind.INTERFACE_TYPE_DEFINITION]: 'interface',
  [Kind.INTERFACE_TYPE_EXTENSION]: 'interface',
  [Kind.UNION_TYPE_DEFINITION]: 'union',
  [Kind.UNION_TYPE_EXTENSION]: 'union',
};

function declared(field: FieldDefinitionNode, ofType: readonly ConstDirectiveNode[]): DeclaredField {
  const find = (name: string) => field.directives?.find((directive) => directive.name.value === name);
  const provides = find('provides');
  const override = find('override')?.arguments?.find(({ name }) => name.value === 'from')?.value;
  return {
    returns: nameOf(field.type),
    external: Boolean(find('external') ?? ofType.find(({ name }) => name.value === 'external')),
    overrides: override?.kind === Kind.STRING ? override.value : null,
    provides: provides ? fieldSet(provides) : null,
  };
}

function fieldSet(directive: ConstDirectiveNode): SelectionSetNode | null {
  const fields = directive.arguments?.find(({ name }) => name.value === 'fields')?.value;
  if (fields?.kind !== Kind.STRING) return null;
  const [operation] = parse(`{ ${fields.value} }`, { noLocation: true }).definitions;
  return operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet : null;
}

const nameOf = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type));
