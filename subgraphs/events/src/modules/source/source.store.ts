import { cancelWork, notAllowed, startWork } from '@marquee/platform';
import { organizationRolesWith, type OrganizationRole } from '@marquee/schema/rules/event-rights';
import type { Step } from '../../context';
import type { Database } from '../../db';
import { lockOrganizationRole } from '../event/event-rights.store';
import type { Importer, ImportSource } from '../ingestion/import.types';
import { isTrusted } from '../ingestion/import-source.store';
import { forgetLeftRecords } from '../ingestion/import-work.store';
import { requireWithinHour } from '../person/hourly-limit.store';
import { isActive } from '../person/person.store';
import { sourceFault } from './source.refusals';
import { SYNC_SOURCE } from './source.sql';
import type { SourceRow, SyncInput } from './source.types';

const TRUSTED_MS = 30 * 86_400_000;

/** What a source's events are named by, here and nowhere else. */
export const nameOfSource = (id: string): string => `source:${id}`;

/** Until when its owner's word holds: events keeps no copy of permissions, and they may be taken away. */
export const trustedUntil = (now: Date, owner: Importer): Date | null => (isTrusted(owner) ? new Date(now.getTime() + TRUSTED_MS) : null);

export const sourceById = async ({ prisma }: Database, id: string): Promise<SourceRow | null> =>
  (await prisma.eventSource.findUnique({ where: { id } })) as unknown as SourceRow | null;

/** Held until the transaction ends; null when it is gone. */
export async function lockSourceRow({ tx }: Step, id: string): Promise<SourceRow | null> {
  const [held] = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM event_sources WHERE id = ${id}::uuid FOR UPDATE`;
  return held ? ((await tx.eventSource.findUnique({ where: { id } })) as unknown as SourceRow) : null;
}

/**
 * Refuses what its owner could not bring by hand: who is suspended, or runs the organisation no more, brings nothing more. Held until the
 * transaction ends. Returns the source as it is now.
 */
export async function requireSource(step: Step, id: string): Promise<SourceRow> {
  await step.tx.$queryRaw`SELECT id FROM event_sources WHERE id = ${id}::uuid FOR SHARE`;
  const source = (await step.tx.eventSource.findUnique({ where: { id } })) as unknown as SourceRow | null;
  if (!source) throw sourceFault('The source is gone.');
  if (!(await isActive(step.tx, source.ownerId))) throw notAllowed('The account of its owner is not active.');
  if (source.organizationId && !runs(await lockOrganizationRole(step, source.organizationId, source.ownerId)))
    throw notAllowed('Its owner does not run the organisation any more.');
  return source;
}

export const runs = (role: string | null): boolean => role !== null && organizationRolesWith('RUN').includes(role as OrganizationRole);

/** How its records are taken in. */
export function importSourceOf({ id, ownerId, organizationId, trustedUntil: until }: SourceRow, now: Date): ImportSource {
  const trusted = until !== null && until > now;
  const owner: Importer = { id: ownerId, role: 'user', permissions: trusted ? ['import:events'] : [] };
  return {
    name: nameOfSource(id),
    creatorFor: () => ownerId,
    trusted,
    keepPast: false,
    organizationId,
    requireRoom: (step, events) => requireWithinHour(step, owner, 'IMPORTED_EVENTS', events),
  };
}

/** Begins a sync, unless one is under way; the report of the one before goes. The row is locked by the caller. Returns the id of the work. */
export async function startSync(step: Step, source: SourceRow, whole: boolean): Promise<string> {
  const { tx, now } = step;
  if (source.workId) {
    const open = await tx.longWork.count({ where: { id: source.workId, state: { in: ['COLLECTING', 'QUEUED', 'RUNNING'] } } });
    if (open > 0) return source.workId;
    await tx.longWork.deleteMany({ where: { id: source.workId } });
  }
  const input: SyncInput = { sourceId: source.id, whole, timezone: source.timezone, shiftDays: 0 };
  const workId = await startWork(step, { kind: SYNC_SOURCE, owner: source.ownerId, input, total: 0 });
  await tx.eventSource.update({
    where: { id: source.id },
    data: { workId, state: 'SYNCING', version: { increment: 1 }, updatedAt: now },
  });
  return workId;
}

/** Ends a sync that is under way; nothing of it is taken in afterwards. The row is locked by the caller. */
export async function stopSync(step: Step, { id, workId }: SourceRow): Promise<void> {
  if (!workId || !(await cancelWork(step, workId))) return;
  await forgetLeftRecords(step, workId);
  await step.tx.eventSource.update({ where: { id }, data: { state: 'PENDING' } });
}

/** Those that are due and not under way, by the time they are due, at most so many; held until the transaction ends. */
export const dueSources = ({ tx, now }: Step, most: number): Promise<{ id: string }[]> =>
  tx.$queryRaw<{ id: string }[]>`
    SELECT s.id FROM event_sources s WHERE s.is_active AND s.next_sync_at <= ${now} AND NOT EXISTS (
      SELECT 1 FROM long_work w WHERE w.id = s.work_id AND w.state IN ('COLLECTING', 'QUEUED', 'RUNNING'))
    ORDER BY s.next_sync_at LIMIT ${most} FOR UPDATE OF s SKIP LOCKED`;

/** What an erased person had read for themselves goes, and what they had read for an organisation, too: nobody answers for it. */
export async function forgetSources({ tx }: Step, userId: string): Promise<void> {
  await tx.eventSource.deleteMany({ where: { ownerId: userId } });
}
