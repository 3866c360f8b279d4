import { Keyset, type Page, type Statement } from '@marquee/platform';
import type { SubjectKind } from '../../generated/prisma/enums';

/** Safety first, then as workflows are ranked (queue-priority.ts). Neither depends on the present time, so a cursor stays right. */
export const safetyFirst = new Keyset('moderationQueue', { urgent: 'integer', queueRank: 'number', id: 'id' }, 'greatest first');

/** What of the queue; null: all. */
export interface QueueSelection {
  kinds: readonly SubjectKind[];
  /** Who looks; what they made themselves is left out. */
  viewerId: string;
  now: Date;
  category: string | null;
  city: string | null;
  language: string | null;
  /** Claimed by this person at this moment. */
  assigneeId: string | null;
  /** True: claimed by nobody at this moment. */
  unclaimed: boolean | null;
  urgent: boolean | null;
  /** In the queue since then, or longer. */
  queuedUntil: Date | null;
}

interface Conditions {
  text: string;
  /** A letter for each condition: the text differs by it, and so must the statement's name. */
  shape: string;
  values: unknown[];
}

/** The conditions that were asked for and no others: one that might be null would keep Postgres from its indexes. */
function conditionsOf(selection: QueueSelection, first: readonly unknown[]): Conditions {
  const values: unknown[] = [...first];
  const parts: string[] = [];
  let shape = '';
  const add = (letter: string, condition: (parameter: string) => string, value: unknown) => {
    if (value === null) return;
    values.push(value);
    parts.push(condition(`$${values.length}`));
    shape += letter;
  };
  const { now, viewerId, category, city, language, assigneeId, unclaimed, urgent, queuedUntil } = selection;
  add('v', (at) => `author_id IS DISTINCT FROM ${at}::uuid`, viewerId);
  add('c', (at) => `category_slug = ${at}`, category);
  add('p', (at) => `city = lower(${at})`, city);
  add('l', (at) => `language = ${at}`, language);
  add('a', (at) => `curator_id = ${at}::uuid`, assigneeId);
  if (assigneeId !== null) add('n', (at) => `claimed_until > ${at}::timestamptz`, now);
  if (unclaimed !== null) add(unclaimed ? 'f' : 'h', (at) => `(claimed_until > ${at}::timestamptz) IS ${unclaimed ? 'NOT ' : ''}TRUE`, now);
  add('u', (at) => `urgent = ${at}::int`, urgent === null ? null : Number(urgent));
  add('o', (at) => `queued_at <= ${at}::timestamptz`, queuedUntil);
  return { text: parts.join(' AND '), shape, values };
}

/** Ids of one page. Each kind is read from its own stretch of an index, whatever the others are, and the page is made of their beginnings. */
export function queueEntries(page: Page, selection: QueueSelection): Statement {
  const given = conditionsOf(selection, [selection.kinds, page.limit + 1]);
  const columns = { urgent: 'urgent', queueRank: 'queue_rank', id: 'id' };
  const { condition, order, values, variant } = safetyFirst.sql(page, columns, given.values.length + 1);
  return {
    name: `moderation_queue_${given.shape}_${variant}`,
    text: `SELECT f.id FROM unnest($1::text[]) AS k(kind) CROSS JOIN LATERAL (
        SELECT id, urgent, queue_rank FROM queue_entries
        WHERE kind = k.kind::"SubjectKind" AND ${given.text} AND ${condition} ORDER BY ${order} LIMIT $2) AS f
      ORDER BY ${order} LIMIT $2`,
    values: [...given.values, ...values],
  };
}

export function queueCount(selection: QueueSelection): Statement {
  const { text, shape, values } = conditionsOf(selection, [selection.kinds]);
  return {
    name: `moderation_queue_count_${shape}`,
    text: `SELECT count(*)::int AS count FROM queue_entries WHERE kind = ANY ($1::text[]::"SubjectKind"[]) AND ${text}`,
    values,
  };
}
