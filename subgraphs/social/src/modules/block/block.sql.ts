/** SQL: no block between the person in the column and the viewer in the parameter. True for a visitor. */
export const notBlocked = (column: string, viewer: string) => `NOT EXISTS (
  SELECT 1 FROM blocks b WHERE (b.blocker_id = ${viewer}::uuid AND b.blocked_id = ${column}) OR (b.blocker_id = ${column} AND b.blocked_id = ${viewer}::uuid))`;
