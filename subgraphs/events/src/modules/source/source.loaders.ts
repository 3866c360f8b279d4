import { byId } from '@marquee/platform';
import type { Kept } from '../../kept';
import type { ImportWorkRow } from '../ingestion/import-work.types';
import { SYNC_SOURCE } from './source.sql';
import type { SourceRow } from './source.types';

export const sourceLoaders = ({ db: { prisma } }: Kept) => ({
  /** Whoever asks; who may see it is the service's to say. */
  sourceById: byId(
    async (ids: readonly string[]) => (await prisma.eventSource.findMany({ where: { id: { in: [...ids] } } })) as unknown as SourceRow[],
    (source) => source.id,
  ),
  syncById: byId(
    async (ids: readonly string[]) =>
      (await prisma.longWork.findMany({ where: { id: { in: [...ids] }, kind: SYNC_SOURCE } })) as ImportWorkRow[],
    (work) => work.id,
  ),
  /** Where an imported event comes from, by the event. */
  originByEventId: byId(
    (ids: readonly string[]) => prisma.$queryRaw<OriginRow[]>`
      SELECT e.id AS "eventId", e.external_id AS "externalId", i.imported_at AS "lastSyncAt", s.address, s.format::text AS format, s.name
      FROM events e LEFT JOIN event_imports i ON i.event_id = e.id
      LEFT JOIN event_sources s ON e.source LIKE 'source:%' AND s.id = substr(e.source, 8)::uuid
      WHERE e.id = ANY (${[...ids]}::uuid[]) AND e.source IS NOT NULL`,
    (origin: OriginRow) => origin.eventId,
  ),
});

export interface OriginRow {
  eventId: string;
  externalId: string;
  lastSyncAt: Date | null;
  /** Of its source; null where that is gone, or it was brought by hand. */
  address: string | null;
  format: string | null;
  name: string | null;
}
