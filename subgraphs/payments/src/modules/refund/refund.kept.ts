import { takeStep } from '@marquee/platform';
import type { Step } from '../../context';
import type { Kept } from '../../kept';
import { ProcessorFault } from '../../ports/processor';
import { keepFailedTry, keepMadeRefund, keepReturnedRefund, planWatch } from './refund.store';

/**
 * Gives money back in two steps. The promise is made in the transaction that takes the tickets, under the order's lock: from then on it
 * is certain, and in the ledger. The processor is asked after that, with the refund's id as the key, as often as it takes; a job takes
 * care of promises whose maker died. Each failure makes the next wait longer; one that fails for days is put before a person (FAILED).
 */
export class Refunds {
  constructor(private readonly kept: Kept) {}

  /** Has the processor make a promised refund. Made ones are left alone, and those that the seller gives back. Throws ProcessorFault when it does not answer. */
  async make(refundId: string, cause: string): Promise<void> {
    const { db, processors } = this.kept;
    const refund = await db.prisma.refund.findUniqueOrThrow({ where: { id: refundId }, include: { payment: true } });
    if (refund.status !== 'PROMISED' || refund.bySeller) return;
    const { processor: name, processorRef: ref } = refund.payment!;
    // What has come back is another request: to the same key the processor would say that it was made.
    const key = refund.timesReturned > 0 ? `${refund.id}:${refund.timesReturned}` : refund.id;
    try {
      const processor = processors.of(name);
      const made = await processor.refund({ ref: ref!, amountMinor: refund.amountMinor, currency: refund.currency, key });
      // Who sends notices may tell of money that came back; a notice can be lost, or be here before this is kept.
      const isWatched = processor.readNotice !== undefined;
      await takeStep(this.kept, cause, (step: Step) => keepMadeRefund(step, refund, made, { isWatched }));
    } catch (error) {
      if (error instanceof ProcessorFault) await takeStep(this.kept, cause, (step: Step) => keepFailedTry(step, refund.id, error.message));
      throw error;
    }
  }

  /** Asks whether a refund that was made has come back. */
  async look(refundId: string, cause: string): Promise<void> {
    const { db, processors } = this.kept;
    const refund = await db.prisma.refund.findUniqueOrThrow({ where: { id: refundId }, include: { payment: true } });
    const ref = refund.processorRef;
    if (refund.status !== 'MADE' || ref === null) return;
    const state = await processors.of(refund.payment!.processor).retrieveRefund(ref);
    await takeStep(this.kept, cause, async (step: Step) => {
      if (state.status === 'FAILED') await keepReturnedRefund(step, ref, state.reason);
      else await planWatch(step, refund);
    });
  }
}
