import type { Step } from '../../context';

/** How the words of a row are made now (`event_search_words` of the migrations). */
const INDEX_VERSION = 2;
const MOST_AT_ONCE = 200;

/** Makes the words of some rows anew that were made otherwise, and tells of how many. */
export async function rebuildSomeOfSearch({ tx }: Step): Promise<number> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT event_id AS id FROM event_search WHERE index_version < ${INDEX_VERSION} ORDER BY index_version LIMIT ${MOST_AT_ONCE}
    FOR UPDATE SKIP LOCKED`;
  if (rows.length > 0) await tx.$executeRaw`SELECT event_search_refresh(${rows.map(({ id }) => id)}::uuid[])`;
  return rows.length;
}
