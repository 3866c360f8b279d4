import type { Job } from '../context';

const PAGE = 50;

/** Writes the files of documents that were issued, the oldest first. One that cannot be drawn holds no other up. */
export const writeDocuments: Job = {
  name: 'write-documents',
  everyMs: 2_000,
  async run({ kept: { db, logger, papers, files } }) {
    if (!files) return;
    const waiting = await db.prisma.$queryRaw<{ id: string }[]>`
      SELECT id FROM order_documents WHERE file_key IS NULL ORDER BY issued_at LIMIT ${PAGE}`;
    for (const { id } of waiting) {
      await papers
        .write(id, 'job:write-documents')
        .catch((error: unknown) =>
          logger.warn({ err: error, documentId: id }, 'the file of a document could not be written, and will be tried again'),
        );
    }
  },
};
