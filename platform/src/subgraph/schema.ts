import { buildSubgraphSchema } from '@apollo/subgraph';
import { printSubgraphSchema } from '@apollo/subgraph';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { applyRules, type Permissions } from '../rules';
import { idsInLowerCase } from './ids';
import { scalars } from '../scalars';

/** Resolvers as codegen types them; here only their outline matters. */
export type ResolverMap = Record<string, unknown>;

const REFUSAL_INTERFACE = { UserError: { __resolveType: (value: { __typename?: string }) => value.__typename } };

/** Builds a subgraph's executable schema: shared scalars, resolvers, and the permission table over all of it. */
export function buildSchema({
  typeDefs,
  resolvers,
  permissions,
}: {
  typeDefs: DocumentNode;
  resolvers: ResolverMap;
  permissions: Permissions;
}): GraphQLSchema {
  const present = new Set(
    typeDefs.definitions.flatMap((definition) => ('name' in definition && definition.name ? [definition.name.value] : [])),
  );
  const shared = Object.fromEntries(Object.entries({ ...scalars, ...REFUSAL_INTERFACE }).filter(([name]) => present.has(name)));
  const schema = buildSubgraphSchema({ typeDefs, resolvers: { ...shared, ...resolvers } as never });
  return applyRules(idsInLowerCase(schema), permissions);
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
