import { Prisma } from '../../generated/prisma/client';

/** What is asked of the index about some words: each list is names of one thing. */
export interface Probe {
  strong: readonly string[];
  related: readonly string[];
  /** Whether it is counted, or only read as a question. */
  counted: boolean;
  /** Folded, where it may be the name of a venue or of an organiser. */
  name?: string;
}

export interface ProbeRow {
  strong: string;
  related: string;
  /** Events to come with any of them, up to 2,000; 0 where it was not counted. */
  found: number;
  /** Whose name it is; null for nobody's, and where it was not asked. */
  named: 'VENUE' | 'ORGANIZER' | 'PERFORMER' | null;
}

/** How full text reads the words, and how many events to come have them; one row each, in their order. */
export const probeSql = (probes: readonly Probe[], now: Date): Prisma.Sql => Prisma.sql`
  SELECT strong::text AS strong, related::text AS related,
    CASE WHEN counted THEN search_frequency(strong || related, ${now}) ELSE 0 END AS found, search_named(name, ${now}) AS named
  FROM (
    SELECT n, (asked->>'counted')::boolean AS counted, asked->>'name' AS name,
      search_known(ARRAY(SELECT jsonb_array_elements_text(asked->'strong'))) AS strong,
      search_known(ARRAY(SELECT jsonb_array_elements_text(asked->'related'))) AS related
    FROM jsonb_array_elements(${JSON.stringify(probes)}::jsonb) WITH ORDINALITY AS each (asked, n)
  ) read ORDER BY n`;

/** Words of titles, places and tags of events to come that are written something like each of `words`. */
export const resemblingWordsSql = (words: readonly string[], now: Date): Prisma.Sql => Prisma.sql`
  SELECT asked.word, array_agg(alike.folded) AS phrases
  FROM unnest(${[...words]}::text[]) AS asked (word)
  CROSS JOIN LATERAL (
    SELECT p.folded FROM phrases_like(search_fold(asked.word), ${now}) p ORDER BY p.likeness DESC, p.folded LIMIT ${MOST_PHRASES}) alike
  GROUP BY asked.word`;

const MOST_PHRASES = 60;
