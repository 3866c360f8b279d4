import { Keyset, type Page } from '@marquee/platform';
import { Prisma } from '../../generated/prisma/client';
import type { ModerationVerb } from '../../generated/prisma/enums';
import {
  ACT_COLUMNS,
  actConditions,
  moderationActs,
  newestActsFirst,
  type ActRow,
  type ActSelection,
} from '../moderation-log/moderation-log.sql';
import { MARKS } from './match-spans';

export const bestFirst = new Keyset('decisionsByRelevance', { rank: 'number', id: 'id' }, 'greatest first');

/** What decides. */
export const DECIDING = [
  'APPROVED',
  'CHANGES_REQUESTED',
  'REJECTED',
  'DISMISSED',
  'REMOVED',
  'RESTORED',
  'APPEAL_UPHELD',
] as const satisfies readonly ModerationVerb[];

/** A decision that was found. */
export interface FoundRow extends ActRow {
  /** 0 without a text. */
  rank: number;
  /** Title and note with marks around what was found; not there without a text. */
  markedTitle: string | null;
  markedNote: string | null;
}

const { sql, raw } = Prisma;

/** As people write it: words, "phrases", or, -not. */
const asked = (text: string) => sql`websearch_to_tsquery('english'::regconfig, ${text})`;

const MARKED = `HighlightAll=true, StartSel="${MARKS.start}", StopSel="${MARKS.end}"`;
const marked = (column: string, text: string) => sql`ts_headline('english'::regconfig, ${raw(column)}, ${asked(text)}, ${MARKED})`;

/** Decisions whose words fit, by the index of words; what was found is marked in the page alone. */
export function decisionsFound(page: Page, selection: ActSelection, text: string, order: 'NEWEST' | 'RELEVANCE'): Prisma.Sql {
  const rank = sql`ts_rank(a.words, ${asked(text)})::float8`;
  const { condition, order: by } =
    order === 'RELEVANCE'
      ? bestFirst.tagged(page, { rank, id: raw('a.id') })
      : newestActsFirst.tagged(page, { at: raw('a.at'), id: raw('a.id') });
  return sql`
    SELECT a.*, ${marked('title', text)} AS "markedTitle", ${marked('note', text)} AS "markedNote" FROM (
      SELECT ${ACT_COLUMNS}, ${rank} AS rank FROM moderation_acts a
      WHERE a.words @@ ${asked(text)} AND a.kind = ANY (${[...selection.kinds]}::text[]::"SubjectKind"[])
        AND a.verb = ANY (${[...(selection.verbs ?? DECIDING)]}::text[]::"ModerationVerb"[])
        AND ${actConditions(selection)} AND ${condition}
      ORDER BY ${by} LIMIT ${page.limit + 1}) AS a`;
}

/** The newest decisions, whatever they say. */
export const decisionsAtAll = (page: Page, selection: ActSelection): Prisma.Sql =>
  moderationActs(page, { ...selection, verbs: selection.verbs ?? DECIDING });
