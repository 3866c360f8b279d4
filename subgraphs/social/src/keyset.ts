import { invalidInput, isId } from '@marquee/platform';

/**
 * SQL for pages by keyset over (time, id), whose cursor is two parameters or null for the first page. Written as one range and not as
 * "no cursor or after it", so that an index finds the page's beginning also under a generic plan, however far down the list it is.
 */
export const olderThan = (time: string, id: string, [atParameter, idParameter]: readonly [string, string]) =>
  `(${time}, ${id}) < (coalesce(${atParameter}::timestamptz, 'infinity'), coalesce(${idParameter}::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))`;

/** The same for lists that begin with the oldest. */
export const newerThan = (time: string, id: string, [atParameter, idParameter]: readonly [string, string]) =>
  `(${time}, ${id}) > (coalesce(${atParameter}::timestamptz, '-infinity'), coalesce(${idParameter}::uuid, '00000000-0000-0000-0000-000000000000'))`;

/** The sort key [time, id] of a cursor, checked, because a client can write what it likes into one. */
export function afterCursor([at, id]: readonly (string | number | null)[]): { at: Date; id: string } {
  const time = new Date(String(at));
  // Years that JavaScript knows and Postgres does not would be an error of the database.
  const sound = time.getFullYear() > 0 && time.getFullYear() < 10_000;
  if (!sound || !isId(String(id))) throw invalidInput('after', 'after is not a cursor of this list.');
  return { at: time, id: String(id) };
}
