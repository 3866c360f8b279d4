import { randomUUID } from 'node:crypto';
import { conflict } from '@marquee/platform';
import type { Step } from '../../context';
import type { EventCopy, Ticket, TicketTransfer } from '../../generated/prisma/client';
import { passDeposit } from '../deposit/deposit.store';
import type { OrderWithItems } from '../order/order.types';
import { ticketChanged } from '../ticket/ticket.facts';
import { transferChanged } from './transfer.facts';

const DAY = 86_400_000;
/** How long an offer stands, at most. */
const OFFERED_FOR_MS = 7 * DAY;

/** Offers a ticket of a locked order to one person, or (null) to whoever has the link. Returns the offer's id. */
export async function offerTicket(step: Step, ticket: Ticket, event: EventCopy, toId: string | null): Promise<string> {
  const { tx, now, kept } = step;
  const open = await tx.ticketTransfer.findFirst({ where: { ticketId: ticket.id, status: 'OFFERED' } });
  if (open && open.expiresAt > now) throw conflict('This ticket is offered already: take that back first.');
  if (open) await endTransfer(step, open, 'EXPIRED');
  if (await tx.resale.count({ where: { ticketId: ticket.id, status: { in: ['LISTED', 'RESERVED'] } } }))
    throw conflict('This ticket is on the list for resale: take it off first.');
  const id = randomUUID();
  const opens = event.startsAt.getTime() - kept.settings.DOOR_OPENS_HOURS * 3_600_000;
  const transfer = await tx.ticketTransfer.create({
    data: {
      id,
      ticketId: ticket.id,
      ...{ orderId: ticket.orderId, eventId: ticket.eventId, fromId: ticket.holderId, toId },
      tokenHash: toId === null ? kept.ticketCodes.hashOf(tokenSubject(id)) : null,
      status: 'OFFERED',
      expiresAt: new Date(Math.min(now.getTime() + OFFERED_FOR_MS, opens)),
      createdAt: now,
      updatedAt: now,
    },
  });
  await step.tell(transferChanged(transfer));
  return id;
}

/** What a link's token is derived from, as a ticket's code from its id: it can be shown again, and is stored nowhere. */
export const tokenSubject = (transferId: string): string => `transfer ${transferId}`;

/** Ends an offer of a ticket whose order is locked. */
export async function endTransfer(step: Step, { id }: TicketTransfer, status: 'DECLINED' | 'CANCELLED' | 'EXPIRED'): Promise<void> {
  const ended = await step.tx.ticketTransfer.update({ where: { id }, data: { status, version: { increment: 1 }, updatedAt: step.now } });
  await step.tell(transferChanged(ended));
}

/**
 * Gives the ticket to who takes it: another ticket with another code takes its place, and the old one lets nobody in, in one transaction.
 * Places and money stay as they are.
 */
export async function handOver(step: Step, order: OrderWithItems, ticket: Ticket, transfer: TicketTransfer, toId: string): Promise<void> {
  const { tx, now, kept } = step;
  const id = randomUUID();
  const changed = { version: { increment: 1 }, updatedAt: now };
  const { orderId, eventId, tierId, unitPriceMinor, refundedMinor, besidesMinor } = ticket;
  await tx.ticket.update({ where: { id: ticket.id }, data: { status: 'TRANSFERRED', ...changed } });
  const made = await tx.ticket.create({
    data: {
      ...{
        id,
        orderId,
        eventId,
        tierId,
        unitPriceMinor,
        refundedMinor,
        besidesMinor,
        holderId: toId,
        status: 'VALID',
        replacesId: ticket.id,
      },
      ...{ codeHash: kept.ticketCodes.hashOf(id), createdAt: now, updatedAt: now },
    },
  });
  await passDeposit(step, ticket.id, id);
  await tx.order.update({ where: { id: order.id }, data: changed });
  const accepted = await tx.ticketTransfer.update({
    where: { id: transfer.id },
    data: { status: 'ACCEPTED', toId, newTicketId: id, ...changed },
  });
  await step.tell(ticketChanged(order, made), transferChanged(accepted));
}

/** Ends the open offers of tickets that are not their holders' any more, or never will be somebody else's; their orders are locked. */
export async function endOffersOf(
  step: Step,
  where: { ticketId: { in: string[] } } | { fromId: string } | { toId: string },
): Promise<void> {
  const open = await step.tx.ticketTransfer.findMany({ where: { ...where, status: 'OFFERED' } });
  for (const transfer of open) await endTransfer(step, transfer, 'CANCELLED');
}
