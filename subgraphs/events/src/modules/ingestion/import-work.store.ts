import { conflict, invalidInput, isId, Refusal } from '@marquee/platform';
import type { Step } from '../../context';
import type { Database } from '../../db';
import { pageOf, type Found, type ReadRecord } from './read-record';
import type { FoundRecord } from './found-record.types';
import { cleanLine } from './text';
import { IMPORT_EVENTS } from './import-work.sql';
import type { Earlier } from './import-chunk.store';
import type { ImportWorkInput } from './import-work.types';
import type { Importer, RecordOutcome } from './import.types';
import { isTrusted } from './import-source.store';

/** Most records of one request, of one import, and of one whose importer is not trusted; and most bytes of an import. */
export const MOST_IN_A_PART = 5_000;
const MOST_RECORDS = 100_000;
const MOST_UNTRUSTED = 5_000;
const MOST_BYTES = 200_000_000;
const MOST_BYTES_UNTRUSTED = 20_000_000;
/** Imports of one account that have not ended. */
const MOST_OPEN = 5;
/** Records of the imports that one account begins in an hour, taken in or not: each is kept for a month. */
const MOST_IN_AN_HOUR = 25_000;
const HOUR_MS = 3_600_000;
/** Rows of one statement. */
const AT_ONCE = 500;

/**
 * Refuses more imports than one account may have under way, or begin in an hour; importers who are trusted begin as many as they like.
 * Held until the transaction ends, so that requests side by side count each other.
 */
