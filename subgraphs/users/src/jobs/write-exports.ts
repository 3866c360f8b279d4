import { firstBytes, writeExportParts, type ExportedSection } from '@marquee/platform';
import { exportPartReady } from '@marquee/schema/rules/export';
import { join } from 'node:path';
import type { Job } from '../context';
import type { DataExport } from '../generated/prisma/client';
import type { Kept } from '../kept';
import { PARTIES } from '../modules/erasure/erasure-blockers';
import type { ArchiveToMake } from '../modules/export/export-archive';
import { archiveKey, partKey } from '../modules/export/export-keys';
import { exportSections } from '../modules/export/export-sections';
import { askForParts, dueExports, endExports, exportIsReady } from '../modules/export/export.store';

const PACKING = join(__dirname, '../modules/export/export-archive.heavy.ts');
/** More than anybody's part. */
const MOST_BYTES = 512 * 1024 * 1024;

/**
 * Writes this subgraph's part of the exports that people asked for, and packs those whose parts are all there. Each step can be done again: the
 * archive is written over itself until the row says that it is ready.
 */
export const writeExports: Job = {
  name: 'write-exports',
  everyMs: 5_000,
  async run({ kept, change }) {
    await writeExportParts(kept, change, exportSections, (step, task) => step.tell(exportPartReady('users', task)));
    const { whole, late } = await change(dueExports);
    for (const row of late) await change((step) => askForParts(step, row));
    for (const row of whole) {
      const archive = await packed(kept, row);
      if (!archive) continue;
      await kept.files.put(archiveKey(row.id), archive);
      const isWanted = await change((step) => exportIsReady(step, row, archive.length));
      // The person was erased meanwhile.
      if (!isWanted) await kept.files.delete(archiveKey(row.id));
    }
    await change(endExports);
  },
};

/** Null where a part is gone: then it has failed in the end. */
async function packed(kept: Kept, { id, userId, requestedAt }: DataExport): Promise<Uint8Array | null> {
  const user = await kept.db.prisma.user.findUnique({ where: { id: userId }, select: { username: true } });
  if (!user) return null;
  const parts: ArchiveToMake['parts'] = [];
  for (const party of PARTIES) {
    const bytes = await firstBytes(kept.files, partKey(id, party), MOST_BYTES);
    if (!bytes) return null;
    parts.push({ party, sections: JSON.parse(bytes.toString('utf8')) as ExportedSection[] });
  }
  const archive: ArchiveToMake = { username: user.username, at: requestedAt.toISOString(), parts };
  return kept.heavy.run<ArchiveToMake, Uint8Array, never>(PACKING, archive);
}
