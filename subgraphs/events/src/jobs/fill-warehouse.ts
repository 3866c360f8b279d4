import type { Job } from '../context';
import { STREAMS } from '../modules/warehouse/warehouse-streams.sql';
import { forgetTold, sendNext } from '../modules/warehouse/warehouse.store';

/** Batches of one stream in one turn: the others have their turn, too. */
const MOST_BATCHES = 20;

/** Sends what is new to the warehouse, stream by stream; where that fails, later, and the other streams all the same. */
export const fillWarehouse: Job = {
  name: 'fill-warehouse',
  everyMs: 60_000,
  async run({ kept }) {
    if (!kept.warehouse.isThere) return;
    for (const stream of STREAMS) for (let batches = 0; batches < MOST_BATCHES && (await sendNext(kept, stream)); batches++);
    await forgetTold(kept.db, kept.clock.now());
  },
};
