import type { Step } from '../../context';
import type { EventStatus } from '../../generated/prisma/enums';
import type { ToldRecord } from './import.types';
import { recordHash } from './record-hash';
import { ALIKE, SAME_START_MS } from './same-event';

/** An event that this source has told us of before. */
export interface KnownRecord {
  eventId: string;
  externalId: string;
  externalUrl: string | null;
  title: string;
  startsAt: Date;
  endsAt: Date;
  status: EventStatus;
  creatorId: string;
  /** JSON of what the source last told (`ToldRecord`), and its hash; null for events from before records were kept. */
  told: string | null;
  toldHash: string | null;
}

/**
 * By the source's ids, or by the address of its page. Locked until the transaction ends, so that nobody edits what is being brought up to
 * date.
 */
export async function knownRecords(
  { tx }: Step,
  source: string,
  externalIds: readonly string[],
  urls: readonly string[],
): Promise<KnownRecord[]> {
  return tx.$queryRaw<KnownRecord[]>`
    SELECT e.id AS "eventId", e.external_id AS "externalId", e.external_url AS "externalUrl", e.title, e.starts_at AS "startsAt",
      e.ends_at AS "endsAt", e.status, e.creator_id AS "creatorId", i.told, i.told_hash AS "toldHash"
    FROM events e LEFT JOIN event_imports i ON i.event_id = e.id
    WHERE e.source = ${source} AND (e.external_id = ANY(${[...externalIds]}::text[]) OR e.external_url = ANY(${[...urls]}::text[]))
    ORDER BY e.id FOR NO KEY UPDATE OF e`;
}

/** One import of a source at a time, in all processes, until the transaction ends. */
export async function lockSource({ tx }: Step, source: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('events:import:' || ${source}))`;
}

/**
 * Whoever else is about to make an event that starts about when one of these does waits until the transaction ends: what they compare theirs
 * with holds these then. In one order, so that two who meet wait for each other and not both.
 */
export async function lockStarts({ tx }: Step, starts: readonly Date[]): Promise<void> {
  const halves = (at: Date) =>
    [at.getTime() - SAME_START_MS, at.getTime() + SAME_START_MS].map((ms) => Math.floor(ms / (2 * SAME_START_MS)));
  const keys = [...new Set(starts.flatMap(halves))];
  if (keys.length === 0) return;
  await tx.$executeRaw`
    SELECT pg_advisory_xact_lock(k) FROM (
      SELECT DISTINCT hashtext('events:import-start:' || half) AS k FROM unnest(${keys}::int8[]) AS t (half) ORDER BY k OFFSET 0) AS keys`;
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

/** Keeps what the source has told of these events. */
export async function rememberImports({ tx, now }: Step, imports: readonly { eventId: string; told: ToldRecord }[]): Promise<void> {
  if (imports.length === 0) return;
  const rows = imports.map(({ eventId, told }) => ({ eventId, told: JSON.stringify(told), hash: recordHash(told) }));
  await tx.$executeRaw`
    INSERT INTO event_imports (event_id, told, told_hash, imported_at)
    SELECT r."eventId", r.told, r.hash, ${now} FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r ("eventId" uuid, told text, hash text)
    ON CONFLICT (event_id) DO UPDATE SET told = excluded.told, told_hash = excluded.told_hash, imported_at = excluded.imported_at`;
}
