import { takeStep } from '@marquee/platform';
import type { Step } from '../../context';
import type { Dispute } from '../../generated/prisma/client';
import type { Kept } from '../../kept';
import type { DisputeState, Evidence, Processor } from '../../ports/processor';
import { keepNotice, type ReceivedNotice } from '../payment/payment-notices.store';
import { keepEvidenceSent, takeDisputeIn } from './dispute.store';

/** Days of disputes that are looked through again and again, as a net under the notices that tell of new ones. */
const LOOKED_THROUGH_MS = 3 * 86_400_000;

/** What could not be looked at waits so long. */
const AFTER_A_FAULT_MS = 15 * 60_000;

/** Follows what the banks of buyers call back. The processor is asked outside any transaction; what it says is taken in under the order's lock. */
export class Disputes {
  constructor(private readonly kept: Kept) {}

  /** Takes in a dispute as the processor sees it now, with the notice that told of it. */
  async look(processor: Processor, ref: string, cause: string, notice: ReceivedNotice | null = null): Promise<void> {
    await this.takeIn(processor, await processor.retrieveDispute(ref), cause, notice);
  }

  /** Finds those of which no notice has told. */
  async find(processor: Processor, cause: string): Promise<void> {
    const { db, clock } = this.kept;
    const recent = await processor.disputesSince(new Date(clock.now().getTime() - LOOKED_THROUGH_MS));
    const refs = recent.map(({ ref }) => ref);
    const known = await db.prisma.dispute.findMany({ where: { processorRef: { in: refs } }, select: { processorRef: true } });
    const ofPlans = await db.prisma.planDispute.findMany({ where: { processorRef: { in: refs } }, select: { processorRef: true } });
    const isKnown = new Set([...known, ...ofPlans].map(({ processorRef }) => processorRef));
    for (const state of recent) if (!isKnown.has(state.ref)) await this.takeIn(processor, state, cause, null);
  }

  /** The same in its turn. It is put off before: one that always fails holds no other up. */
  async carryOnInTurn(id: string, cause: string): Promise<void> {
    const { db, clock } = this.kept;
    await db.prisma.dispute.update({ where: { id }, data: { nextCheckAt: new Date(clock.now().getTime() + AFTER_A_FAULT_MS) } });
    await this.carryOn(id, cause);
  }

  /** Sends what was answered and is not sent, or asks what has become of it. */
  async carryOn(disputeId: string, cause: string): Promise<void> {
    const { db, processors } = this.kept;
    const dispute = await db.prisma.dispute.findUniqueOrThrow({ where: { id: disputeId } });
    const processor = processors.of(dispute.processor);
    if (dispute.evidence === null || dispute.evidenceSentAt) return this.look(processor, dispute.processorRef, cause);
    const evidence = await this.evidenceOf(dispute, dispute.evidence);
    const state = await processor.submitEvidence({ ref: dispute.processorRef, evidence, key: dispute.id });
    await takeStep(this.kept, cause, async (step: Step) => {
      await takeDisputeIn(step, { id: dispute.paymentId, orderId: dispute.orderId }, state, processor.readNotice !== undefined);
      await keepEvidenceSent(step, dispute.id);
    });
  }

  private async takeIn(processor: Processor, state: DisputeState, cause: string, notice: ReceivedNotice | null): Promise<void> {
    const { db, logger } = this.kept;
    const payment = await db.prisma.payment.findFirst({
      where: { processor: processor.name, processorRef: state.paymentRef },
      select: { id: true, orderId: true, status: true },
    });
    if (!payment && (await this.kept.plans.takeDisputeIn(processor, state, cause, notice))) return;
    // The notice of the money may be later than that of the dispute, or be lost.
    if (payment && payment.status !== 'SUCCEEDED') await this.kept.charging.look(payment.id, cause);
    if (!payment) logger.error({ processor: processor.name, ref: state.ref }, 'a dispute is about a payment that is not known');
    await takeStep(this.kept, cause, async (step: Step) => {
      await keepNotice(step, notice, { matched: payment !== null });
      if (payment) await takeDisputeIn(step, payment, state, processor.readNotice !== undefined);
    });
  }

  private async evidenceOf({ orderId, eventId }: Dispute, text: string): Promise<Evidence> {
    const { prisma } = this.kept.db;
    const event = await prisma.eventCopy.findUniqueOrThrow({ where: { id: eventId } });
    const used = await prisma.ticket.findMany({ where: { orderId, usedAt: { not: null } }, orderBy: [{ usedAt: 'asc' }, { id: 'asc' }] });
    const accessLog = used.map(({ id, usedAt }) => `${usedAt!.toISOString()} admitted with ticket ${id}`).join('\n');
    return { text, product: `Tickets for "${event.title}"`, serviceDate: event.startsAt, accessLog };
  }
}
