import type { Statement } from '@marquee/platform';

/** SQL: no block between the person in the column and the one in the parameter. True for a visitor. */
export const notBlocked = (column: string, viewer: string) => `NOT EXISTS (
  SELECT 1 FROM connection_copies b WHERE b.blocked
    AND b.low_id = least(${column}, ${viewer}::uuid) AND b.high_id = greatest(${column}, ${viewer}::uuid))`;

/** Those of these people who are in a block with the viewer. */
export const blockedWith = (viewerId: string, ids: readonly string[]): Statement => ({
  name: 'people_in_a_block_with',
  text: `SELECT o.id FROM unnest($2::uuid[]) AS o(id) WHERE NOT (${notBlocked('o.id', '$1')})`,
  values: [viewerId, [...ids]],
});
