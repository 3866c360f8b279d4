import { takeStep } from '@marquee/platform';
import type { Step } from '../../context';
import type { Kept } from '../../kept';
import { ProcessorFault } from '../../ports/processor';
import { keepFailedTry, keepMadeRefund } from './refund.store';

/**
 * Gives money back in two steps. The promise is made in the transaction that takes the tickets, under the order's lock: from then on it
 * is certain, and in the ledger. The processor is asked after that, with the refund's id as the key, as often as it takes; a job takes
 * care of promises whose maker died. Each failure makes the next wait longer; one that fails for days is put before a person (FAILED).
 */
export class Refunds {
  constructor(private readonly kept: Kept) {}

  /** Has the processor make a promised refund. Made ones are left alone. Throws ProcessorFault when it does not answer. */
  async make(refundId: string, cause: string): Promise<void> {
    const { db, processor } = this.kept;
    const refund = await db.prisma.refund.findUniqueOrThrow({ where: { id: refundId }, include: { payment: true } });
    if (refund.status !== 'PROMISED') return;
    const request = { ref: refund.payment!.processorRef!, amountMinor: refund.amountMinor, key: refund.id };
    try {
      const made = await processor.refund(request);
      await takeStep(this.kept, cause, (step: Step) => keepMadeRefund(step, refund, made));
    } catch (error) {
      if (error instanceof ProcessorFault) await takeStep(this.kept, cause, (step: Step) => keepFailedTry(step, refund.id, error.message));
      throw error;
    }
  }
}
