import { Supergraph as Composed } from '@apollo/federation-internals';
import { GraphError, visitor } from '@marquee/platform';
import {
  buildASTSchema,
  execute,
  getOperationAST,
  isNonNullType,
  OperationTypeNode,
  parse,
  printSchema,
  subscribe,
  validate,
  visit,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLFieldResolver,
  type GraphQLSchema,
} from 'graphql';
import { plain } from '../kit';
import { readDeclarations, type Declarations } from './declarations';
import { Absent, withoutAbsent } from '../random/absent';
import { call, stream } from './subgraphs';
import { UNKNOWN_TO, type Data, type Supergraph, type Thing } from './supergraph';

export interface Question {
  query: string;
  variables?: Record<string, unknown>;
  operationName?: string;
  /** Subgraphs that do not answer: a field that nobody else has is refused. */
  down?: readonly string[];
}

/** The public schema of a supergraph, as one plain schema. */
export const plainSchema = (supergraphSdl: string): GraphQLSchema =>
  Composed.build(supergraphSdl, { supportedFeatures: null }).apiSchema().toGraphQLJSSchema();

/** The same with null allowed everywhere, so that no null spreads and every error is told. */
export function lenientSchema(schema: GraphQLSchema): GraphQLSchema {
  const document = parse(printSchema(schema), { noLocation: true });
  const lenient = visit(document, {
    InputValueDefinition: () => false,
    NonNullType: ({ type }) => type,
  });
  return buildASTSchema(lenient);
}

/**
 * What GraphQL itself says the answer is: graphql-js executes the operation on one plain schema over the same data. A subscription answers
 * each event.
 */
export async function askOracle(supergraph: Supergraph, schema: GraphQLSchema, question: Question): Promise<ExecutionResult[]> {
  const { query, variables, operationName, down = [] } = question;
  const document = parse(query);
  const faults = validate(schema, document);
  if (faults.length) return [plain({ errors: faults })];
  const data = supergraph.data();
  nameTypes(data);
  const subgraphs = new Map(Object.entries(supergraph.subgraphs).map(([name, sdl]) => [name, readDeclarations(sdl)]));
  const operation = getOperationAST(document, operationName)!.operation;
  const root = { query: data.Query, mutation: data.Mutation, subscription: data.Subscription }[operation];
  const fieldResolver: GraphQLFieldResolver<Thing, unknown> = (source, args, _, { fieldName, parentType, returnType }) => {
    if (isLost(subgraphs, down, parentType.name, fieldName)) throw new GraphError('SUBGRAPH_UNAVAILABLE', 'lost');
    const unknownTo = (source[UNKNOWN_TO as never] as string[] | undefined) ?? [];
    if (isNonNullType(returnType) && isLost(subgraphs, unknownTo, parentType.name, fieldName)) throw new Absent();
    return call(source, fieldName, args, visitor());
  };
  const args: ExecutionArgs = { schema, document, rootValue: root ?? {}, variableValues: variables, operationName, fieldResolver };
  if (operation !== OperationTypeNode.SUBSCRIPTION) return [plain(withoutAbsent(await execute(args)))];
  const events = await subscribe({ ...args, subscribeFieldResolver: eventsOf });
  if (!(Symbol.asyncIterator in events)) return [plain(events)];
  const answers: ExecutionResult[] = [];
  for await (const event of events) answers.push(plain(withoutAbsent(event)));
  return answers;
}

/** Called before it streams, so that a refusal is one. */
const eventsOf: GraphQLFieldResolver<Thing, unknown> = async (source, args, _, { fieldName }) => {
  const events = (await call(source, fieldName, args, visitor())) as unknown[];
  return stream(events.map((event) => ({ [fieldName]: event })));
};

export function nameTypes({ entities = {} }: Data): void {
  for (const [name, things] of Object.entries(entities)) for (const thing of things) thing.__typename = name;
}

function isLost(subgraphs: ReadonlyMap<string, Declarations>, down: readonly string[], typeName: string, field: string): boolean {
  if (down.length === 0) return false;
  const owners = [...subgraphs].filter(([name, types]) => {
    const interfaces = [...subgraphs.values()].flatMap((other) => other.get(typeName)?.interfaces ?? []);
    return [typeName, ...interfaces].some((holder) => {
      const declared = types.get(holder)?.fields.get(field);
      const applies = holder === typeName || types.get(holder)?.isInterfaceObject;
      const overridden = [...subgraphs.values()].some((other) => other.get(holder)?.fields.get(field)?.overrides === name);
      return Boolean(declared && applies && !declared.external && !overridden);
    });
  });
  return owners.length > 0 && owners.every(([name]) => down.includes(name));
}
