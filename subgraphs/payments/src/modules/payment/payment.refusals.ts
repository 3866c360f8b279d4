import { Refusal } from '@marquee/platform';

export const paymentDeclined = (declineCode: string, reason: string) =>
  new Refusal(
    'PaymentDeclined',
    'NOT_ALLOWED_NOW',
    `${reason} Nothing was charged. Try another payment method.`,
    { declineCode },
    { nextStep: 'CHOOSE_OTHER' },
  );

/** A try that is refused here is kept like one that a bank has declined. */
export const NOT_ACCEPTED = {
  status: 'DECLINED' as const,
  declineCode: 'not_accepted',
  declineReason: 'This payment cannot be accepted right now.',
};

/** The same for everybody, whatever the reason: it would only help whoever tries cards. */
export const paymentRefused = () =>
  new Refusal(
    'PaymentRefused',
    'NOT_ALLOWED_NOW',
    `${NOT_ACCEPTED.declineReason} Nothing was charged. Wait for a while before you try again.`,
    {},
    { retryable: true },
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
