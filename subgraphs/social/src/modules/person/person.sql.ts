import type { Keyset, Page, Statement } from '@marquee/platform';

/** SQL: no block between the person in the column and the viewer in the parameter. True for a visitor. */
export const notBlocked = (column: string, viewer: string) => `NOT EXISTS (
  SELECT 1 FROM blocks b WHERE (b.blocker_id = ${viewer}::uuid AND b.blocked_id = ${column}) OR (b.blocker_id = ${column} AND b.blocked_id = ${viewer}::uuid))`;

/** A list that each of many owners has, as a viewer sees it. */
export interface ListOfEach<Column extends string> {
  /** Names its statements. */
  name: string;
  keyset: Keyset<Column>;
  columns: Readonly<Record<Column, string>>;
  select: string;
  /** FROM … WHERE …: the whole list of the owner `o.id`; $2 is the viewer, null for a visitor. */
  from: string;
}

/** The same page of the list of each of these owners, in one statement. */
export function pageOfEach<Column extends string>(
  { name, keyset, columns, select, from }: ListOfEach<Column>,
  ownerIds: readonly string[],
  viewerId: string | null,
  page: Page,
): Statement {
  const { condition, order, values, variant } = keyset.sql(page, columns, 4);
  return {
    name: `social.${name}-${variant}`,
    text: `SELECT p.* FROM unnest($1::uuid[]) AS o(id) CROSS JOIN LATERAL (
             SELECT ${select} ${from} AND ${condition} ORDER BY ${order} LIMIT $3) p`,
    values: [ownerIds, viewerId, page.limit + 1, ...values],
  };
}

/** How long the list of each of these owners is: rows of `CountOfOwner`. */
export const countOfEach = ({ name, from }: ListOfEach<string>, ownerIds: readonly string[], viewerId: string | null): Statement => ({
  name: `social.${name}-count`,
  text: `SELECT o.id, c.count FROM unnest($1::uuid[]) AS o(id) CROSS JOIN LATERAL (SELECT count(*)::int AS count ${from}) c`,
  values: [ownerIds, viewerId],
});

export interface CountOfOwner {
  id: string;
  count: number;
}
