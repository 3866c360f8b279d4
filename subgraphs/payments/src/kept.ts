import type { Basics } from '@marquee/platform';
import type { Settings } from './env';
import type { PrismaClient } from './generated/prisma/client';
import { Charging } from './modules/payment/payment-charging.kept';
import { Refunds } from './modules/refund/refund.kept';
import { sellsPaid } from './modules/sales/paid-sales';
import { TicketCodes } from './modules/ticket/ticket-code';
import type { Processor } from './ports/processor';
import { SandboxProcessor } from './ports/sandbox/sandbox-processor';

/** What lives as long as the process. */
export interface Kept extends Basics<PrismaClient, Settings> {
  processor: Processor;
  /** False while only free tickets can be had: see modules/payment/paid-sales.ts. */
  sellsPaid: boolean;
  ticketCodes: TicketCodes;
  charging: Charging;
  refunds: Refunds;
}

/** `processor` is the sandbox unless another is given. */
export function keep(
  basics: Basics<PrismaClient, Settings>,
  { processor = new SandboxProcessor(basics.db.pool, basics.clock) }: { processor?: Processor } = {},
): Kept {
  const { settings, logger } = basics;
  const paid = sellsPaid(processor.name, settings);
  if (!paid)
    logger.warn('only the sandbox processor is configured: paid tickets are refused (SANDBOX_PAYMENTS=allowed sells them for no money)');
  const kept = { ...basics, processor, sellsPaid: paid, ticketCodes: new TicketCodes(settings.TICKET_SECRET) } as Kept;
  // Both open transactions of their own, whose steps carry all that is kept, them included.
  return Object.assign(kept, { charging: new Charging(kept), refunds: new Refunds(kept) });
}
