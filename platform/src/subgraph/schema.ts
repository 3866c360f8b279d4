import { buildSubgraphSchema } from '@apollo/subgraph';
import { printSubgraphSchema } from '@apollo/subgraph';
import { Kind, type DocumentNode, type GraphQLSchema } from 'graphql';
import { applyRules, type Permissions } from '../rules';
import { idsInLowerCase } from './ids';
import { scalars } from '../scalars';
import { FieldScopes, knowsScopes, missingScopes, withScopesOfFields } from '../scopes';

/** Resolvers as codegen types them; here only their outline matters. */
export type ResolverMap = Record<string, unknown>;

const REFUSAL_INTERFACE = { UserError: { __resolveType: (value: { __typename?: string }) => value.__typename } };

/** Builds a subgraph's executable schema: shared scalars, resolvers, and the permission table over all of it. */
export function buildSchema({
  typeDefs: written,
  resolvers,
  permissions,
}: {
  typeDefs: DocumentNode;
  resolvers: ResolverMap;
  permissions: Permissions;
}): GraphQLSchema {
  const typeDefs = withScopesOfFields(written);
  const silent = missingScopes(typeDefs);
  if (silent.length)
    throw new Error(
      `These fields say neither @scope(needs: …) nor @appsOnly, of keys of programs (docs/decisions/keys.md):\n  ${silent.join('\n  ')}`,
    );
  const present = new Set(
    typeDefs.definitions.flatMap((definition) => ('name' in definition && definition.name ? [definition.name.value] : [])),
  );
  const shared = Object.fromEntries(Object.entries({ ...scalars, ...REFUSAL_INTERFACE }).filter(([name]) => present.has(name)));
  checkResolvers(typeDefs, resolvers);
  const schema = buildSubgraphSchema({ typeDefs, resolvers: { ...shared, ...resolvers } as never });
  if (knowsScopes(typeDefs)) scopes.set(schema, new FieldScopes(typeDefs));
  return applyRules(idsInLowerCase(schema), permissions);
}

const scopes = new WeakMap<GraphQLSchema, FieldScopes>();

/** What keys of programs need for the fields of a subgraph; undefined where its SDL does not speak of them. */
export const scopesOf = (schema: GraphQLSchema): FieldScopes | undefined => scopes.get(schema);

/** A resolver that stands for no field, or a root field without one, is a misspelt name: the subgraph does not start and says which. */
function checkResolvers(typeDefs: DocumentNode, resolvers: ResolverMap): void {
  const fields = new Map<string, Set<string>>();
  for (const definition of typeDefs.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.OBJECT_TYPE_EXTENSION) continue;
    const known = fields.get(definition.name.value) ?? new Set();
    fields.set(definition.name.value, known);
    for (const { name } of definition.fields ?? []) known.add(name.value);
  }
  const faults: string[] = [];
  for (const [type, byField] of Object.entries(resolvers)) {
    const known = fields.get(type);
    if (!known) continue;
    for (const field of Object.keys(byField as object))
      if (!field.startsWith('__') && !known.has(field)) faults.push(`${type}.${field} has a resolver but does not stand in the schema`);
  }
  for (const root of ['Query', 'Mutation', 'Subscription'])
    for (const field of fields.get(root) ?? [])
      if (!(resolvers[root] as Record<string, unknown> | undefined)?.[field]) faults.push(`${root}.${field} has no resolver`);
  if (faults.length) throw new Error(`The resolvers do not fit the schema:\n  ${faults.join('\n  ')}`);
}

/** The resolvers of several modules as one map: types that several modules extend keep the fields of all. A field resolved twice is a mistake. */
export function mergeResolvers(...modules: readonly ResolverMap[]): ResolverMap {
  const merged: Record<string, Record<string, unknown>> = {};
  for (const module of modules) {
    for (const [type, fields] of Object.entries(module)) {
      const known = (merged[type] ??= {});
      for (const [field, resolver] of Object.entries(fields as Record<string, unknown>)) {
        if (field in known) throw new Error(`${type}.${field} is resolved by two modules.`);
        known[field] = resolver;
      }
    }
  }
  return merged;
}

/** The SDL that composition reads. */
export const subgraphSdl = (schema: GraphQLSchema): string => printSubgraphSchema(schema);
