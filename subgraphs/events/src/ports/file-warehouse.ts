import { gzipSync } from 'node:zlib';
import type { FileStore } from '@marquee/platform';
import { linesOf, WarehouseFault, type Warehouse, type WarehouseBatch } from './warehouse';

/**
 * Puts each batch into the store for files, by stream and day (UTC), as programs read partitions: `warehouse/<stream>/day=2026-11-30/<id>.ndjson.gz`.
 * Sent again it takes its own place.
 */
export class FileWarehouse implements Warehouse {
  readonly name = 'files';

  constructor(private readonly files: Pick<FileStore, 'put'>) {}

  async send({ stream, id, at, rows }: WarehouseBatch): Promise<void> {
    try {
      await this.files.put(`warehouse/${stream}/day=${at.toISOString().slice(0, 10)}/${id}.ndjson.gz`, gzipSync(linesOf(rows)));
    } catch {
      throw new WarehouseFault('The store for files cannot be written.');
    }
  }
}
