import { type GraphQLObjectType, type GraphQLSchema, isAbstractType, isObjectType, getNamedType } from 'graphql';

const PAGING = new Set(['first', 'after', 'last', 'before']);

/** `possibleTypes` of Apollo Client's cache. */
export function possibleTypes(schema: GraphQLSchema): Record<string, string[]> {
  const abstract = Object.values(schema.getTypeMap()).filter(isAbstractType);
  return Object.fromEntries(abstract.map((type) => [type.name, schema.getPossibleTypes(type).map(({ name }) => name)]));
}

/** What a client's cache must know of one type; clients/sdk/src/cache/type-policies.ts makes Apollo's `typePolicies` of it. */
export interface CachedType {
  /** Its lists that are read page by page, each with the arguments that make it another list. */
  lists?: Record<string, string[]>;
  /** It has no id: its fields are merged where it stands. With 'version' it counts its changes, and an older one changes nothing. */
  merge?: true | 'version';
}

/** Every type with a list or without an id, by name. */
export function cachedTypes(schema: GraphQLSchema): Record<string, CachedType> {
  const plumbing = /(Connection|Edge|Success)$/;
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  const entries = types.flatMap((type): [string, CachedType][] => {
    if (type.name.startsWith('__') || plumbing.test(type.name) || type.getInterfaces().some(({ name }) => name === 'UserError')) return [];
    const lists = listsOf(type);
    const isRoot = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].includes(type);
    const embedded = !isRoot && type.name !== 'PageInfo' && !('id' in type.getFields());
    if (!embedded && Object.keys(lists).length === 0) return [];
    return [
      [
        type.name,
        {
          ...(Object.keys(lists).length > 0 ? { lists } : {}),
          ...(embedded ? { merge: 'version' in type.getFields() ? ('version' as const) : (true as const) } : {}),
        },
      ],
    ];
  });
  return Object.fromEntries(entries);
}

function listsOf(type: GraphQLObjectType): Record<string, string[]> {
  const lists = Object.values(type.getFields()).filter(({ type: of }) => isConnection(getNamedType(of)));
  return Object.fromEntries(
    lists.map(({ name, args }) => [name, args.map((argument) => argument.name).filter((argument) => !PAGING.has(argument))]),
  );
}

/** A Relay connection, whatever its name says. */
const isConnection = (type: unknown): boolean => isObjectType(type) && 'edges' in type.getFields() && 'pageInfo' in type.getFields();
