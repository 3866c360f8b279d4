import type { Caller } from '@marquee/platform';
import type { SubgraphRuntime } from './context';
import type { Loaders } from './loaders';
import { EventService } from './modules/event/event.service';
import { LedgerService } from './modules/ledger/ledger.service';
import { OrderService } from './modules/order/order.service';
import { PaymentService } from './modules/payment/payment.service';
import { RefundService } from './modules/refund/refund.service';
import { TicketService } from './modules/ticket/ticket.service';
import { TierService } from './modules/tier/tier.service';

/** All services of this subgraph, for one caller. */
export function createServices(runtime: SubgraphRuntime, loaders: Loaders, { viewer, correlationId }: Caller) {
  const { db, clock } = runtime;
  const cause = { correlationId };
  const events = new EventService(loaders, viewer);
  const orders = new OrderService(runtime, loaders, viewer, cause, events);
  return {
    tiers: new TierService({ db, clock, loaders, events }),
    orders,
    payments: new PaymentService(runtime, loaders, viewer, cause, orders),
    refunds: new RefundService(runtime, cause, orders),
    tickets: new TicketService(runtime, loaders, viewer, events),
    ledger: new LedgerService(db, loaders, events),
    events,
  };
}

export type Services = ReturnType<typeof createServices>;
