import { lazily, type Clock } from '@marquee/platform';
import type { Database } from './db';
import { eventLoaders } from './modules/event/event.loaders';
import { ledgerLoaders } from './modules/ledger/ledger.loaders';
import { orderLoaders } from './modules/order/order.loaders';
import { paymentLoaders } from './modules/payment/payment.loaders';
import { ticketLoaders } from './modules/ticket/ticket.loaders';
import { tierLoaders } from './modules/tier/tier.loaders';

/** All loaders of this subgraph; one set for each request. */
export const createLoaders = lazily<[db: Database, clock: Clock]>()(
  (db) => eventLoaders(db),
  tierLoaders,
  (db) => orderLoaders(db),
  (db) => paymentLoaders(db),
  (db) => ticketLoaders(db),
  (db) => ledgerLoaders(db),
);

export type Loaders = ReturnType<typeof createLoaders>;
