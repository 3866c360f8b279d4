import {
  execute,
  GraphQLError,
  isNonNullType,
  Kind,
  parse,
  print,
  responsePathAsArray,
  visit,
  type FieldNode,
  type FormattedExecutionResult,
  type GraphQLFormattedError,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type VariableDefinitionNode,
} from 'graphql';
import { visitor, type Subgraph, type Viewer } from '@marquee/platform';
import { Absent, withoutAbsent } from '../../gateway/tests/random/absent';
import type { Operation } from '../../gateway/tests/random/document';
import { hasField, isEntity, KEY, ownField, TYPE } from './own-part';

type Fields = Record<string, unknown>;

/** An object, and the subgraph that answered it. */
interface Known {
  readonly from: Subgraph;
  readonly fields: Fields;
}

/** One execution. */
interface Inquiry {
  readonly variables: Fields;
  readonly viewer: Viewer | null;
  readonly errors: GraphQLFormattedError[];
}

/**
 * The third opinion where the two gateways differ, with no plan at all. graphql-js executes the operation on the public schema; what the
 * object's own subgraph has came with the object, and every other field is one request by reference to the subgraph that has it, for
 * that object and that field alone. Slow, and too simple to be wrong in the ways of planners and mergers.
 */
export class Oracle {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly subgraphs: readonly Subgraph[],
  ) {}

  async ask({ query, variables }: Operation, viewer: Viewer | null): Promise<FormattedExecutionResult> {
    const inquiry: Inquiry = { variables, viewer, errors: [] };
    const executed = await execute({
      schema: this.schema,
      document: parse(query),
      rootValue: null,
      variableValues: variables,
      fieldResolver: (source: Known | null, _args, _context, info) => this.resolve(source, info, inquiry),
      typeResolver: ({ fields }: Known) => fields[TYPE] as string,
    });
    const { data, errors = [] } = withoutAbsent(executed);
    const all = [...errors.map((error) => error.toJSON()), ...inquiry.errors];
    return asJson({ data, ...(all.length ? { errors: all } : {}) });
  }

  private async resolve(object: Known | null, info: GraphQLResolveInfo, inquiry: Inquiry): Promise<unknown> {
    const { fieldName, parentType, path } = info;
    const key = String(path.key);
    if (object && hasField(object.from.schema, parentType.name, fieldName))
      return wrap(Object.hasOwn(object.fields, key) ? object.fields[key] : null, object.from);
    const owner = this.subgraphs.find(
      ({ schema }) => hasField(schema, parentType.name, fieldName) && (!object || isEntity(schema, parentType.name)),
    );
    if (!owner) throw new Error(`No subgraph answers ${parentType.name}.${fieldName}.`);
    const reading = { schema: owner.schema, publicSchema: this.schema, fragments: info.fragments };
    const field = ownField(reading, parentType.name, info.fieldNodes);
    const request = requestFor(parentType.name, field, info.operation.variableDefinitions ?? [], inquiry.variables, object);
    const answer = await owner.execute({ ...request, caller: { ...visitor('oracle'), viewer: inquiry.viewer } });
    const { data, errors = [] } = asJson(answer);
    const holder = object ? (data?._entities as (Fields | null)[] | undefined)?.[0] : (data as Fields | null | undefined);
    if (object && holder === null && errors.length === 0 && isNonNullType(info.returnType)) throw new Absent();
    const value = holder && Object.hasOwn(holder, key) ? holder[key] : null;
    for (const error of errors) {
      // Where the whole field is missing, graphql-js says so, and knows how far up the null goes.
      if (value === null) throw new GraphQLError(error.message, { extensions: error.extensions });
      inquiry.errors.push({ ...error, path: [...responsePathAsArray(path), ...(error.path ?? []).slice(object ? 3 : 1)] });
    }
    return wrap(value, owner);
  }
}

/** The client's variables go along under names of their own, so that none is taken for the representations. */
function requestFor(
  typeName: string,
  field: FieldNode,
  definitions: readonly VariableDefinitionNode[],
  values: Fields,
  object: Known | null,
) {
  const ownName = (name: string) => `client_${name}`;
  const used = new Set<string>();
  const renamed: FieldNode = visit(field, {
    Variable({ kind, name }) {
      used.add(name.value);
      return { kind, name: named(ownName(name.value)) };
    },
  });
  const given = Object.entries(values).filter(([name]) => used.has(name));
  const declared = definitions
    .filter(({ variable }) => used.has(variable.name.value))
    .map((definition) => ({ ...definition, variable: { ...definition.variable, name: named(ownName(definition.variable.name.value)) } }));
  const variables = Object.fromEntries(given.map(([name, value]) => [ownName(name), value]));
  const head = object ? ['$representations: [_Any!]!', ...declared.map(print)] : declared.map(print);
  const body = object ? `_entities(representations: $representations) { ... on ${typeName} { ${print(renamed)} } }` : print(renamed);
  return {
    query: `query ${head.length ? `(${head.join(', ')})` : ''} { ${body} }`,
    variables: object ? { ...variables, representations: [{ __typename: object.fields[TYPE], id: object.fields[KEY] }] } : variables,
  };
}

const named = (value: string) => ({ kind: Kind.NAME as const, value });

const asJson = (value: unknown): FormattedExecutionResult => JSON.parse(JSON.stringify(value)) as FormattedExecutionResult;

function wrap(value: unknown, from: Subgraph): unknown {
  if (Array.isArray(value)) return value.map((item) => wrap(item, from));
  return typeof value === 'object' && value !== null ? { from, fields: value } : value;
}
