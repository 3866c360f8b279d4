import type { Basics, PublicHandlers } from '@marquee/platform';
import type { Settings } from './env';
import type { PrismaClient } from './generated/prisma/client';
import { Disputes } from './modules/dispute/dispute.kept';
import { Papers } from './modules/document/document.kept';
import { Charging } from './modules/payment/payment-charging.kept';
import { answerNotices } from './modules/payment/payment-notices.kept';
import { Plans } from './modules/plan/plan.kept';
import { Payouts } from './modules/payout/payout.kept';
import { Refunds } from './modules/refund/refund.kept';
import { sellsPaid } from './modules/sales/paid-sales';
import { TicketCodes } from './modules/ticket/ticket-code';
import { openProcessors, type Processors } from './ports/open-processors';
import type { Processor } from './ports/processor';

/** What lives as long as the process. */
export interface Kept extends Basics<PrismaClient, Settings> {
  processors: Processors;
  /** False while only free tickets can be had: see modules/sales/paid-sales.ts. */
  sellsPaid: boolean;
  ticketCodes: TicketCodes;
  charging: Charging;
  refunds: Refunds;
  payouts: Payouts;
  disputes: Disputes;
  plans: Plans;
  papers: Papers;
}

/** `processor` takes the place of the one that the settings choose. */
export async function keep(basics: Basics<PrismaClient, Settings>, { processor }: { processor?: Processor } = {}): Promise<Kept> {
  const { settings, logger } = basics;
  const processors = await openProcessors(basics, processor);
  const paid = sellsPaid(processors.chosen, settings);
  if (!paid)
    logger.warn('no processor that takes money is configured: paid tickets are refused (SANDBOX_PAYMENTS=allowed sells them for no money)');
  const kept = { ...basics, processors, sellsPaid: paid, ticketCodes: new TicketCodes(settings.TICKET_SECRET) } as Kept;
  // All open transactions of their own, whose steps carry all that is kept, them included.
  return Object.assign(kept, {
    charging: new Charging(kept),
    refunds: new Refunds(kept),
    payouts: new Payouts(kept),
    disputes: new Disputes(kept),
    plans: new Plans(kept),
    papers: new Papers(kept),
  });
}

/** What is at public addresses beside the API: where processors send their notices. */
export const publicHandlers = (kept: Kept): PublicHandlers => ({ '/webhooks/stripe': answerNotices(kept, 'stripe') });
