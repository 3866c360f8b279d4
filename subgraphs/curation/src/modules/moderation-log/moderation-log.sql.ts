import { Keyset, type Page } from '@marquee/platform';
import { Prisma, type ModerationAct } from '../../generated/prisma/client';
import type { ModerationVerb, RejectionReason, SubjectKind } from '../../generated/prisma/enums';

export const newestActsFirst = new Keyset('moderationLog', { at: 'time', id: 'id' }, 'greatest first');

/** Which acts; null: whatever it is. */
export interface ActSelection {
  kinds: readonly SubjectKind[];
  verbs: readonly ModerationVerb[] | null;
  /** Who looks: what they have a part in themselves is left out. */
  viewerId: string;
  /** Not what the machine did. */
  byPeople: boolean;
  actorId: string | null;
  subjectId: string | null;
  category: string | null;
  reason: RejectionReason | null;
  cannedReasonId: string | null;
  from: Date | null;
  until: Date | null;
}

const { sql, join, raw, empty } = Prisma;

/** A row without the words that it is found by. */
export const ACT_COLUMNS = raw(`a.id, a.at, a.verb, a.by, a.actor_id AS "actorId", a.to_id AS "toId", a.kind, a.subject_id AS "subjectId",
  a.entry_id AS "entryId", a.version, a.event_id AS "eventId", a.author_id AS "authorId", a.organization_id AS "organizationId",
  a.category_slug AS "categorySlug", a.title, a.note, a.note_texts AS "noteTexts", a.reason, a.canned_reason_id AS "cannedReasonId", a.until,
  a.restrict_days AS "restrictDays", a.batch_id AS "batchId"`);

const worksAt = (organizationId: string, viewerId: string) => sql`EXISTS (
  SELECT FROM organization_members m WHERE m.organization_id = ${raw(organizationId)} AND m.user_id = ${viewerId}::uuid AND m.role IS NOT NULL)`;

/** Not what the viewer wrote, works at, runs or looks after: nobody reads who judged them, or how. */
const ofOthers = (viewerId: string) => sql`a.author_id IS DISTINCT FROM ${viewerId}::uuid
  AND (a.organization_id IS NULL OR NOT ${worksAt('a.organization_id', viewerId)})
  AND (a.event_id IS NULL OR NOT EXISTS (
    SELECT FROM event_copies e WHERE e.event_id = a.event_id AND (e.creator_id = ${viewerId}::uuid
      OR e.team @> jsonb_build_array(jsonb_build_object('userId', ${viewerId}::text)) OR ${worksAt('e.organization_id', viewerId)})))
  AND (a.kind <> 'COLLECTION' OR NOT EXISTS (
    SELECT FROM collections c WHERE c.id = a.subject_id AND (c.owner_id = ${viewerId}::uuid
      OR EXISTS (SELECT FROM collection_curators o WHERE o.collection_id = c.id AND o.user_id = ${viewerId}::uuid))))`;

/** The conditions that were asked for and no others, beside kinds and verbs. */
export function actConditions(selection: ActSelection): Prisma.Sql {
  const { viewerId, byPeople, actorId, subjectId, category, reason, cannedReasonId, from, until } = selection;
  const parts = [
    byPeople && sql`a.by <> 'MACHINE'`,
    actorId !== null && sql`a.actor_id = ${actorId}::uuid`,
    subjectId !== null && sql`a.subject_id = ${subjectId}::uuid`,
    category !== null && sql`a.category_slug = ${category}`,
    reason !== null && sql`a.reason = ${reason}::"RejectionReason"`,
    cannedReasonId !== null && sql`a.canned_reason_id = ${cannedReasonId}::uuid`,
    from !== null && sql`a.at >= ${from}::timestamptz`,
    until !== null && sql`a.at < ${until}::timestamptz`,
    ofOthers(viewerId),
  ];
  return join(
    parts.filter((part) => part !== false),
    ' AND ',
  );
}

/**
 * One page. Each kind, and each verb of it where some are asked for, is read from its own stretch of an index, however rare it is. Not a prepared
 * statement, as the queue.
 */
export function moderationActs(page: Page, selection: ActSelection): Prisma.Sql {
  const { condition, order } = newestActsFirst.tagged(page, { at: raw('at'), id: raw('id') });
  const { kinds, verbs } = selection;
  const limit = page.limit + 1;
  const [eachVerb, isVerb] = verbs
    ? [sql`CROSS JOIN unnest(${[...verbs]}::text[]) AS v(verb)`, sql`AND a.verb = v.verb::"ModerationVerb"`]
    : [empty, empty];
  return sql`
    SELECT f.* FROM unnest(${[...kinds]}::text[]) AS k(kind) ${eachVerb} CROSS JOIN LATERAL (
      SELECT ${ACT_COLUMNS} FROM moderation_acts a
      WHERE a.kind = k.kind::"SubjectKind" ${isVerb} AND ${actConditions(selection)} AND ${condition} ORDER BY ${order} LIMIT ${limit}) AS f
    ORDER BY ${order} LIMIT ${limit}`;
}

export type ActRow = ModerationAct;
