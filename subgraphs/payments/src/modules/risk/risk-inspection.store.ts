import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { EventCopy, Order } from '../../generated/prisma/client';

/*
 * Orders whose money has come, and waits (`waitingSince`) until a person has looked at it. An inspection is open as long as its order is: whatever
 * ends the order's hold ends it, too.
 */

/** Begins to inspect a locked order all of whose money waits. Its places stay kept until it must be decided. */
export async function openInspection(step: Step, order: Order, event: EventCopy | null): Promise<void> {
  const { tx, now, kept } = step;
  const [worst] = await tx.riskAssessment.findMany({
    where: { orderId: order.id, action: 'INSPECT' },
    orderBy: [{ score: 'desc' }, { createdAt: 'desc' }],
    take: 1,
  });
  const until = new Date(now.getTime() + kept.settings.INSPECTION_HOURS * 3_600_000);
  const inTime = event && event.startsAt < until ? event.startsAt : until;
  const decideBy = inTime > order.expiresAt ? inTime : order.expiresAt;
  const times = { decideBy, createdAt: now, updatedAt: now };
  const why = worst ? { score: worst.score, reasons: worst.reasons } : { score: null, reasons: ['PROCESSOR_WARNING'] };
  await tx.orderInspection.create({ data: { id: randomUUID(), orderId: order.id, ...why, ...times } });
  await tx.order.update({ where: { id: order.id }, data: { expiresAt: decideBy, version: { increment: 1 }, updatedAt: now } });
}

/** The holds of these locked orders end: what waits of their money goes back. */
export async function endInspections({ tx, now }: Step, orderIds: readonly string[]): Promise<void> {
  await tx.orderInspection.updateMany({
    where: { orderId: { in: [...orderIds] }, status: 'OPEN' },
    data: { status: 'REFUNDED', endedAt: now, version: { increment: 1 }, updatedAt: now },
  });
}

/**
 * Somebody was erased: what was written of their orders goes, and what they have decided is nobody's. The hold of what is inspected of theirs ends:
 * nobody is left to whom it could be released.
 */
export async function forgetInspectionsOf({ tx, now }: Step, { userId, pseudonym }: { userId: string; pseudonym: string }): Promise<void> {
  await tx.orderInspection.updateMany({ where: { decidedBy: userId }, data: { decidedBy: pseudonym } });
  await tx.orderInspection.updateMany({ where: { order: { userId: pseudonym } }, data: { note: '' } });
  await tx.order.updateMany({ where: { userId: pseudonym, inspection: { status: 'OPEN' } }, data: { expiresAt: now } });
}
