import type { Step } from '../../context';
import { Prisma } from '../../generated/prisma/client';
import { EventStatus } from '../../generated/prisma/enums';
import { statusAfter } from '../event/event-status';
import { callOff } from '../ingestion/import-update.store';
import { isTooMuch } from './source-schedule';
import { nameOfSource } from './source.store';
import type { SourceRow, SyncCheckpoint } from './source.types';

/** Small, so that nobody waits long for an event among them. */
const BATCH = 25;

interface Missing {
  missing: number;
  here: number;
  isUnsure: boolean;
}

/**
 * Calls off some of the events to come that the source tells no more: it was read to its end. None where a record without an id could not be
 * read (it may be any of them), and none where more than half is missing at once, unless the sync before said the same. Returns the checkpoint
 * after it, DONE when none is left.
 */
export async function callOffMissing(step: Step, workId: string, source: SourceRow, at: SyncCheckpoint): Promise<SyncCheckpoint> {
  if (at.calledOff === 0) {
    const { missing, here, isUnsure } = await look(step, workId, source);
    const done = { ...at, stage: 'DONE' as const };
    if (missing === 0) return done;
    if (isUnsure)
      return { ...done, notes: [`${missing} events are not told any more, and some records cannot be read: nothing was called off`] };
    if (isTooMuch(missing, here) && source.missingSince === null) {
      const note = `${missing} of ${here} events to come are not told any more: called off if the next sync says the same`;
      return { ...done, isHeldBack: true, notes: [note] };
    }
  }
  const rows = await step.tx.$queryRaw<{ id: string }[]>`
    SELECT e.id FROM ${missingEvents(step, workId, source)} ORDER BY e.id LIMIT ${BATCH} FOR NO KEY UPDATE OF e`;
  for (const { id } of rows) await callOff(step, id);
  return { ...at, stage: rows.length < BATCH ? 'DONE' : 'CALLING_OFF', calledOff: at.calledOff + rows.length };
}

async function look(step: Step, workId: string, source: SourceRow): Promise<Missing> {
  const [counts] = await step.tx.$queryRaw<Missing[]>`
    SELECT (SELECT count(*)::int FROM ${missingEvents(step, workId, source)}) AS missing,
      (SELECT count(*)::int FROM ${eventsToCome(step, source)}) AS here,
      EXISTS (SELECT 1 FROM import_records r WHERE r.import_id = ${workId}::uuid AND r.outcome = 'SKIPPED' AND r.external_id IS NULL) AS "isUnsure"`;
  return counts!;
}

const CAN_BE_CALLED_OFF = Object.values(EventStatus).filter((status) => statusAfter('cancel', status) !== null);

const eventsToCome = ({ now }: Step, { id, ownerId }: SourceRow): Prisma.Sql =>
  Prisma.sql`events e WHERE e.source = ${nameOfSource(id)} AND e.creator_id = ${ownerId}::uuid AND e.starts_at > ${now}
    AND e.status::text = ANY (${CAN_BE_CALLED_OFF}::text[])`;

/** By its own id or, where a record is known by its page, by the event. */
const missingEvents = (step: Step, workId: string, source: SourceRow): Prisma.Sql =>
  Prisma.sql`${eventsToCome(step, source)}
    AND NOT EXISTS (SELECT 1 FROM import_records r WHERE r.import_id = ${workId}::uuid AND r.external_id = e.external_id)
    AND NOT EXISTS (SELECT 1 FROM import_records r WHERE r.import_id = ${workId}::uuid AND r.event_id = e.id)`;
