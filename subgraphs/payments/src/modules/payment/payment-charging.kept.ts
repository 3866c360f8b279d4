import { createHash } from 'node:crypto';
import { invalidInput, rowsOf, takeStep } from '@marquee/platform';
import type { Step } from '../../context';
import type { Payment, PaymentAttempt } from '../../generated/prisma/client';
import type { Kept } from '../../kept';
import { ProcessorFault, UNKNOWN_METHOD, type Intent } from '../../ports/processor';
import type { CardFacts } from '../risk/risk.types';
import { areJudged } from '../risk/risk.store';
import { actionRequired, NOT_ACCEPTED, paymentDeclined, paymentRefused, processorUnavailable } from './payment.refusals';
import { keepIntent, OPEN_ATTEMPTS, planCheck, takeAnswerIn, takeStrayIn } from './payment.store';
import { keepNotice, type ReceivedNotice } from './payment-notices.store';
import { keepClosed } from './payment-parts.store';

const unprepared = rowsOf<Payment>('Payment', 'order_id = $1::uuid AND superseded_at IS NULL AND processor_ref IS NULL ORDER BY position');

/**
 * Charges the money of orders, exactly once. Each try is a row first (committed), then a call to the processor with the row's id as the
 * key (outside any transaction, as often as needed), then the answer is taken in under the order's lock. A process that dies between two
 * of these leaves an open attempt, which the next request or the job carries on from; the key sees to it that it is one charge.
 */
export class Charging {
  constructor(private readonly kept: Kept) {}

  /** Has the processor prepare the payments of an order, where that was not done. Orders that cost nothing have none. */
  async prepare(orderId: string, cause: string): Promise<void> {
    for (const payment of await unprepared(this.kept.db, [orderId])) {
      const { id: key, amountMinor, currency, processor } = payment;
      const intent = await this.kept.processors.of(processor).createIntent({ amountMinor, currency, orderId, key });
      await takeStep(this.kept, cause, (step: Step) => keepIntent(step, payment, intent));
    }
  }

  /** Sees to it that a payment which was divided is not charged any more. What came of it all the same goes back. */
  async close(paymentId: string, cause: string, notice: ReceivedNotice | null = null): Promise<void> {
    const { db, processors, refunds } = this.kept;
    const payment = await db.prisma.payment.findUniqueOrThrow({ where: { id: paymentId } });
    if (!payment.processorRef || payment.status === 'SUCCEEDED') return;
    const { state } = await processors.of(payment.processor).cancelIntent(payment.processorRef);
    const refundId = await takeStep(this.kept, cause, async (step: Step) => {
      await keepNotice(step, notice);
      await keepClosed(step, paymentId, state.status === 'PROCESSING');
      return takeStrayIn(step, payment, state);
    });
    if (refundId) await refunds.make(refundId, cause).catch(() => undefined);
  }

  /** Asks the processor about a try, if it has not answered for good, and takes its answer in. Returns the try as it then is. */
  async carryOn(
    attemptId: string,
    cause: string,
    { proof = null, notice = null }: { proof?: string | null; notice?: ReceivedNotice | null } = {},
  ): Promise<PaymentAttempt> {
    const { db, refunds } = this.kept;
    const attempt = await db.prisma.paymentAttempt.findUniqueOrThrow({ where: { id: attemptId }, include: { payment: true } });
    const intent = await this.askProcessor(attempt, proof);
    if (!intent) return attempt;
    const { taken, refundId } = await takeStep(this.kept, cause, async (step: Step) => {
      await keepNotice(step, notice);
      return takeAnswerIn(step, attempt, intent);
    });
    // The promise stands; the job makes it if we cannot.
    if (refundId) await refunds.make(refundId, cause).catch(() => undefined);
    return taken;
  }

  /** Asks the processor what became of a payment that is not settled, tried here or not, and takes it in, with the notice that said so. */
  async look(paymentId: string, cause: string, notice: ReceivedNotice | null = null): Promise<void> {
    const { db, processors, refunds } = this.kept;
    const payment = await db.prisma.payment.findUniqueOrThrow({
      where: { id: paymentId },
      include: { attempts: { where: { status: { in: OPEN_ATTEMPTS } } } },
    });
    if (payment.supersededAt) return this.close(paymentId, cause, notice);
    try {
      const [open] = payment.attempts;
      if (open) return void (await this.carryOn(open.id, cause, { notice }));
      const { state } = await processors.of(payment.processor).retrieve(payment.processorRef!);
      const refundId = await takeStep(this.kept, cause, async (step: Step) => {
        await keepNotice(step, notice);
        return takeStrayIn(step, payment, state);
      });
      if (refundId) await refunds.make(refundId, cause).catch(() => undefined);
    } finally {
      await takeStep(this.kept, cause, (step: Step) => planCheck(step, paymentId));
    }
  }

  /** What the processor tells of a card before it is charged: nobody fails to pay because it does not. */
  async cardOf({ processor }: Payment, method: string): Promise<CardFacts> {
    if (!areJudged(this.kept.settings)) return UNKNOWN_CARD;
    const described = this.kept.processors.of(processor).describeMethod?.(method);
    return (await described?.catch(() => UNKNOWN_CARD)) ?? UNKNOWN_CARD;
  }

  private async askProcessor(attempt: PaymentAttempt & { payment: Payment }, proof: string | null): Promise<Intent | null> {
    const processor = this.kept.processors.of(attempt.payment.processor);
    const { id: key, method, status, stepUp } = attempt;
    const ref = attempt.payment.processorRef!;
    if (status === 'STARTED') return processor.confirm({ ref, method, key, ...(stepUp ? { stepUp } : {}) });
    if (status === 'REQUIRES_ACTION' && proof !== null) return processor.completeAction({ ref, proof, key: `${key}:${digest(proof)}` });
    // Also one that waits for its buyer: the step at the bank may be done, and the page closed.
    return status === 'PROCESSING' || status === 'REQUIRES_ACTION' ? processor.retrieve(ref) : null;
  }
}

/** Runs what asks the processor; its faults become refusals. */
export async function asRefusals<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProcessorFault) throw processorUnavailable();
    throw error;
  }
}

/** Refuses for a try that failed, or waits for its buyer. */
export function refuseFailed({ status, declineCode, declineReason, actionUrl }: PaymentAttempt): void {
  if (status === 'REQUIRES_ACTION') throw actionRequired(actionUrl);
  if (status !== 'DECLINED') return;
  if (declineCode === NOT_ACCEPTED.declineCode) throw paymentRefused();
  if (declineCode === UNKNOWN_METHOD) throw invalidInput('paymentMethod', 'must be a payment method of this processor');
  throw paymentDeclined(declineCode!, declineReason!);
}

const UNKNOWN_CARD: CardFacts = { fingerprint: null, country: null };

/** Another proof is another request: after a lost answer the buyer may well come back with a better one. */
const digest = (proof: string) => createHash('sha256').update(proof).digest('hex').slice(0, 16);
