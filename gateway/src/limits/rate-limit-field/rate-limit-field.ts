import {
  Kind,
  parse,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type EnumTypeDefinitionNode,
  type FieldDefinitionNode,
  type ObjectTypeDefinitionNode,
} from 'graphql';

/** Name of the gateway itself as a service of its supergraph. */
export const RATE_LIMIT_SERVICE = 'gateway';
const GRAPH = 'GATEWAY__SELF';
const TYPE = 'RateLimit';
const FIELD = 'rateLimit';

/** The gateway's own part of the public API. */
export const RATE_LIMIT_SDL = `
  type Query {
    """
    What the viewer may still spend on operations, and what this one costs. With \`dryRun\` nothing else of the operation runs: \`data\` has
    this field alone, and nothing is charged.
    """
    ${FIELD}(dryRun: Boolean = false): ${TYPE}!
  }

  "A budget of points that come back evenly as time goes by."
  type ${TYPE} {
    "Points when the budget is full; null where nobody's cost is limited."
    limit: Int
    "Points that this operation may cost, by what it asks for. What its lists do not use comes back when it has answered."
    cost: Int!
    "Points that are left; null where nobody's cost is limited."
    remaining: Int
    "When the budget is full again, if nothing more is spent: ISO 8601 in UTC. Null where nobody's cost is limited."
    resetAt: String
  }
`;

/**
 * Adds the gateway to a supergraph as one more service, which resolves `rateLimit`: so that field is planned, merged and shaped like any
 * other. A supergraph that has something of these names, or was not written by composition, stays as it is.
 */
export function withRateLimitField(supergraph: DocumentNode): DocumentNode {
  const graphs = supergraph.definitions.find(
    (definition): definition is EnumTypeDefinitionNode =>
      definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph',
  );
  const root = queryType(supergraph);
  if (!graphs || !root || isTaken(supergraph, graphs, root)) return supergraph;
  const own = parse(RATE_LIMIT_SDL, { noLocation: true }).definitions as readonly ObjectTypeDefinitionNode[];
  const replaced = new Map<DefinitionNode, DefinitionNode>([
    [graphs, { ...graphs, values: [...(graphs.values ?? []), ...enumValue().values!] }],
    [root, withField(root, own[0]!.fields![0]!)],
  ]);
  return {
    ...supergraph,
    definitions: [
      ...supergraph.definitions.map((definition) => replaced.get(definition) ?? definition),
      { ...own[1]!, directives: [joinType()] },
    ],
  };
}

function isTaken(supergraph: DocumentNode, graphs: EnumTypeDefinitionNode, root: ObjectTypeDefinitionNode): boolean {
  return (
    supergraph.definitions.some((definition) => 'name' in definition && definition.name?.value === TYPE) ||
    !!root.fields?.some((field) => field.name.value === FIELD) ||
    !!graphs.values?.some(({ directives }) => directives?.some((directive) => textOf(directive, 'name') === RATE_LIMIT_SERVICE))
  );
}

function queryType(supergraph: DocumentNode): ObjectTypeDefinitionNode | undefined {
  const schema = supergraph.definitions.find((definition) => definition.kind === Kind.SCHEMA_DEFINITION);
  const name = schema?.operationTypes.find(({ operation }) => operation === 'query')?.type.name.value;
  return supergraph.definitions.find(
    (definition): definition is ObjectTypeDefinitionNode =>
      definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.name.value === name,
  );
}

/** A field without @join__field is in every subgraph of its type. With the gateway among these, each field must name its subgraphs. */
function withField(root: ObjectTypeDefinitionNode, field: FieldDefinitionNode): ObjectTypeDefinitionNode {
  const graphs = (root.directives ?? []).filter(({ name }) => name.value === 'join__type').map((directive) => enumOf(directive, 'graph'));
  const fields = (root.fields ?? []).map((other) =>
    other.directives?.some(({ name }) => name.value === 'join__field')
      ? other
      : { ...other, directives: [...(other.directives ?? []), ...graphs.map((graph) => directive(`@join__field(graph: ${graph})`))] },
  );
  return {
    ...root,
    directives: [...(root.directives ?? []), joinType()],
    fields: [...fields, { ...field, directives: [directive(`@join__field(graph: ${GRAPH})`)] }],
  };
}

const joinType = () => directive(`@join__type(graph: ${GRAPH})`);

const enumValue = () =>
  parse(`enum E { ${GRAPH} @join__graph(name: "${RATE_LIMIT_SERVICE}", url: "") }`, { noLocation: true })
    .definitions[0] as EnumTypeDefinitionNode;

const directive = (text: string): ConstDirectiveNode =>
  (parse(`scalar S ${text}`, { noLocation: true }).definitions[0] as { directives: readonly ConstDirectiveNode[] }).directives[0]!;

const argumentOf = (given: ConstDirectiveNode, name: string) => given.arguments?.find((argument) => argument.name.value === name)?.value;

function textOf(given: ConstDirectiveNode, name: string): string | undefined {
  const value = argumentOf(given, name);
  return value?.kind === Kind.STRING ? value.value : undefined;
}

function enumOf(given: ConstDirectiveNode, name: string): string {
  const value = argumentOf(given, name);
  return value?.kind === Kind.ENUM ? value.value : '';
}
