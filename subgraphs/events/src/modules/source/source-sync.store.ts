import type { WorkEnd } from '@marquee/platform';
import type { Step } from '../../context';
import { importChunk } from '../ingestion/import-chunk.store';
import { NO_OUTCOMES, tally } from '../ingestion/import-tally';
import { earlierTellings, forgetLeftRecords, keepOutcomes, keepRecords } from '../ingestion/import-work.store';
import type { ReadRecord } from '../ingestion/read-record';
import { nextSync } from './source-schedule';
import type { SourcePage } from './source-read.kept';
import { sourceFault } from './source.refusals';
import { importSourceOf, lockSourceRow, requireSource } from './source.store';
import type { SourceCounts, SyncCheckpoint } from './source.types';

/** Most records of one sync. */
const MOST_RECORDS = 20_000;

export const AT_FIRST: SyncCheckpoint = {
  ...{ stage: 'READING', page: null, found: 0, next: 0, counts: { ...NO_OUTCOMES }, calledOff: 0, isHeldBack: false, notes: [] },
  validators: { etag: null, lastModified: null, documentHash: null },
};

/** Keeps a page of what was read. */
export async function keepPage(step: Step, workId: string, at: SyncCheckpoint, page: SourcePage): Promise<SyncCheckpoint> {
  const found = at.found + page.found.length;
  if (found > MOST_RECORDS) throw sourceFault(`The source tells of more than ${MOST_RECORDS} events.`);
  await keepRecords(step, workId, at.found, page.found);
  return { ...at, stage: page.next === null ? 'TAKING_IN' : 'READING', page: page.next, found, validators: page.validators };
}

/** Takes in some records by the rules of imports. */
export async function takeIn(
  step: Step,
  workId: string,
  sourceId: string,
  at: SyncCheckpoint,
  records: readonly ReadRecord[],
): Promise<SyncCheckpoint> {
  const source = importSourceOf(await requireSource(step, sourceId), step.now);
  const outcomes = await importChunk(step, records, source, await earlierTellings(step, workId, records));
  await keepOutcomes(step, workId, records, outcomes);
  return { ...at, next: at.next + records.length, counts: tally(outcomes, at.counts) };
}

/** Writes down at the source how its sync ended, and when the next one is. */
export async function endSync({ id, state, failure }: WorkEnd, step: Step): Promise<void> {
  const { tx, now } = step;
  const work = await tx.longWork.findUniqueOrThrow({ where: { id } });
  await forgetLeftRecords(step, id);
  const source = await lockSourceRow(step, (work.input as { sourceId: string }).sourceId);
  // Deleted meanwhile, or read anew.
  if (source?.workId !== id) return;
  const whole = { version: { increment: 1 }, updatedAt: now };
  if (state === 'FAILED') {
    const failures = source.failures + 1;
    const data = { state, lastError: failure, failures, nextSyncAt: nextSync(now, source.frequencyMinutes, failures) };
    await tx.eventSource.update({ where: { id: source.id }, data: { ...data, ...whole } });
    return;
  }
  const at = work.checkpoint as unknown as SyncCheckpoint;
  const counts: SourceCounts = { ...at.counts, CALLED_OFF: at.calledOff };
  const told = {
    ...{ counts, notes: at.notes, ...at.validators, eventsSynced: { increment: at.counts.CREATED } },
    missingSince: at.isHeldBack ? now : null,
  };
  const data = {
    ...{ state, lastError: null, failures: 0, lastSyncAt: now, nextSyncAt: nextSync(now, source.frequencyMinutes, 0) },
    ...(at.stage === 'UNCHANGED' ? {} : told),
  };
  // What is held back is looked at again, though the address says that nothing has changed.
  const again = at.isHeldBack ? { etag: null, lastModified: null, documentHash: null } : {};
  await tx.eventSource.update({ where: { id: source.id }, data: { ...data, ...again, ...whole } });
}
