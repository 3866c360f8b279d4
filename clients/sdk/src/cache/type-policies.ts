import type { FieldMergeFunction, FieldPolicy, TypePolicies } from '@apollo/client/cache';
import cachedTypes from '../../../../schema/cached-types.json';

/**
 * `typePolicies` for Apollo Client's InMemoryCache, beside `possibleTypes`: pages of a list become one list, lists with other arguments
 * stay apart, values without an id are merged where they stand, and of values that count their changes an older one never takes the place
 * of a newer one, however late it arrives.
 *
 * @example new InMemoryCache({ possibleTypes, typePolicies })
 */
export const typePolicies: TypePolicies = /* @__PURE__ */ allPolicies();

function allPolicies(): TypePolicies {
  return {
    ...ofSchema(),
    Message: {
      fields: {
        // A stream that many share cannot say what is the viewer's own; a message that just came has no sign of theirs.
        viewerReactions: { read: (known: readonly string[] | undefined) => known ?? [] },
      },
    },
  };
}

function ofSchema(): TypePolicies {
  return Object.fromEntries(
    Object.entries(cachedTypes as Record<string, { lists?: Record<string, string[]>; merge?: true | 'version' }>).map(
      ([type, { lists = {}, merge }]) => [
        type,
        {
          ...(merge ? { merge: merge === 'version' ? newer : true } : {}),
          fields: Object.fromEntries(Object.entries(lists).map(([field, keyArgs]) => [field, pages(keyArgs)])),
        },
      ],
    ),
  );
}

/** What only one of the two has is kept of both: another screen may show it. */
function newer(...[existing, incoming, { mergeObjects, readField }]: Parameters<FieldMergeFunction>): unknown {
  const [before, now] = [existing, incoming].map((value) => (value ? readField<number>('version', value) : undefined));
  return before !== undefined && now !== undefined && now < before ? mergeObjects(incoming, existing) : mergeObjects(existing, incoming);
}

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
