import { takeStep } from '@marquee/platform';
import { aViewer, type Data } from '@marquee/platform/testing';
import type { ImportOptions } from '../src/modules/ingestion/importer.store';
import { keepForSeed } from '../prisma/seed-kept';
import type { Database } from '../src/db';
import { ImportEventsDocument } from './generated/documents';
import { sqlOn, type Sql } from './sql';
import { startWorld, type World } from './world';

/** A record of schema.org, whole; every part may be set. */
export const record = (parts: Data = {}): Data => ({
  '@type': 'Event',
  '@id': parts.name ? `id of ${parts.name}` : 'lantern night',
  name: 'Lantern night',
  description: 'Bring a light.',
  startDate: '2026-12-08T19:00:00',
  endDate: '2026-12-08T22:00:00',
  location: { name: 'Riverdale Park', address: { addressLocality: 'Toronto' }, geo: { latitude: 43.6672, longitude: -79.3585 } },
  keywords: ['Celebrations', 'Family/Children'],
  offers: { price: 5, priceCurrency: 'CAD' },
  ...parts,
});

/** May publish by import. */
export const publisher = aViewer({ permissions: ['import:events'] });
export const none = { created: 0, updated: 0, unchanged: 0, duplicates: 0, skipped: 0 };
export const counts = ({ created, updated, unchanged, duplicates, skipped }: Data) => ({
  created,
  updated,
  unchanged,
  duplicates,
  skipped,
});

export interface ImportWorld extends World {
  sql: Sql;
  /** Imports these records through the graph, as `publisher` unless told otherwise; returns the result. */
  bring(records: unknown, input?: Data): Promise<Data>;
  /** The same without the graph. */
  importing(db: Database, records: Data[], source?: string): Promise<ImportOptions>;
  /** An empty world again, with nothing left to tell. */
  clear(): Promise<void>;
}

export async function startImporting(settings: Record<string, string> = {}, jobsByThemselves = false): Promise<ImportWorld> {
  const world = await startWorld({ settings, jobsByThemselves });
  const sql = sqlOn(world);
  return {
    ...world,
    sql,
    bring: async (records, { by = publisher, ...input } = {}) =>
      (await world.run(by, ImportEventsDocument, { input: { jsonLd: JSON.stringify(records), timezone: 'America/Toronto', ...input } }))
        .importEvents,
    async importing(db, records, name = 'test') {
      const kept = await keepForSeed(db, world.clock);
      return {
        records,
        readerFor: () => ({ timezone: 'America/Toronto' }),
        source: { name, creatorFor: () => publisher.id, trusted: true, keepPast: false },
        change: (_chunk, work) => takeStep(kept, 'test', work),
      };
    },
    async clear() {
      await world.subgraph.drain();
      for (const table of ['events', 'idempotency_keys']) await sql(`DELETE FROM ${table}`);
    },
  };
}
