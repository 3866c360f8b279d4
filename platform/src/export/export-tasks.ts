import type { Pool } from 'pg';
import type { FieldCipher } from '../encryption';
import type { FileStore } from '../files';
import type { RawSql } from '../outbox';
import { plainName, statementOf, type ExportedSection, type ExportSection } from './export-section';

export interface ExportTask {
  exportId: string;
  userId: string;
  key: string;
  expiresAt: Date;
}

interface ExportStep {
  readonly tx: RawSql;
  readonly now: Date;
}

interface ExportKept {
  readonly db: { readonly pool: Pick<Pool, 'connect'> };
  readonly files?: FileStore | undefined;
  readonly fields: FieldCipher;
}

/** Writes down that a part is wanted; it is written by the job. One that is asked for again, and not written yet, is one. */
export async function noteExport({ tx, now }: ExportStep, { exportId, userId, key, expiresAt }: ExportTask): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO export_tasks (export_id, user_id, key, expires_at, created_at)
    VALUES (${exportId}::uuid, ${userId}::uuid, ${key}, ${expiresAt}, ${now}) ON CONFLICT DO NOTHING`;
}

/** Nothing is exported of who is erased: what is being written is thrown away. */
export async function forgetExportsOf({ tx }: Pick<ExportStep, 'tx'>, userId: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM export_tasks WHERE user_id = ${userId}::uuid`;
}

/**
 * Writes the parts that are wanted, one after the other: the work of a job. `told` tells that a part is there, in the step that forgets the
 * task; after a crash before it the part is written once more, over itself.
 */
export async function writeExportParts<S extends ExportStep>(
  kept: ExportKept,
  change: <T>(work: (step: S) => Promise<T>) => Promise<T>,
  sections: readonly ExportSection[],
  told: (step: S, task: ExportTask) => Promise<void>,
): Promise<void> {
  for (;;) {
    const [task] = await change(async ({ tx, now }) => {
      await tx.$executeRaw`DELETE FROM export_tasks WHERE expires_at <= ${now}`;
      return await tx.$queryRaw<ExportTask[]>`
        SELECT export_id AS "exportId", user_id AS "userId", key, expires_at AS "expiresAt" FROM export_tasks ORDER BY created_at LIMIT 1`;
    });
    if (!task) return;
    if (!kept.files) throw new Error('FILES is not set: no part of an export can be written.');
    const part = await readSections(kept, sections, task.userId);
    await kept.files.put(task.key, Buffer.from(JSON.stringify(part)));
    const isWanted = await change(async (step) => {
      const gone = await step.tx.$executeRaw`DELETE FROM export_tasks WHERE export_id = ${task.exportId}::uuid`;
      if (gone > 0) await told(step, task);
      return gone > 0;
    });
    // The person was erased meanwhile.
    if (!isWanted) await kept.files.delete(task.key);
  }
}

/** All sections as they are at one moment. */
export async function readSections(
  { db, fields }: Pick<ExportKept, 'db' | 'fields'>,
  sections: readonly ExportSection[],
  userId: string,
): Promise<ExportedSection[]> {
  const client = await db.pool.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const read: ExportedSection[] = [];
    for (const section of sections) {
      const { rows } = await client.query<Record<string, unknown>>(statementOf(section), [userId]);
      const { table, name = table, about, columns } = section;
      const named = Object.fromEntries(Object.entries(columns).map(([column, meaning]) => [plainName(column), meaning]));
      read.push({ name, about, columns: named, rows: rows.map((row) => opened(fields, section, row)) });
    }
    return read;
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

function opened(fields: FieldCipher, { table, sealed, columns }: ExportSection, row: Record<string, unknown>): Record<string, unknown> {
  if (!sealed) return row;
  const id = String(row[sealed.key]);
  const open = (column: string) => {
    const value = row[column] as string | null;
    return value !== null && sealed.isInClear?.(value) ? value : fields.openOptional({ table, column, id }, value);
  };
  const plain = Object.fromEntries(sealed.columns.map((column) => [column, open(column)]));
  const whole = { ...row, ...plain };
  return Object.fromEntries(Object.keys(columns).map((column) => [plainName(column), whole[column]]));
}
