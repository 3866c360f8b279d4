import { id, idempotencyKey, line, z } from '@marquee/platform';
import { withoutCard } from '../money/money.input';

export const assignTicketInput = z.object({
  ticketId: id(),
  attendeeName: withoutCard(line(80)).nullish(),
  version: z.number().int().nullish(),
  idempotencyKey: idempotencyKey(),
});

export type AssignTicket = z.output<typeof assignTicketInput>;
