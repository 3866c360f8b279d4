import { randomUUID } from 'node:crypto';
import { notAllowed, reserveFile } from '@marquee/platform';
import type { Step, Work } from '../context';
import { csvOf } from '../modules/document/document-export.store';
import { noFilesHere } from '../modules/document/document.refusals';
import type { DocumentExportInput, DocumentExportResult } from '../modules/document/document.types';
import { isActive } from '../modules/person/person.store';

const KEPT_MS = 86_400_000;

/** Documents that are written into a file: the row of the file first, then the file. */
export const exportDocuments: Work<DocumentExportInput, DocumentExportResult> = {
  name: 'export-documents',
  async run({ kept, owner, input, checkpoint, signal, chunk }) {
    const { files } = kept;
    if (!files) throw noFilesHere();
    const reserved =
      checkpoint ??
      (await chunk(async (step) => {
        await requireActs(step, owner, input.sellerId);
        const expiresAt = new Date(step.now.getTime() + KEPT_MS);
        const key = `document-exports/${randomUUID()}.csv`;
        await reserveFile(step, { key, owner, deleteAt: expiresAt });
        return { checkpoint: { key, lines: 0, expiresAt: expiresAt.toISOString() }, done: 0 };
      }));
    const { csv, lines } = await csvOf(kept.db, input, signal);
    await files.put(reserved.key, csv);
    return chunk(async (step) => {
      await requireActs(step, owner, input.sellerId);
      return { checkpoint: { ...reserved, lines }, done: lines, total: lines };
    });
  },
};

/** Who asked may have lost the right meanwhile. */
async function requireActs({ tx }: Step, userId: string, sellerId: string): Promise<void> {
  if (!(await isActive(tx, userId))) throw notAllowed('This account is not active.');
  if (userId === sellerId) return;
  const where = { organizationId: sellerId, userId, role: { in: ['OWNER', 'MANAGER'] } };
  if ((await tx.organizationMemberCopy.count({ where })) === 0) throw notAllowed('You do not act for this seller any more.');
}
