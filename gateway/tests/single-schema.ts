import { buildASTSchema, concatAST, Kind, parse, type DefinitionNode, type GraphQLSchema } from 'graphql';
import type { SubgraphPlan } from './kit';

/**
 * One plain schema out of all subgraphs: object types merged, federation directives dropped, no `_entities`. Where a resolver of one
 * subgraph answers only a reference, the others' reference resolvers complete it, so that the data is the same.
 */
export function makeSchemaOfAll(plans: readonly SubgraphPlan[]): GraphQLSchema {
  const merged = new Map<string, { definition: DefinitionNode & { name: { value: string } }; fields: Map<string, unknown> }>();
  for (const definition of concatAST(plans.map(({ sdl }) => parse(sdl))).definitions) {
    if (!('name' in definition) || !definition.name || definition.kind === Kind.DIRECTIVE_DEFINITION) continue;
    const name = definition.name.value;
    const known = merged.get(name) ?? { definition: { ...definition } as never, fields: new Map<string, unknown>() };
    if ('fields' in definition)
      for (const field of definition.fields ?? []) if (!isExternal(field)) known.fields.set(field.name.value, { ...field, directives: [] });
    merged.set(name, known);
  }
  const definitions = [...merged.values()].map(
    ({ definition, fields }) =>
      ({ ...definition, directives: [], ...(fields.size ? { fields: [...fields.values()] } : {}) }) as DefinitionNode,
  );
  const schema = buildASTSchema({ kind: Kind.DOCUMENT, definitions });
  // The types of introspection are shared by all schemas of the process.
  for (const type of Object.values(schema.getTypeMap())) if (!type.name.startsWith('__')) attach(type as never, plans);
  return schema;
}

type Resolver = (source: object, args: unknown, context: unknown, info: unknown) => unknown;
interface AnyType {
  name: string;
  getFields?(): Record<string, { resolve?: Resolver }>;
  resolveType?: unknown;
}

function attach(type: AnyType, plans: readonly SubgraphPlan[]): void {
  const own = plans.map(({ resolvers }) => (resolvers?.[type.name] ?? {}) as Record<string, Resolver>);
  const resolveType = own.map((one) => one.__resolveType).find(Boolean);
  if (resolveType) type.resolveType = resolveType;
  if (!type.getFields || !('astNode' in type)) return;
  const completions = own.flatMap((one) => (one.__resolveReference ? [one.__resolveReference] : []));
  for (const [name, field] of Object.entries(type.getFields())) {
    const resolve = own.map((one) => one[name]).find(Boolean);
    field.resolve = async (source, args, context, info) => {
      let whole: object | null = source;
      if (completions.length && typeof source === 'object' && source !== null) {
        whole = { ...source };
        for (const complete of completions) whole = { ...whole, ...((await complete(source, context, info, undefined)) as object | null) };
      }
      if (resolve) return resolve(whole as object, args, context, info);
      const value = (whole as Record<string, unknown> | undefined)?.[name];
      return typeof value === 'function'
        ? (value as (args: unknown, context: unknown, info: unknown) => unknown)(args, context, info)
        : value;
    };
  }
}

const isExternal = (field: { directives?: readonly { name: { value: string } }[] }) =>
  Boolean(field.directives?.some((directive) => directive.name.value === 'external'));
