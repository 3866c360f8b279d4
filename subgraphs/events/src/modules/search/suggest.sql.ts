import { Prisma } from '../../generated/prisma/client';

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
        (SELECT s.title AS phrase, s.folded_title AS folded FROM event_search s
          WHERE ${begins(Prisma.sql`s.folded_title`)} AND s.ends_at > ${now} LIMIT ${MOST})
        UNION ALL (SELECT v.name, search_fold(v.name) FROM venues v WHERE ${begins(Prisma.sql`search_fold(v.name)`)} AND v.hidden_at IS NULL
          AND EXISTS (SELECT 1 FROM event_search s WHERE s.venue_id = v.id AND s.ends_at > ${now}) LIMIT ${MOST})
        UNION ALL (SELECT replace(t.name, '-', ' '), tag_phrase(t.name) FROM tags t WHERE ${begins(Prisma.sql`tag_phrase(t.name)`)}
          AND EXISTS (SELECT 1 FROM event_search s WHERE s.tags @> ARRAY[t.name] AND s.ends_at > ${now}) LIMIT ${MOST})
      ) found ORDER BY folded, phrase
    ) each
    ORDER BY folded NOT LIKE search_fold(${start}), length(folded), folded LIMIT ${first}`;
}

/** The same of those with something like `prefix` in them, likest first. */
export const resemblingSql = (prefix: string, first: number, now: Date): Prisma.Sql => Prisma.sql`
  SELECT phrase FROM (SELECT DISTINCT ON (folded) phrase, folded, likeness FROM phrases_like(search_fold(${prefix}), ${now}) ORDER BY folded, phrase) each
  ORDER BY likeness DESC, length(folded), folded LIMIT ${first}`;
