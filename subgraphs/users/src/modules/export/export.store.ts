import { randomUUID } from 'node:crypto';
import { discardFile, reserveFile } from '@marquee/platform';
import type { ExportPartReady } from '@marquee/schema/topics';
import type { Step } from '../../context';
import type { DataExport } from '../../generated/prisma/client';
import { addressOf } from '../address/address-sealed';
import { PARTIES } from '../erasure/erasure-blockers';
import { written } from '../mail/mail-letter';
import { hashOfToken, linkWithToken, mailToken } from '../mail/mail-token';
import { queueMail } from '../mail/mail.store';
import { archiveKey, partKey } from './export-keys';
import { exportReadyIn } from './export-letters';
import { exportRequested } from './export.facts';
import { tooManyExports } from './export.refusals';

const DAY_MS = 24 * 60 * 60_000;
/** Parts are waited for so long. */
const COLLECTED_WITHIN_MS = 2 * DAY_MS;
/** The archive is kept so long. */
const KEPT_MS = 7 * DAY_MS;
const ASK_AGAIN_MS = 15 * 60_000;
/** That there was one is forgotten then. */
const FORGET_MS = 30 * DAY_MS;

const AT_ONCE = 100;

/** Asks every subgraph for its part, once a day; the person's row is locked. Returns the id. */
export async function requestExport(step: Step, userId: string): Promise<string> {
  const { tx, now, tell, kept } = step;
  const last = await tx.dataExport.findFirst({ where: { userId, state: { not: 'FAILED' } }, orderBy: { requestedAt: 'desc' } });
  if (last && last.requestedAt.getTime() + DAY_MS > now.getTime()) throw tooManyExports(new Date(last.requestedAt.getTime() + DAY_MS));
  const id = randomUUID();
  const expiresAt = new Date(now.getTime() + COLLECTED_WITHIN_MS);
  // Nothing is in the store without a row: whatever becomes of this, all of it goes.
  const deleteAt = new Date(expiresAt.getTime() + KEPT_MS);
  for (const party of PARTIES) await reserveFile(step, { key: partKey(id, party), owner: userId, deleteAt });
  await reserveFile(step, { key: archiveKey(id), owner: userId, deleteAt });
  const tokenHash = hashOfToken(mailToken(kept.secrets.mailTokens, id));
  await tx.dataExport.create({ data: { id, userId, requestedAt: now, askedAt: now, expiresAt, tokenHash } });
  await tell(exportRequested(id, userId, expiresAt));
  return id;
}

export async function notePart({ tx, now }: Step, { exportId, party }: ExportPartReady): Promise<void> {
  // Held, so that an erasure waits, or has taken it away.
  const open = await tx.$queryRaw<object[]>`
    SELECT 1 FROM data_exports WHERE id = ${exportId}::uuid AND state = 'COLLECTING' FOR NO KEY UPDATE`;
  if (open.length > 0) await tx.dataExportPart.createMany({ data: [{ exportId, party, readyAt: now }], skipDuplicates: true });
}

/** What the next turn of the job is about. */
export async function dueExports({ tx, now }: Pick<Step, 'tx' | 'now'>): Promise<{ whole: DataExport[]; late: DataExport[] }> {
  const collecting = await tx.dataExport.findMany({
    where: { state: 'COLLECTING', expiresAt: { gt: now } },
    orderBy: { requestedAt: 'asc' },
    take: AT_ONCE,
    include: { parts: true },
  });
  const isWhole = ({ parts }: { parts: unknown[] }) => parts.length === PARTIES.length;
  const before = new Date(now.getTime() - ASK_AGAIN_MS);
  return { whole: collecting.filter(isWhole), late: collecting.filter((one) => !isWhole(one) && one.askedAt <= before) };
}

export async function askForParts({ tx, now, tell }: Step, { id, userId, askedAt, expiresAt }: DataExport): Promise<void> {
  const { count } = await tx.dataExport.updateMany({ where: { id, state: 'COLLECTING', askedAt }, data: { askedAt: now } });
  if (count > 0) await tell(exportRequested(id, userId, expiresAt));
}

/** The archive is in the store: its parts go, and the person is told. False when the person was erased meanwhile. */
export async function exportIsReady(step: Step, { id, userId }: DataExport, size: number): Promise<boolean> {
  const { tx, now, kept } = step;
  const expiresAt = new Date(now.getTime() + KEPT_MS);
  const ready = await tx.dataExport.updateMany({
    where: { id, state: 'COLLECTING' },
    data: { state: 'READY', readyAt: now, expiresAt, size },
  });
  if (ready.count === 0) return (await tx.dataExport.count({ where: { id } })) > 0;
  await tx.storedFile.updateMany({ where: { key: archiveKey(id) }, data: { deleteAt: expiresAt } });
  for (const party of PARTIES) await discardFile(step, partKey(id, party));
  const user = await tx.user.findUniqueOrThrow({ where: { id: userId } });
  if (!user.emailVerifiedAt) return true;
  const letter = written(exportReadyIn(user.language)(user.username, expiresAt, linkWithToken(kept.settings.WEB_URL, 'data-export')));
  await queueMail(step, {
    ...letter,
    kind: 'export-ready',
    to: addressOf(kept.fields, user),
    userId,
    tokenId: id,
    key: `export-ready:${id}`,
  });
  return true;
}

/** What was not made in time has failed, what was kept long enough has expired, and both are forgotten later. */
export async function endExports({ tx, now }: Step): Promise<void> {
  await tx.dataExport.updateMany({ where: { state: 'COLLECTING', expiresAt: { lte: now } }, data: { state: 'FAILED' } });
  await tx.dataExport.updateMany({ where: { state: 'READY', expiresAt: { lte: now } }, data: { state: 'EXPIRED' } });
  const old = new Date(now.getTime() - FORGET_MS);
  await tx.dataExport.deleteMany({ where: { state: { in: ['FAILED', 'EXPIRED'] }, requestedAt: { lte: old } } });
}
