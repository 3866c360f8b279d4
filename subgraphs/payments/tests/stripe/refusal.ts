import type Stripe from 'stripe';

interface Raw {
  type: Stripe.RawErrorType;
  message: string;
  code?: string;
  param?: string;
  decline_code?: string;
  advice_code?: string;
  network_decline_code?: string;
  charge?: string;
  payment_intent?: Stripe.PaymentIntent;
  payment_method?: Stripe.PaymentMethod;
}

/** What Stripe says instead of doing the request: a status and an error in Stripe's shape. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly error: Raw,
    readonly headers: Record<string, string> = {},
  ) {
    super(error.message);
  }

  body(requestId: string, account: string): string {
    const { code, ...rest } = this.error;
    const documented = code ? { code, doc_url: `https://docs.stripe.com/error-codes/${code.replaceAll('_', '-')}` } : {};
    const log =
      this.status === 401 ? {} : { request_log_url: `https://dashboard.stripe.com/${account}/test/workbench/logs?object=${requestId}` };
    return JSON.stringify({ error: { ...documented, ...rest, ...log } }, null, 2);
  }
}

export const invalid = (message: string, more: Omit<Raw, 'message' | 'type'> = {}): Refusal =>
  new Refusal(400, { type: 'invalid_request_error', message, ...more });

/** `status` is 404 for what the address names, 400 for what a parameter names. */
export const missing = (what: string, id: string, param: string, status: 400 | 404): Refusal =>
  new Refusal(status, { type: 'invalid_request_error', code: 'resource_missing', message: `No such ${what}: '${id}'`, param });

export const unexpectedState = (message: string, intent: Stripe.PaymentIntent): Refusal =>
  invalid(message, { code: 'payment_intent_unexpected_state', payment_intent: structuredClone(intent) });
