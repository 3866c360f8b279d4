import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { EventCopy, Order, Prisma } from '../../generated/prisma/client';
import type { DocumentKind } from '../../generated/prisma/enums';
import type { OrderWithItems } from '../order/order.types';
import { depositNote } from '../deposit/deposit-document';
import { printed } from './document-printing';
import { lineOfReturn, linesOfSale, notesOf, textOfReturn, type DocumentLine, type Posted } from './document-lines';
import { numberOf } from './document-number';
import { postedOfDispute, postedOfReturns, postedOfSale } from './document.sql';
import type { DocumentContent, PartyView } from './document.types';

/*
 * Documents are written in the transaction that posts what they are about, from what it has posted. They are numbered under a lock on the
 * seller's counter, which is taken after all others: a sale waits for another of the same seller only until that one commits.
 */

/** The invoice of an order that was paid just now; a receipt, where its seller has not said who they are. */
export async function issueInvoice(
  step: Step,
  order: OrderWithItems,
  sellerId: string,
  event: Pick<EventCopy, 'title' | 'startsAt'>,
): Promise<void> {
  const posted = await postedBy(step, postedOfSale(order.id));
  // Who has paid a deposit alone has a paper of it, too.
  const { depositMinor } = order;
  if (posted.total === 0n && depositMinor === 0n) return;
  const { tx } = step;
  const found = await tx.sellerDetails.findUnique({ where: { ownerId: sellerId } });
  const seller = found && { name: found.name, address: found.address, taxNumber: found.taxNumber };
  const content: DocumentContent = {
    ...{ seller, billTo: order.billTo as unknown as PartyView | null, corrects: null },
    notes: [...notesOf(order.items), ...(depositMinor > 0n ? [depositNote(printed(depositMinor, order.currency))] : [])],
    ...(depositMinor > 0n ? { depositMinor: String(depositMinor) } : {}),
    event: { title: event.title, startsAt: event.startsAt.toISOString() },
  };
  const kind = seller ? 'INVOICE' : 'RECEIPT';
  await writeDocument(step, {
    kind,
    sellerId,
    about: aboutOrder(order),
    referenceId: order.id,
    correctsId: null,
    content,
    lines: linesOfSale(order.items, posted),
  });
}

/** The credit note of what was promised back of an order just now, in these refunds, for tickets of these tiers. None of orders that are older than documents. */
export async function issueCreditNote(step: Step, order: Order, refundIds: readonly string[], tierIds: readonly string[]): Promise<void> {
  if (refundIds.length === 0) return;
  await correct(step, order, refundIds[0]!, await postedBy(step, postedOfReturns(order.id, refundIds)), tierIds);
}

/** The credit note of what a buyer's bank called back for good. */
export async function issueLossNote(step: Step, order: Order, disputeId: string): Promise<void> {
  await correct(step, order, disputeId, await postedBy(step, postedOfDispute(disputeId)), null);
}

async function correct(step: Step, order: Order, referenceId: string, posted: Posted, tierIds: readonly string[] | null): Promise<void> {
  if (posted.total === 0n) return;
  const { tx } = step;
  const sale = await tx.orderDocument.findUnique({ where: { referenceId: order.id } });
  if (!sale) return;
  const items = await tx.orderItem.findMany({ where: { orderId: order.id }, orderBy: { tierId: 'asc' } });
  const names = new Map(items.map(({ tierId, tierName }) => [tierId, tierName]));
  const text = tierIds ? textOfReturn(tierIds.map((tierId) => names.get(tierId) ?? 'Ticket')) : 'Called back by the bank of the buyer';
  // Deposits are no part of the sale: a credit note tells nothing of them.
  const content: DocumentContent = { ...(sale.content as unknown as DocumentContent), corrects: sale.number, notes: notesOf(items) };
  const lines = [lineOfReturn(items, text, posted)];
  await writeDocument(step, {
    kind: 'CREDIT_NOTE',
    sellerId: sale.sellerId,
    about: aboutOrder(order),
    referenceId,
    correctsId: sale.id,
    content,
    lines,
  });
}

/** What a paper is about: an order, or a period of a plan. */
export interface AboutPaper {
  orderId: string | null;
  eventId: string | null;
  planInvoiceId: string | null;
  buyerId: string;
  currency: string;
}

const aboutOrder = ({ id: orderId, eventId, userId: buyerId, currency }: Order): AboutPaper => ({
  ...{ orderId, eventId, planInvoiceId: null, buyerId, currency },
});

interface NewDocument {
  kind: DocumentKind;
  sellerId: string;
  about: AboutPaper;
  referenceId: string;
  correctsId: string | null;
  content: DocumentContent;
  lines: readonly DocumentLine[];
}

/** Numbers a paper and writes it. The seller's counter is locked last of all. */
export async function writeDocument(
  step: Step,
  { kind, sellerId, about, referenceId, correctsId, content, lines }: NewDocument,
): Promise<void> {
  const { tx } = step;
  const id = randomUUID();
  const { sequence, issuedAt } = await nextNumber(step, sellerId, kind);
  const year = issuedAt.getUTCFullYear();
  const netMinor = lines.reduce((sum, line) => sum + line.netMinor, 0n);
  const taxMinor = lines.reduce((sum, line) => sum + line.taxMinor, 0n);
  await tx.orderDocument.create({
    data: {
      ...{ id, kind, sellerId, year, sequence, number: numberOf(year, kind, sequence) },
      ...{ ...about, referenceId, correctsId, netMinor, taxMinor, totalMinor: netMinor + taxMinor },
      ...{ content: content as unknown as Prisma.InputJsonObject, issuedAt },
    },
  });
  await tx.orderDocumentLine.createMany({ data: lines.map((line, position) => ({ documentId: id, position, ...line })) });
}

/** Time is read under the lock, so that numbers grow with it. */
async function nextNumber({ tx, kept }: Step, sellerId: string, kind: DocumentKind): Promise<{ sequence: number; issuedAt: Date }> {
  for (;;) {
    const year = kept.clock.now().getUTCFullYear();
    const last = (await lockCounter(tx, sellerId, year, kind)) ?? (await openCounter(tx, sellerId, year, kind));
    const issuedAt = kept.clock.now();
    if (issuedAt.getUTCFullYear() !== year) continue;
    await tx.documentCounter.updateMany({ where: { sellerId, year, kind }, data: { last: last + 1 } });
    return { sequence: last + 1, issuedAt };
  }
}

async function lockCounter(tx: Step['tx'], sellerId: string, year: number, kind: DocumentKind): Promise<number | null> {
  const [counter] = await tx.$queryRaw<{ last: number }[]>`
    SELECT last FROM document_counters WHERE seller_id = ${sellerId}::uuid AND year = ${year} AND kind = ${kind}::"DocumentKind" FOR UPDATE`;
  return counter?.last ?? null;
}

async function openCounter(tx: Step['tx'], sellerId: string, year: number, kind: DocumentKind): Promise<number> {
  await tx.documentCounter.createMany({ data: [{ sellerId, year, kind }], skipDuplicates: true });
  return (await lockCounter(tx, sellerId, year, kind))!;
}

async function postedBy({ tx }: Step, statement: Prisma.Sql): Promise<Posted> {
  const [posted] = await tx.$queryRaw<Posted[]>(statement);
  return posted!;
}
