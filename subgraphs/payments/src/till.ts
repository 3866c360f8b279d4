import type { Runtime } from '@marquee/platform';
import type { Database } from './db';
import type { Settings } from './env';
import { lockEvent as lockEventRow, type LockEvent } from './modules/event/event.lock';
import { Book } from './modules/ledger/ledger.book';
import { Fulfilment } from './modules/order/order.fulfilment';
import { Holds } from './modules/order/order.holds';
import { lockOrder as lockOrderRow, type LockOrder } from './modules/order/order.lock';
import { Collection } from './modules/payment/payment.collection';
import { RefundDesk } from './modules/refund/refund.desk';
import { TicketCodes } from './modules/ticket/ticket.code';
import { Places } from './modules/tier/tier.places';
import type { Processor } from './ports/processor';

/** What moves places and money, whoever asks: requests, facts and jobs share it. Who may ask is decided in the services. */
export interface Till {
  processor: Processor;
  codes: TicketCodes;
  places: Places;
  holds: Holds;
  fulfilment: Fulfilment;
  refunds: RefundDesk;
  collection: Collection;
  lockOrder: LockOrder;
  lockEvent: LockEvent;
}

export interface TillParts {
  runtime: Pick<Runtime<Settings>, 'clock' | 'settings'>;
  db: Database;
  processor: Processor;
  /** The locks, which a race test's control replaces to show what they are for. */
  places?: Places;
  lockOrder?: LockOrder;
  lockEvent?: LockEvent;
}

export function createTill(parts: TillParts): Till {
  const { runtime, db, processor, places = new Places(), lockOrder = lockOrderRow, lockEvent = lockEventRow } = parts;
  const { clock, settings } = runtime;
  const rates = {
    platformBasisPoints: settings.PLATFORM_SHARE_BASIS_POINTS,
    curatorBasisPoints: settings.CURATOR_SHARE_BASIS_POINTS,
    taxBasisPoints: settings.TAX_BASIS_POINTS,
  };
  const codes = new TicketCodes(settings.TICKET_SECRET);
  const book = new Book();
  const holds = new Holds(places, clock);
  const fulfilment = new Fulfilment({ book, codes, rates, clock });
  const refunds = new RefundDesk({ db, book, places, processor, clock });
  const collection = new Collection({ db, places, processor, fulfilment, refunds, clock, lockOrder, lockEvent });
  return { processor, codes, places, holds, fulfilment, refunds, collection, lockOrder, lockEvent };
}
