import { invalidInput } from '../errors';
import { decodeCursor, encodeCursor, type SortKey } from './cursor';

export interface PageArguments {
  first?: number | null;
  after?: string | null;
  last?: number | null;
  before?: string | null;
}

/** One page to fetch: `limit + 1` rows after `from` (exclusive), in the list's order, or against it when `backward`. */
export interface Page {
  list: string;
  limit: number;
  from: SortKey | null;
  backward: boolean;
}

export interface PageSizes {
  /** Default 20. */
  defaultSize?: number;
  /** Default 100. */
  maxSize?: number;
}

export interface PageLimits extends PageSizes {
  /** Name of the list, kept in its cursors. */
  list: string;
  /** How many columns the sort key has; the last one is unique. */
  keyLength: number;
}

/** Checks the four Relay arguments: `first` with `after`, or `last` with `before`; 1 to `maxSize` (100), default 20. */
export function parsePage(args: PageArguments, { list, keyLength, defaultSize = 20, maxSize = 100 }: PageLimits): Page {
  if (args.first != null && args.last != null) throw invalidInput('last', 'pass first or last, not both');
  if (args.after != null && args.before != null) throw invalidInput('before', 'pass after or before, not both');
  const backward = args.last != null || (args.first == null && args.before != null);
  if (backward && args.after != null) throw invalidInput('after', 'goes with first; last goes with before');
  if (!backward && args.before != null) throw invalidInput('before', 'goes with last; first goes with after');
  const size = (backward ? args.last : args.first) ?? defaultSize;
  const name = backward ? 'last' : 'first';
  if (size < 0 || size > maxSize) throw invalidInput(name, `must be between 0 and ${maxSize}`);
  const cursor = backward ? args.before : args.after;
  return {
    list,
    limit: size,
    from: cursor == null ? null : decodeCursor(list, cursor, backward ? 'before' : 'after', keyLength),
    backward,
  };
}

export interface Edge<Node> {
  cursor: string;
  node: Node;
}

export interface Connection<Node> {
  edges: Edge<Node>[];
  nodes: Node[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  /** May be a function at run time, which graphql-js calls only when the client selects the field. Missing where the list has no such field. */
  totalCount: number;
}

/**
 * Builds a Relay connection from the rows fetched for a page: up to `limit + 1` of them, in fetch order (reversed when backward).
 * Cursors are stable under inserts, because they hold the row's sort key and no offset.
 */
export function toConnection<Row, Node = Row>(
  rows: readonly Row[],
  page: Page,
  sortKey: (row: Row) => SortKey,
  { node, totalCount }: { node?: (row: Row) => Node; totalCount?: number | (() => Promise<number>) } = {},
): Connection<Node> {
  const more = rows.length > page.limit;
  const kept = rows.slice(0, page.limit);
  if (page.backward) kept.reverse();
  const edges = kept.map((row) => ({ cursor: encodeCursor(page.list, sortKey(row)), node: node ? node(row) : (row as unknown as Node) }));
  return {
    edges,
    nodes: edges.map((edge) => edge.node),
    pageInfo: {
      hasNextPage: page.backward ? page.from !== null : more,
      hasPreviousPage: page.backward ? more : page.from !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    ...((totalCount === undefined ? {} : { totalCount }) as { totalCount: number }),
  };
}
