import { byId, pagesBy } from '@marquee/platform';
import { Prisma } from '../../generated/prisma/client';
import type { Kept } from '../../kept';
import { IMPORT_EVENTS, importedRecords } from './import-work.sql';
import type { ImportWorkRow } from './import-work.types';
import type { RecordOutcome } from './import.types';

type OutcomeRow = RecordOutcome & { importId: string };

const OF_PAGE = { index: Prisma.sql`page.index` };

export const importWorkLoaders = ({ db: { prisma } }: Kept) => ({
  /** Whoever asks; who may see it is the service's to say. */
  importWorkById: byId(
    async (ids: readonly string[]) =>
      (await prisma.longWork.findMany({ where: { id: { in: [...ids] }, kind: IMPORT_EVENTS } })) as ImportWorkRow[],
    (work) => work.id,
  ),
  /** Records of which something has become, by import. */
  importedRecordsPage: pagesBy(
    async (importIds, page) => {
      const { condition, order } = importedRecords.tagged(page, { index: Prisma.sql`r.index` });
      return prisma.$queryRaw<OutcomeRow[]>`
      SELECT o.id AS "importId", page.* FROM unnest(${[...importIds]}::uuid[]) AS o(id) CROSS JOIN LATERAL (
        SELECT r.index, r.name, r.outcome, r.event_id AS "eventId", r.reason, coalesce(r.notes, '{}') AS notes, r.line,
          coalesce(r.dropped, '{}') AS dropped FROM import_records r
        WHERE r.import_id = o.id AND r.outcome IS NOT NULL AND ${condition} ORDER BY ${order} LIMIT ${page.limit + 1}) page
      ORDER BY o.id, ${importedRecords.tagged(page, OF_PAGE).order}`;
    },
    (row: OutcomeRow) => row.importId,
  ),
});