export async function requireFewImports({ tx, now }: Step, importer: Importer): Promise<void> {
  const of = { owner: importer.id, kind: IMPORT_EVENTS };
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('events:open-imports:' || ${importer.id}))`;
  const open = await tx.longWork.count({ where: { ...of, state: { in: ['COLLECTING', 'QUEUED', 'RUNNING'] } } });
  if (open >= MOST_OPEN) throw tooMany(`This account has ${MOST_OPEN} imports under way; wait until one has ended, or cancel one.`, null);
  if (isTrusted(importer)) return;
  const lately = { ...of, createdAt: { gt: new Date(now.getTime() - HOUR_MS) } };
  const { _sum, _min } = await tx.longWork.aggregate({ where: lately, _sum: { total: true }, _min: { createdAt: true } });
  if ((_sum.total ?? 0) < MOST_IN_AN_HOUR) return;
  const message = `This account has begun imports of ${MOST_IN_AN_HOUR} events within an hour; the next can begin later.`;
  throw tooMany(message, new Date(_min.createdAt!.getTime() + HOUR_MS));
}

const tooMany = (message: string, retryAt: Date | null) =>
  new Refusal('TooManyRequests', 'RATE_LIMITED', message, { retryAt }, { retryable: true, nextStep: 'WAIT' });

export interface AskedImport {
  owner: string;
  input: ImportWorkInput;
}

/** Whose import it is, and what it was asked for with; null where there is none. */
export async function askedImport({ tx }: Step, importId: string): Promise<AskedImport | null> {
  if (!isId(importId)) return null;
  // Held: two parts that come at once count each other's bytes.
  const [work] = await tx.$queryRaw<AskedImport[]>`
    SELECT owner, input FROM long_work WHERE id = ${importId}::uuid AND kind = ${IMPORT_EVENTS} FOR NO KEY UPDATE`;
  return work ?? null;
}

export const bytesOf = (found: readonly FoundRecord[]): number =>
  found.reduce((bytes, { record }) => bytes + Buffer.byteLength(JSON.stringify(record)), 0);

/** Refuses what an import cannot hold. */
export function requireFits(records: number, bytes: number, importer: Importer, path: string): void {
  const [most, mostBytes] = isTrusted(importer) ? [MOST_RECORDS, MOST_BYTES] : [MOST_UNTRUSTED, MOST_BYTES_UNTRUSTED];
  if (records > most) throw invalidInput(path, `The import would hold ${records} events; at most ${most} fit into one.`);
  if (bytes > mostBytes) throw invalidInput(path, `the import would hold more than ${mostBytes / 1_000_000} MB`);
}

/** Keeps records as they were sent; `from` is the index of the first. */
export async function keepRecords({ tx }: Step, importId: string, from: number, found: readonly FoundRecord[]): Promise<void> {
  const rows = found.map(({ record, line, dropped, notes }, at) => ({
    ...{ index: from + at, record: JSON.stringify(record), page: pageOf(record) },
    ...{ line, dropped: dropped.map(cleanLine), notes: notes.map(cleanLine) },
  }));
  for (let at = 0; at < rows.length; at += AT_ONCE)
    await tx.$executeRaw`
      INSERT INTO import_records (import_id, index, record, page, line, dropped, notes)
      SELECT ${importId}::uuid, r.index, r.record, r.page, r.line, r.dropped, r.notes
      FROM jsonb_to_recordset(${JSON.stringify(rows.slice(at, at + AT_ONCE))}::jsonb)
        AS r (index int, record text, page text, line int, dropped text[], notes text[])`;
}

export interface SentRecord extends Found {
  index: number;
  record: string;
  hasOwnPage: boolean;
}

/** The next records of an import, in their order. */
export const nextRecords = ({ prisma }: Database, importId: string, from: number, most: number): Promise<SentRecord[]> =>
  prisma.$queryRaw<SentRecord[]>`
    SELECT r.index, r.record, r.line, coalesce(r.dropped, '{}') AS dropped, coalesce(r.notes, '{}') AS notes, r.page IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM import_records o WHERE o.import_id = r.import_id AND o.page = r.page AND o.index <> r.index) AS "hasOwnPage"
    FROM import_records r WHERE r.import_id = ${importId}::uuid AND r.index >= ${from} AND r.record IS NOT NULL
    ORDER BY r.index LIMIT ${most}`;

/** What the records before said of these, by their own ids: the first of each that has an event. */
export async function earlierTellings({ tx }: Step, importId: string, records: readonly ReadRecord[]): Promise<Map<string, Earlier>> {
  const ids = records.flatMap(({ reading }) => ('event' in reading ? [reading.event.externalId] : []));
  const rows = await tx.$queryRaw<(Earlier & { externalId: string })[]>`
    SELECT DISTINCT ON (external_id) external_id AS "externalId", index, event_id AS "eventId" FROM import_records
    WHERE import_id = ${importId}::uuid AND external_id = ANY (${ids}::text[]) AND event_id IS NOT NULL
    ORDER BY external_id, index`;
  return new Map(rows.map(({ externalId, ...earlier }) => [externalId, earlier]));
}

/** Writes what became of records, in the transaction in which it did; what was sent is not needed any more. */
export async function keepOutcomes(
  { tx }: Step,
  importId: string,
  records: readonly ReadRecord[],
  outcomes: readonly RecordOutcome[],
): Promise<void> {
  const rows = outcomes.map((outcome, at) => {
    const { reading } = records[at]!;
    // Also of what could not be read: what is told, however badly, has not vanished.
    return { ...outcome, externalId: 'event' in reading ? reading.event.externalId : records[at]!.ownId || null };
  });
  await tx.$executeRaw`
    UPDATE import_records r SET record = NULL, external_id = o."externalId", name = o.name, outcome = o.outcome, event_id = o."eventId",
      reason = o.reason, notes = o.notes, dropped = o.dropped
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS o (index int, "externalId" text, name text, outcome text, "eventId" uuid, reason text, notes text[], dropped text[])
    WHERE r.import_id = ${importId}::uuid AND r.index = o.index`;
}

/** Forgets what nothing will become of. Leaves alone what a chunk has that is about to learn that it is too late: it waits for nobody. */
export async function forgetLeftRecords({ tx }: Step, importId: string): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM import_records WHERE import_id = ${importId}::uuid AND index = ANY (ARRAY(
      SELECT index FROM import_records WHERE import_id = ${importId}::uuid AND outcome IS NULL FOR UPDATE SKIP LOCKED))`;
}

export const noMoreParts = () => conflict('This import takes no more parts: it is complete, or has ended.');
