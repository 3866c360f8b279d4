import { invalidInput, Refusal } from '@marquee/platform';

const MESSAGES = {
  METHOD_NEEDED: 'Save a payment method first.',
  ALREADY_SUBSCRIBED: 'You have a plan already: change it.',
  NOT_SUBSCRIBED: 'You have no plan that is paid for.',
  SAME_PLAN: 'You have this plan already.',
  PAST_DUE: 'The last renewal is not paid: save another payment method, or cancel.',
  ENDING: 'The plan ends with its period: keep it first.',
  PAYMENT_UNDER_WAY: 'A payment for your plan is under way. Wait for what comes of it.',
  DISPUTED: 'Your bank calls a payment for the plan back: it cannot go on until that is decided.',
  NOTHING_LEFT: 'No more than what is left of the payment can go back.',
} as const;

export type PlanRefusalReason = keyof typeof MESSAGES;

/** The plan stays as it is. */
export const planRefused = (reason: PlanRefusalReason) => new Refusal('PlanRefused', 'NOT_ALLOWED_NOW', MESSAGES[reason], { reason });

export const tooManyMethods = (most: number, retryAt: Date) =>
  new Refusal(
    'TooManyRequests',
    'RATE_LIMITED',
    `At most ${most} payment methods are saved in a day.`,
    { retryAt },
    { retryable: true, nextStep: 'WAIT' },
  );

export const unknownMethodRefused = () => invalidInput('paymentMethod', 'must be a payment method of this processor');
