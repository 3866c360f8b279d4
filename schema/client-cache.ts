import type { FieldPolicy, TypePolicies } from '@apollo/client';
import cachedTypes from './cached-types.json';

/**
 * `typePolicies` for Apollo Client's InMemoryCache, beside `possible-types.json`: pages of a list become one list, lists with other
 * arguments stay apart, and values without an id are merged where they stand.
 *
 * @example new InMemoryCache({ possibleTypes, typePolicies })
 */
export const typePolicies: TypePolicies = Object.fromEntries(
  Object.entries(cachedTypes as Record<string, { lists?: Record<string, string[]>; merge?: boolean }>).map(
    ([type, { lists = {}, merge }]) => [
      type,
      {
        ...(merge ? { merge: true } : {}),
        fields: Object.fromEntries(Object.entries(lists).map(([field, keyArgs]) => [field, pages(keyArgs)])),
      },
    ],
  ),
);

/** A connection as the cache holds it: nodes and edges may be selected or not. */
interface Cached {
  nodes?: readonly unknown[];
  edges?: readonly unknown[];
  pageInfo?: { startCursor?: string | null; endCursor?: string | null; hasNextPage?: boolean; hasPreviousPage?: boolean };
}

/** Apollo's `relayStylePagination` knows edges alone; this one knows `nodes` too, which most of our operations select. */
function pages(keyArgs: string[]): FieldPolicy<Cached> {
  return {
    keyArgs: keyArgs.length > 0 ? keyArgs : false,
    merge(existing, incoming, { args, readField }) {
      const [after, before] = [args?.after, args?.before] as (string | null | undefined)[];
      // Without a cursor it is the list's beginning, read again.
      if (!existing || (!after && !before)) return incoming;
      const idOf = (item: unknown): unknown => readField('cursor', item as never) ?? readField('id', item as never) ?? item;
      const join = (name: 'nodes' | 'edges') => {
        const [known, more] = [existing[name], incoming[name]];
        if (!known || !more) return more ?? known;
        const ids = new Set(more.map(idOf));
        const others = known.filter((item) => !ids.has(idOf(item)));
        return after ? [...others, ...more] : [...more, ...others];
      };
      const [first, last] = after ? [existing, incoming] : [incoming, existing];
      return {
        ...existing,
        ...incoming,
        ...(incoming.nodes || existing.nodes ? { nodes: join('nodes') } : {}),
        ...(incoming.edges || existing.edges ? { edges: join('edges') } : {}),
        pageInfo: {
          ...existing.pageInfo,
          ...incoming.pageInfo,
          ...pick(first.pageInfo, 'startCursor', 'hasPreviousPage'),
          ...pick(last.pageInfo, 'endCursor', 'hasNextPage'),
        },
      };
    },
  };
}

type PageInfo = NonNullable<Cached['pageInfo']>;

const pick = (info: PageInfo | undefined, ...names: (keyof PageInfo)[]): PageInfo =>
  Object.fromEntries(names.flatMap((name) => (info && name in info ? [[name, info[name]]] : [])));
