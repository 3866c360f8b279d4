import { invalidInput, Refusal } from '@marquee/platform';
import { ProcessorFault, UNKNOWN_METHOD } from '../../ports/processor';

export const paymentDeclined = (declineCode: string, reason: string) =>
  declineCode === UNKNOWN_METHOD
    ? invalidInput('paymentMethod', 'is not a payment method of this processor')
    : new Refusal('PaymentDeclined', 'NOT_ALLOWED_NOW', `${reason} Nothing was charged. Try another payment method.`, { declineCode });

export const actionRequired = (actionUrl: string | null) =>
  new Refusal(
    'PaymentActionRequired',
    'NOT_ALLOWED_NOW',
    'Your bank wants a further step. Take it, then complete the payment.',
    { actionUrl },
    { retryable: true },
  );

const processorUnavailable = () =>
  new Refusal(
    'ProcessorUnavailable',
    'NOT_ALLOWED_NOW',
    'The payment processor does not answer. Repeat the same request in a moment: nothing is charged twice.',
    {},
    { retryable: true },
  );

/** Runs what asks the processor; its faults become refusals. */
export async function answering<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProcessorFault) throw processorUnavailable();
    throw error;
  }
}
