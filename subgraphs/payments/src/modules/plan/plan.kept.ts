import { takeStep } from '@marquee/platform';
import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { PlanInvoice } from '../../generated/prisma/client';
import type { Kept } from '../../kept';
import { ProcessorFault, type DisputeState, type Processor, type SavedMethod } from '../../ports/processor';
import { keepNotice, type ReceivedNotice } from '../payment/payment-notices.store';
import { takePlanDisputeIn } from './plan-dispute.store';
import { beginTry, keepUnanswered, takeChargeIn } from './plan-invoice.store';
import { keepSavedMethod } from './plan-method.store';
import { keepFailedPlanTry, keepMadePlanRefund, keepReturnedPlanRefund } from './plan-refund.store';

/** What could not be looked at waits so long. */
const AFTER_A_FAULT_MS = 15 * 60_000;

/**
 * Charges for plans, while their owners are away. Each try is a number in the invoice's row first (committed), then a call to the processor with both as
 * the key, then the answer is taken in under the account's lock: a process that dies in between leaves a try that another takes up, and the key sees to it
 * that it is one charge.
 */
export class Plans {
  constructor(private readonly kept: Kept) {}

  /** Charges an open invoice, or asks what became of the try that is under way. */
  async charge(invoiceId: string, cause: string): Promise<void> {
    const invoice = await takeStep(this.kept, cause, (step: Step) => beginTry(step, invoiceId));
    if (!invoice) return;
    try {
      await this.ask(invoice, cause, null);
    } catch (error) {
      if (error instanceof ProcessorFault) await takeStep(this.kept, cause, (step: Step) => keepUnanswered(step, invoice));
      throw error;
    }
  }

  /** Has the processor keep what a person pays with from now on. Returns what it says; a step at the bank may be needed first. */
  async saveMethod(userId: string, method: string, cause: string): Promise<SavedMethod['state']> {
    const { db, processors } = this.kept;
    const account = await db.prisma.billingAccount.findUniqueOrThrow({ where: { userId } });
    const { chosen } = processors;
    const customer = account.processor === chosen.name ? account.customerRef : null;
    const saved = await chosen.saveMethod({ person: userId, customer, method, key: randomUUID() });
    return this.keep(userId, chosen.name, saved, cause);
  }

  /** Goes on after the step at the bank; null where none is waited for. */
  async completeSaving(userId: string, proof: string, cause: string): Promise<SavedMethod['state'] | null> {
    const { db, processors } = this.kept;
    const account = await db.prisma.billingAccount.findUnique({ where: { userId } });
    if (!account?.setupRef) return null;
    const saved = await processors.of(account.processor).completeSaving({ ref: account.setupRef, proof });
    return this.keep(userId, account.processor, saved, cause);
  }

  /** Has the processor make a promised refund. */
  async makeRefund(refundId: string, cause: string): Promise<void> {
    const { db, processors } = this.kept;
    const refund = await db.prisma.planRefund.findUniqueOrThrow({ where: { id: refundId }, include: { invoice: true } });
    if (refund.status === 'MADE') return;
    const { id, amountMinor, currency, invoice, timesReturned } = refund;
    // What has come back is another request: to the same key the processor would say that it was made.
    const key = timesReturned > 0 ? `${id}:${timesReturned}` : id;
    try {
      const made = await processors.of(invoice.processor).refund({ ref: invoice.processorRef!, amountMinor, currency, key });
      await takeStep(this.kept, cause, (step: Step) => keepMadePlanRefund(step, refund, made));
    } catch (error) {
      if (error instanceof ProcessorFault) await takeStep(this.kept, cause, (step: Step) => keepFailedPlanTry(step, refund, error.message));
      throw error;
    }
  }

