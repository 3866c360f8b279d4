import type { Step } from '../../context';
import type { EventStatus } from '../../generated/prisma/enums';
import { ALIKE, SAME_START_MS } from './same-event';

/** An event that this source has told us of before. */
export interface KnownRecord {
  eventId: string;
  externalId: string;
  status: EventStatus;
  creatorId: string;
  /** Of what the source last told; null for events from before hashes were kept. */
  contentHash: string | null;
}

/** By the source's id. Locked until the transaction ends, so that nobody edits what is being brought up to date. */
export async function knownRecords({ tx }: Step, source: string, externalIds: readonly string[]): Promise<Map<string, KnownRecord>> {
  const rows = await tx.$queryRaw<KnownRecord[]>`
    SELECT e.id AS "eventId", e.external_id AS "externalId", e.status, e.creator_id AS "creatorId", i.content_hash AS "contentHash"
    FROM events e LEFT JOIN event_imports i ON i.event_id = e.id
    WHERE e.source = ${source} AND e.external_id = ANY(${[...externalIds]}::text[]) ORDER BY e.id FOR NO KEY UPDATE OF e`;
  return new Map(rows.map((row) => [row.externalId, row]));
}

export interface Lookalike {
  eventId: string;
  title: string;
  startsAt: Date;
  venueName: string | null;
  venueKey: string | null;
  latitude: number | null;
  longitude: number | null;
}

/**
 * Events that start about when one of these does and have a title like its: whether they are the same is decided by `isSameEvent`.
 * Only what everybody may see and what its own organiser made: an import must not tell of other people's drafts. What a curator
 * rejected still counts, or it would come back under another id; what was cancelled may be held again.
 */
export async function lookalikes(
  { tx }: Step,
  tellings: readonly { title: string; startsAt: Date; creatorId: string }[],
): Promise<Lookalike[]> {
  return tx.$queryRaw<Lookalike[]>`
    SELECT DISTINCT e.id AS "eventId", e.title, e.starts_at AS "startsAt", v.name AS "venueName", v.dedupe_key AS "venueKey", v.latitude, v.longitude
    FROM jsonb_to_recordset(${JSON.stringify(tellings)}::jsonb) AS r (title text, "startsAt" timestamptz, "creatorId" uuid)
    JOIN events e ON e.starts_at BETWEEN r."startsAt" - ${SAME_START_MS} * interval '1 millisecond' AND r."startsAt" + ${SAME_START_MS} * interval '1 millisecond'
      AND similarity(search_fold(e.title), search_fold(r.title)) >= ${ALIKE}::float8 - 0.05
      AND e.status <> 'CANCELLED'
      AND (e.creator_id = r."creatorId" OR (e.status IN ('PUBLISHED', 'COMPLETED') AND e.visibility = 'PUBLIC'))
    LEFT JOIN venues v ON v.id = e.venue_id
    ORDER BY e.id`;
}

export async function rememberImports({ tx, now }: Step, imports: readonly { eventId: string; contentHash: string }[]): Promise<void> {
  if (imports.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO event_imports (event_id, content_hash, imported_at)
    SELECT r."eventId", r."contentHash", ${now} FROM jsonb_to_recordset(${JSON.stringify(imports)}::jsonb) AS r ("eventId" uuid, "contentHash" text)
    ON CONFLICT (event_id) DO UPDATE SET content_hash = excluded.content_hash, imported_at = excluded.imported_at`;
}
