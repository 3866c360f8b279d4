import type { Count, Family, Logger, SubgraphMeter } from '@marquee/platform';
import { WarehouseFault, type Warehouse, type WarehouseBatch } from '../../ports/warehouse';

/** The warehouse outside, and what became of what was sent there; a fault of theirs is no fault here. */
export class WarehouseLine {
  private readonly logger: Logger;
  private readonly rows: Family<Count>;

  constructor(
    /** Null: nothing is sent. */
    private readonly warehouse: Warehouse | null,
    { meter, logger }: { meter: SubgraphMeter; logger: Logger },
  ) {
    this.logger = logger;
    this.rows = meter.counter('event_warehouse_rows_total', 'Rows that the warehouse has taken, by stream.', 'stream');
  }

  get isThere(): boolean {
    return this.warehouse !== null;
  }

  /** Null once it is taken; why not, otherwise. */
  async send(batch: WarehouseBatch): Promise<{ message: string; retryAfterMs: number | null } | null> {
    try {
      await this.warehouse!.send(batch);
      this.rows.with(batch.stream).add(batch.rows.length);
      return null;
    } catch (error) {
      if (!(error instanceof WarehouseFault)) throw error;
      const { message, retryAfterMs } = error;
      this.logger.warn({ warehouse: this.warehouse!.name, stream: batch.stream, batch: batch.id, fault: message }, 'a batch was not taken');
      return { message, retryAfterMs };
    }
  }
}
