import { invalidInput } from '../errors';

/** A cursor is opaque to clients: the list's name and the sort key of one row. A cursor of another list is refused by name. */
export type SortKey = readonly (string | number | null)[];

export function encodeCursor(list: string, key: SortKey): string {
  return Buffer.from(JSON.stringify([list, ...key])).toString('base64url');
}

/** Throws a refusal that names the argument when the cursor is broken, foreign or of another shape. */
export function decodeCursor(list: string, cursor: string, argument: 'after' | 'before', length: number): SortKey {
  const refusal = () => foreignCursor(argument);
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw refusal();
  }
  if (!Array.isArray(parts) || parts[0] !== list || parts.length !== length + 1) throw refusal();
  const key = parts.slice(1);
  if (!key.every(isPart)) throw refusal();
  return key as SortKey;
}

/** The one refusal of a cursor: broken, of another list, or with a sort key that no row can have. */
export const foreignCursor = (argument: 'after' | 'before') =>
  invalidInput(argument, 'is not a cursor of this list; pass an endCursor or startCursor that this list returned');

/** No text that we hand out holds a zero byte, and Postgres refuses to look for one. */
const isPart = (part: unknown): boolean =>
  part === null || (typeof part === 'string' && !part.includes('\u0000')) || (typeof part === 'number' && Number.isFinite(part));
