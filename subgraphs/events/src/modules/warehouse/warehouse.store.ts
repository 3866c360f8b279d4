import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import { Prisma } from '../../generated/prisma/client';
import type { Kept } from '../../kept';
import { BEGINNING, rowsSql, type Position, type Stream } from './warehouse-streams.sql';

/** Rows of one batch. */
const MOST_ROWS = 5_000;
const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 3_600_000;
/** What was told so long ago is forgotten there by now. */
const TOLD_MS = 30 * 86_400_000;

type Row = Position & { row: Record<string, unknown> };
type Opened = Pick<Kept, 'db' | 'clock' | 'fields' | 'warehouse'>;

/**
 * Sends the next batch of a stream. False where there is none, or it is not to be tried yet. A batch is written down before it is sent, by its
 * first and last row: sent again after a crash, it is the same under the same id, but for rows that have gone meanwhile.
 */
export async function sendNext({ db, clock, fields, warehouse }: Opened, stream: Stream): Promise<boolean> {
  const { prisma } = db;
  const now = clock.now();
  const known = await prisma.warehouseStream.findUnique({ where: { name: stream } });
  if (known?.dueAt && known.dueAt > now) return false;
  const from: Position = known ? { at: known.at, id: known.lastId } : BEGINNING;
  let [batchId, to, batchAt] = [known?.batchId ?? null, known?.batchTo as Position | null | undefined, known?.batchAt ?? now];
  if (!batchId || !to) {
    const ahead = await prisma.$queryRaw<Position[]>(rowsSql(stream, from, { to: null, most: MOST_ROWS, now }));
    const last = ahead.at(-1);
    if (!last) return false;
    [batchId, to, batchAt] = [randomUUID(), { at: last.at, id: last.id }, now];
    const plan = { batchId, batchTo: { ...to }, batchAt };
    await prisma.warehouseStream.upsert({
      where: { name: stream },
      create: { name: stream, at: from.at, lastId: from.id, ...plan },
      update: plan,
    });
  }
  const rows = await prisma.$queryRaw<Row[]>(rowsSql(stream, from, { to, most: MOST_ROWS, now }));
  const batch = { stream, id: batchId, at: batchAt, rows: rows.map(({ row }) => named(fields, stream, row)) };
  const fault = rows.length === 0 ? null : await warehouse.send(batch);
  if (fault) {
    const tries = (known?.tries ?? 0) + 1;
    const pause = fault.retryAfterMs ?? Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tries - 1));
    await prisma.warehouseStream.update({
      where: { name: stream },
      data: { tries, failure: fault.message, dueAt: new Date(now.getTime() + pause) },
    });
    return false;
  }
  await prisma.warehouseStream.update({
    where: { name: stream },
    data: {
      ...{ at: to.at, lastId: to.id, batchId: null, batchTo: Prisma.DbNull, batchAt: null, tries: 0, failure: null, dueAt: null },
      ...{ sentAt: now, sentRows: { increment: rows.length } },
    },
  });
  return true;
}

/** A person's name there: it tells nobody who they are, and is the same for as long as they are known. */
const nameOf = (fields: Kept['fields'], actorId: string): string => fields.index('events.warehouse', actorId);

const named = (fields: Kept['fields'], stream: Stream, row: Record<string, unknown>): Record<string, unknown> =>
  stream === 'interactions' ? { ...row, actor: nameOf(fields, row.actor as string) } : row;

/** What the warehouse has of a person is to go there, too; told even where nothing was sent, for nobody knows here. */
export async function forgetInWarehouse({ tx, kept, now }: Step, userId: string): Promise<void> {
  if (!kept.warehouse.isThere) return;
  await tx.warehouseForgotten.create({ data: { id: randomUUID(), actor: nameOf(kept.fields, userId), at: now } });
}

/** What was told for long. */
export const forgetTold = ({ prisma }: Pick<Kept['db'], 'prisma'>, now: Date) =>
  prisma.$executeRaw`
    DELETE FROM warehouse_forgotten f USING warehouse_streams s
    WHERE s.name = 'forgotten' AND f.at <= s.at::timestamptz AND f.at < ${new Date(now.getTime() - TOLD_MS)}`;
