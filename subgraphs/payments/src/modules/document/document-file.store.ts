import { randomUUID } from 'node:crypto';
import { reserveFile } from '@marquee/platform';
import type { Step } from '../../context';
import { tooManyFiles } from './document.refusals';

const QUARTER_MS = 900_000;
const MOST_TICKETS = 20;
const HOUR_MS = 3_600_000;
const MOST_EXPORTS = 10;

/** The kind of long work. */
export const EXPORT_DOCUMENTS = 'export-documents';

/** Held until the transaction ends, so that requests of one person side by side count each other. */
const lockFilesOf = ({ tx }: Step, owner: string) =>
  tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`files of ${owner}`}, 0))`;

/** Makes room for a ticket's file, which goes by itself. */
export async function reserveTicketFile(step: Step, owner: string): Promise<{ key: string; until: string }> {
  const { tx, now } = step;
  await lockFilesOf(step, owner);
  const files = await tx.storedFile.findMany({
    where: { owner, key: { startsWith: 'tickets/' }, deleteAt: { gt: now } },
    orderBy: { createdAt: 'asc' },
    select: { deleteAt: true },
    take: MOST_TICKETS,
  });
  if (files.length >= MOST_TICKETS)
    throw tooManyFiles(`You may have ${MOST_TICKETS} tickets written in a quarter of an hour.`, files[0]!.deleteAt!);
  const until = new Date(now.getTime() + QUARTER_MS);
  const key = `tickets/${randomUUID()}.pdf`;
  await reserveFile(step, { key, owner, deleteAt: until });
  return { key, until: until.toISOString() };
}

export async function requireFewExports(step: Step, owner: string): Promise<void> {
  const { tx, now } = step;
  await lockFilesOf(step, owner);
  const where = { owner, kind: EXPORT_DOCUMENTS, createdAt: { gt: new Date(now.getTime() - HOUR_MS) } };
  const latest = await tx.longWork.findMany({ where, orderBy: { createdAt: 'desc' }, take: MOST_EXPORTS, select: { createdAt: true } });
  if (latest.length >= MOST_EXPORTS)
    throw tooManyFiles(`You may ask for ${MOST_EXPORTS} exports in an hour.`, new Date(latest.at(-1)!.createdAt.getTime() + HOUR_MS));
}
