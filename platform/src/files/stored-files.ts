import type { Logger } from '../logger';
import type { After, RawSql } from '../outbox';
import type { FileStore } from './file-store';

/** What of a step is needed here. */
interface FileStep {
  readonly tx: RawSql;
  readonly now: Date;
  readonly kept: { readonly files?: FileStore | undefined };
  readonly after: After;
}

/**
 * Writes down that a file will come, before it does: nothing is in the store without a row, so that whatever a crash leaves is deleted.
 * `deleteAt`: when, unless it is kept until then.
 */
export async function reserveFile(
  { tx, now }: Pick<FileStep, 'tx' | 'now'>,
  file: { key: string; owner: string; deleteAt: Date },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO stored_files (key, owner, created_at, delete_at) VALUES (${file.key}, ${file.owner}, ${now}, ${file.deleteAt})`;
}

/** From now on the file stays. False when its time is up, or nobody reserved it. */
export async function keepFile({ tx, now }: Pick<FileStep, 'tx' | 'now'>, key: string): Promise<boolean> {
  return (await tx.$executeRaw`UPDATE stored_files SET delete_at = NULL WHERE key = ${key} AND delete_at > ${now}`) > 0;
}

/** The file is of no use any more: it goes after the commit, or with the next turn of `deleteFiles` where that fails. */
export async function discardFile({ tx, now, kept, after }: FileStep, key: string): Promise<void> {
  await tx.$executeRaw`UPDATE stored_files SET delete_at = ${now} WHERE key = ${key}`;
  after(async () => kept.files?.delete(key));
}

/**
 * What was sent is of no use any more, and goes after the commit. Its row stays until its time, and with it the last look: as long as its address
 * is good, the same may be sent there once more.
 */
export function dropUpload({ kept, after }: Pick<FileStep, 'kept' | 'after'>, key: string): void {
  after(async () => kept.files?.delete(key));
}

/** All files of an owner go, for one who is erased. */
export async function forgetFilesOf({ tx, now }: Pick<FileStep, 'tx' | 'now'>, owner: string): Promise<void> {
  await tx.$executeRaw`UPDATE stored_files SET delete_at = ${now} WHERE owner = ${owner}`;
}

const BATCH = 100;
/** A file that could not be deleted is tried again after this, behind the others. */
const AGAIN_MS = 600_000;

/** Deletes the files whose time is up: the work of a job. One by one, so that one that cannot be deleted keeps no other. */
export async function deleteFiles(
  { files, logger }: { files: FileStore; logger: Logger },
  change: <T>(work: (step: Pick<FileStep, 'tx' | 'now'>) => Promise<T>) => Promise<T>,
): Promise<void> {
  for (;;) {
    const due = await change(
      async ({ tx, now }) =>
        await tx.$queryRaw<
          { key: string }[]
        >`SELECT key FROM stored_files WHERE delete_at <= ${now} ORDER BY delete_at, key LIMIT ${BATCH}`,
    );
    for (const { key } of due) {
      const isGone = await files.delete(key).then(
        () => true,
        (error: unknown) => {
          logger.warn({ err: error, key }, 'a file could not be deleted');
          return false;
        },
      );
      await change(async ({ tx, now }) =>
        isGone
          ? await tx.$executeRaw`DELETE FROM stored_files WHERE key = ${key} AND delete_at <= ${now}`
          : await tx.$executeRaw`UPDATE stored_files SET delete_at = ${new Date(now.getTime() + AGAIN_MS)} WHERE key = ${key}`,
      );
    }
    if (due.length < BATCH) return;
  }
}
