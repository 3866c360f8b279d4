import { takeStep } from '@marquee/platform';
import type { Step } from '../../context';
import type { Payee } from '../../generated/prisma/client';
import type { Kept } from '../../kept';
import { PayeeRefused, ProcessorFault } from '../../ports/processor';
import { keepPayeeRef, keepPayeeState } from './payee.store';
import {
  keepFailedPayout,
  keepMadePayout,
  keepUnknownPayout,
  mayBePaid,
  promisePayouts,
  withdrawPayout,
  withholdPayout,
} from './payout.store';

/** Who could not be looked at waits so long. */
const AFTER_A_FAULT_MS = 15 * 60_000;

/**
 * Sends people what they have earned, in two steps: the promise is posted under the lock of their accounts, then the processor is asked with
 * the payout's id as the key, as often as it takes. One whose outcome is not known is never given up, because it may have been sent.
 */
export class Payouts {
  constructor(private readonly kept: Kept) {}

  /** Has the processor open the account of a payee, if that was not done, and says where they prove who they are; null: nowhere. */
  async onboard(payeeId: string, cause: string): Promise<string | null> {
    const { db, processors } = this.kept;
    const payee = await db.prisma.payee.findUniqueOrThrow({ where: { id: payeeId } });
    const processor = processors.of(payee.processor);
    const ref = payee.processorRef ?? (await processor.openPayee({ key: payee.id, country: payee.country })).ref;
    if (!payee.processorRef) await takeStep(this.kept, cause, (step: Step) => keepPayeeRef(step, payeeId, ref));
    await this.look({ ...payee, processorRef: ref }, cause);
    return processor.onboardingUrl(ref);
  }

  /** Asks the processor whether a payee can be paid. */
  async look({ id, processor, processorRef }: Pick<Payee, 'id' | 'processor' | 'processorRef'>, cause: string): Promise<void> {
    const state = await this.kept.processors.of(processor).retrievePayee(processorRef!);
    await takeStep(this.kept, cause, (step: Step) => keepPayeeState(step, id, state.status));
  }

  /** The same in its turn. It is put off before: one that always fails holds no other up. */
  async lookInTurn(payee: Payee, cause: string): Promise<void> {
    const { db, clock } = this.kept;
    await db.prisma.payee.update({ where: { id: payee.id }, data: { nextCheckAt: new Date(clock.now().getTime() + AFTER_A_FAULT_MS) } });
    await this.look(payee, cause);
  }

  /** Pays a payee what is due, and returns the payouts' ids. */
  async pay(payeeId: string, cause: string): Promise<string[]> {
    return takeStep(this.kept, cause, (step: Step) => promisePayouts(step, payeeId));
  }

  async make(payoutId: string, cause: string): Promise<void> {
    const { db, processors } = this.kept;
    const payout = await db.prisma.payout.findUniqueOrThrow({ where: { id: payoutId } });
    if (payout.status !== 'PROMISED') return;
    const { id: key, destination, amountMinor, currency } = payout;
    const mayGo = await takeStep(this.kept, cause, (step: Step) => mayBePaid(step, payout.payeeId));
    try {
      const processor = processors.of(payout.processor);
      // It may have been sent before they were suspended, and the answer been lost.
      const sent =
        mayGo || payout.decision === 'SEND'
          ? await processor.transfer({ key, destination, amountMinor, currency })
          : await processor.findTransfer(key);
      if (!sent && payout.decision === 'WITHDRAW') return takeStep(this.kept, cause, (step: Step) => withdrawPayout(step, payout));
      if (!sent) return takeStep(this.kept, cause, (step: Step) => withholdPayout(step, payout));
      const { ref } = sent;
      await takeStep(this.kept, cause, (step: Step) => keepMadePayout(step, payout, ref));
    } catch (error) {
      if (error instanceof PayeeRefused) return takeStep(this.kept, cause, (step: Step) => keepFailedPayout(step, payout, error.message));
      if (error instanceof ProcessorFault) await takeStep(this.kept, cause, (step: Step) => keepUnknownPayout(step, payout, error.message));
      throw error;
    }
  }
}
