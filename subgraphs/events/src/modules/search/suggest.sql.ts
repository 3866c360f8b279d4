import { Prisma } from '../../generated/prisma/client';
import { SAMPLED } from './search-conditions.sql';

export interface Phrase {
  phrase: string;
}

/** As many titles, places and tags each are looked at: a reader who types something so common has to type on. */
const MOST = 200;

/**
 * Titles, places and tags of public events to come with a word that begins like `prefix`; those that begin so themselves first, then the
 * shorter. `prefix` is folded (search_fold) and not empty.
 */
export function beginningSql(prefix: string, first: number, now: Date): Prisma.Sql {
  const start = `${prefix.replace(/[\\%_]/g, '\\$&')}%`;
  const begins = (folded: Prisma.Sql) => Prisma.sql`(${folded} LIKE search_fold(${start}) OR ${folded} LIKE search_fold(${`% ${start}`}))`;
  return Prisma.sql`
    SELECT phrase FROM (
      SELECT DISTINCT ON (folded) phrase, folded FROM (
        (SELECT title AS phrase, folded_title AS folded FROM ${titlesBeginning(begins, now)} s)
        UNION ALL (SELECT v.name, search_fold(v.name) FROM venues v WHERE ${begins(Prisma.sql`search_fold(v.name)`)} AND v.hidden_at IS NULL
          AND EXISTS (SELECT 1 FROM event_search s WHERE s.venue_id = v.id AND s.ends_at > ${now}) LIMIT ${MOST})
        UNION ALL (SELECT replace(t.name, '-', ' '), tag_phrase(t.name) FROM tags t WHERE ${begins(Prisma.sql`tag_phrase(t.name)`)}
          AND tag_to_come(t.name, ${now}) LIMIT ${MOST})
      ) found ORDER BY folded, phrase
    ) each
    ORDER BY folded NOT LIKE search_fold(${start}), length(folded), folded LIMIT ${first}`;
}

/**
 * Events to come with a title that begins so, or has a word that does. Where the sample has as many as are looked at, no others are: a list of
 * all that begin with two letters would take longer to read than anybody waits.
 */
export const titlesBeginning = (begins: (folded: Prisma.Sql) => Prisma.Sql, now: Date): Prisma.Sql => {
  const titles = (among: Prisma.Sql) =>
    Prisma.sql`SELECT s.event_id, s.title, s.folded_title, s.starts_at FROM event_search s WHERE ${begins(Prisma.sql`s.folded_title`)} AND s.ends_at > ${now} ${among} LIMIT ${MOST}`;
  return Prisma.sql`(
    WITH sampled AS MATERIALIZED (${titles(Prisma.sql`AND ${SAMPLED}`)}), looked AS MATERIALIZED (SELECT count(*) = ${MOST} AS enough FROM sampled)
    SELECT * FROM sampled WHERE (SELECT enough FROM looked)
    UNION ALL SELECT * FROM (${titles(Prisma.sql`AND NOT (SELECT enough FROM looked)`)}) others)`;
};

/** The same of those with something like `prefix` in them, likest first. */
export const resemblingSql = (prefix: string, first: number, now: Date): Prisma.Sql => Prisma.sql`
  SELECT phrase FROM (SELECT DISTINCT ON (folded) phrase, folded, likeness FROM phrases_like(search_fold(${prefix}), ${now}) ORDER BY folded, phrase) each
  ORDER BY likeness DESC, length(folded), folded LIMIT ${first}`;
