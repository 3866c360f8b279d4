import type { Basics } from '@marquee/platform';
import type { Settings } from './env';
import type { PrismaClient } from './generated/prisma/client';
import { Charging } from './modules/payment/payment-charging.kept';
import { Refunds } from './modules/refund/refund.kept';
import { TicketCodes } from './modules/ticket/ticket-code';
import type { Processor } from './ports/processor';
import { SandboxProcessor } from './ports/sandbox/sandbox-processor';

/** What lives as long as the process. */
export interface Kept extends Basics<PrismaClient, Settings> {
  processor: Processor;
  ticketCodes: TicketCodes;
  charging: Charging;
  refunds: Refunds;
}

/** `processor` is the sandbox unless another is given. */
export function keep(
  basics: Basics<PrismaClient, Settings>,
  { processor = new SandboxProcessor(basics.db.pool, basics.clock) }: { processor?: Processor } = {},
): Kept {
  const kept = { ...basics, processor, ticketCodes: new TicketCodes(basics.settings.TICKET_SECRET) } as Kept;
  // Both open transactions of their own, whose steps carry all that is kept, them included.
  return Object.assign(kept, { charging: new Charging(kept), refunds: new Refunds(kept) });
}
