import { Refusal } from '@marquee/platform';

export const paymentDeclined = (declineCode: string, reason: string) =>
  new Refusal(
    'PaymentDeclined',
    'NOT_ALLOWED_NOW',
    `${reason} Nothing was charged. Try another payment method.`,
    { declineCode },
    { nextStep: 'CHOOSE_OTHER' },
  );

export const actionRequired = (actionUrl: string | null) =>
  new Refusal(
    'PaymentActionRequired',
    'NOT_ALLOWED_NOW',
    'Your bank wants a further step. Take it, then complete the payment.',
    { actionUrl },
    { retryable: true, nextStep: 'COMPLETE_ACTION' },
  );

export const processorUnavailable = () =>
  new Refusal(
    'ProcessorUnavailable',
    'NOT_ALLOWED_NOW',
    'The payment processor does not answer. Repeat the same request in a moment: nothing is charged twice.',
    {},
    { retryable: true },
  );