  /** A notice tells of a payment: returns false where it is not for a plan. */
  async takeNoticeIn(
    processor: Processor,
    about: { ref: string; paymentId: string | null },
    cause: string,
    notice: ReceivedNotice,
  ): Promise<boolean> {
    const invoice = await this.invoiceOf(processor, about);
    if (!invoice) return false;
    const { state } = await processor.retrieve(about.ref);
    // Of an earlier try, or of one whose answer is not here yet, only money is news.
    const isOfTry = invoice.processorRef === about.ref || state.status === 'SUCCEEDED';
    await takeStep(this.kept, cause, (step: Step) =>
      isOfTry ? takeChargeIn(step, invoice, { ref: about.ref, state }, notice) : keepNotice(step, notice),
    );
    return true;
  }

  /** In the step of the notice that told of it: returns false where it is no refund of a plan. */
  keepReturned(step: Step, ref: string, reason: string): Promise<boolean> {
    return keepReturnedPlanRefund(step, ref, reason);
  }

  /** Takes in that a period is called back: returns false where the payment is not for a plan. */
  async takeDisputeIn(processor: Processor, state: DisputeState, cause: string, notice: ReceivedNotice | null): Promise<boolean> {
    const found = await this.invoiceOf(processor, { ref: state.paymentRef, paymentId: null });
    if (!found) return false;
    if (found.status === 'OPEN') await this.charge(found.id, cause);
    await takeStep(this.kept, cause, async (step: Step) => {
      await keepNotice(step, notice);
      await takePlanDisputeIn(step, found, state, processor.readNotice !== undefined);
    });
    return true;
  }

  /** Asks what has become of a dispute. It is put off before: one that always fails holds no other up. */
  async lookAtDispute(id: string, cause: string): Promise<void> {
    const { db, clock, processors } = this.kept;
    const nextCheckAt = new Date(clock.now().getTime() + AFTER_A_FAULT_MS);
    const dispute = await db.prisma.planDispute.update({ where: { id }, data: { nextCheckAt } });
    const processor = processors.of(dispute.processor);
    await this.takeDisputeIn(processor, await processor.retrieveDispute(dispute.processorRef), cause, null);
  }

  /** Has the processor forget somebody who was erased. */
  async forget(userId: string): Promise<void> {
    const { db, processors, clock } = this.kept;
    const account = await db.prisma.billingAccount.findUniqueOrThrow({ where: { userId } });
    await processors.of(account.processor).forgetCustomer(account.customerRef!);
    await db.prisma.billingAccount.update({ where: { userId }, data: { customerRef: null, updatedAt: clock.now() } });
  }

  private async ask(invoice: PlanInvoice, cause: string, notice: ReceivedNotice | null): Promise<void> {
    const processor = this.kept.processors.of(invoice.processor);
    const { id: invoiceId, tries, processorRef, customerRef, methodRef, amountMinor, currency } = invoice;
    const intent = processorRef
      ? await processor.retrieve(processorRef)
      : await processor.chargeSaved({
          ...{ customer: customerRef!, method: methodRef!, amountMinor, currency, invoiceId, key: `${invoiceId}:${tries}` },
        });
    await takeStep(this.kept, cause, (step: Step) => takeChargeIn(step, invoice, intent, notice));
  }

  private async keep(userId: string, processor: string, saved: SavedMethod, cause: string): Promise<SavedMethod['state']> {
    const openId = await takeStep(this.kept, cause, (step: Step) => keepSavedMethod(step, userId, processor, saved));
    // What was refused with the former method is tried with this one at once; the job does it where this cannot.
    if (openId) await this.charge(openId, cause).catch(() => undefined);
    return saved.state;
  }

  /** By the reference of a try; where the answer that held it was lost, by what the processor kept of ours. */
  private async invoiceOf({ name: processor }: Processor, { ref, paymentId }: { ref: string; paymentId: string | null }) {
    const { planInvoice } = this.kept.db.prisma;
    const known = await planInvoice.findFirst({ where: { processor, processorRef: ref } });
    return known ?? (paymentId ? planInvoice.findFirst({ where: { processor, id: paymentId } }) : null);
  }
}
