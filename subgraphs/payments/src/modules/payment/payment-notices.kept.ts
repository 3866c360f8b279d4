import { isId, takeStep, type PublicHandler } from '@marquee/platform';
import type { Step } from '../../context';
import type { Payment } from '../../generated/prisma/client';
import type { Kept } from '../../kept';
import { NoticeRefused, type Notice, type Processor } from '../../ports/processor';
import { keepReturnedRefund } from '../refund/refund.store';
import { keepNotice, type ReceivedNotice } from './payment-notices.store';
import { keepIntent } from './payment.store';

/**
 * Answers the notices that a processor sends. A notice says only what to ask about; what is true is asked of the processor then, so late,
 * doubled and disordered ones end alike. It is acknowledged when its effect is committed: the processor sends again what is not.
 */
export function answerNotices(kept: Kept, name: string): PublicHandler {
  return async ({ headers, body, caller }) => {
    const processor = kept.processors.find(name);
    if (!processor?.readNotice) return answer(404, 'This platform expects no notices here.');
    let notice: Notice;
    try {
      notice = processor.readNotice({ headers, body });
    } catch (error) {
      if (!(error instanceof NoticeRefused)) throw error;
      kept.logger.warn({ processor: name, reason: error.message }, 'a notice was refused');
      return answer(400, error.message);
    }
    await takeIn(kept, processor, notice, caller.correlationId);
    return answer(200, 'taken in');
  };
}

const answer = (status: number, text: string) => ({ status, headers: { 'content-type': 'text/plain' }, body: Buffer.from(`${text}\n`) });

async function takeIn(kept: Kept, processor: Processor, { id, about }: Notice, cause: string): Promise<void> {
  if (about.kind === 'OTHER') return;
  const received: ReceivedNotice = { processor: processor.name, id, ref: about.ref };
  const where = { processor_id: { processor: processor.name, id } };
  if (await kept.db.prisma.processorNotice.findUnique({ where })) return;
  switch (about.kind) {
    case 'DISPUTE':
      return kept.disputes.look(processor, about.ref, cause, received);
    case 'PAYEE':
      return takePayeeIn(kept, processor, received, cause);
    case 'REFUND':
      return takeRefundIn(kept, processor, received, about.ref, cause);
    case 'PAYMENT':
      return takePaymentIn(kept, processor, received, { ...about, cause });
  }
}

async function takePaymentIn(
  kept: Kept,
  processor: Processor,
  received: ReceivedNotice,
  about: { ref: string; paymentId: string | null; cause: string },
): Promise<void> {
  const { cause } = about;
  const payment = await paymentOf(kept, processor, about);
  if (payment) return kept.charging.look(payment.id, cause, received);
  if (await kept.plans.takeNoticeIn(processor, about, cause, received)) return;
  const { state } = await processor.retrieve(about.ref);
  if (state.status !== 'SUCCEEDED') return;
  kept.logger.error({ processor: processor.name, ref: about.ref }, 'the processor tells of money for which there is no payment');
  await takeStep(kept, cause, (step: Step) => keepNotice(step, received, { matched: false }));
}

/** The payment that the processor means. Where the answer that held its reference was lost, the notice brings it. */
async function paymentOf(
  kept: Kept,
  processor: Processor,
  { ref, paymentId, cause }: { ref: string; paymentId: string | null; cause: string },
): Promise<Payment | null> {
  const { payment } = kept.db.prisma;
  const known = await payment.findFirst({ where: { processor: processor.name, processorRef: ref } });
  if (known || !paymentId || !isId(paymentId)) return known;
  const unprepared = await payment.findFirst({ where: { processor: processor.name, id: paymentId, processorRef: null } });
  if (!unprepared) return null;
  const intent = await processor.retrieve(ref);
  await takeStep(kept, cause, (step: Step) => keepIntent(step, unprepared, intent));
  return payment.findFirst({ where: { processor: processor.name, processorRef: ref } });
}

async function takeRefundIn(kept: Kept, processor: Processor, notice: ReceivedNotice, ref: string, cause: string): Promise<void> {
  const state = await processor.retrieveRefund(ref);
  await takeStep(kept, cause, async (step: Step) => {
    await keepNotice(step, notice);
    if (state.status !== 'FAILED' || (await kept.plans.keepReturned(step, ref, state.reason))) return;
    await keepReturnedRefund(step, ref, state.reason);
  });
}

/** What changed of the account of somebody who is paid is asked then; accounts that are not ours to pay are none of our affair. */
async function takePayeeIn(kept: Kept, processor: Processor, notice: ReceivedNotice, cause: string): Promise<void> {
  const payee = await kept.db.prisma.payee.findFirst({ where: { processor: processor.name, processorRef: notice.ref } });
  if (payee) await kept.payouts.look(payee, cause);
  await takeStep(kept, cause, (step: Step) => keepNotice(step, notice));
}
