import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterTests } from '@marquee/platform/testing';
import Stripe from 'stripe';
import { StripeServer, type StripeServerOptions } from './server';

/** A server with Stripe's SDK pointed at it; closed after the tests. The SDK tries once and waits 5 seconds unless told otherwise. */
export async function aServer(options: StripeServerOptions & { retries?: number; timeout?: number } = {}) {
  const server = await StripeServer.start(options);
  afterTests(() => server.close());
  const { retries = 0, timeout = 5_000 } = options;
  const stripe = new Stripe(server.key, { ...server.config, maxNetworkRetries: retries, timeout, telemetry: false });
  return { server, stripe };
}

export const NO_REDIRECTS = { automatic_payment_methods: { enabled: true, allow_redirects: 'never' as const } };

/** Twenty dollars, paid in one request. */
export const paid = (stripe: Stripe, payment_method = 'pm_card_visa', more: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
  stripe.paymentIntents.create({ amount: 2_000, currency: 'usd', confirm: true, payment_method, ...NO_REDIRECTS, ...more });

export const typesOf = (server: StripeServer) => server.events().map(({ type }) => type);

/** Returns the error of a request that is refused. */
export const refusal = (asked: Promise<unknown>): Promise<Stripe.errors.StripeError> =>
  asked.then(
    () => Promise.reject(new Error('it was not refused')),
    (error: unknown) => error as Stripe.errors.StripeError,
  );

export interface Received {
  body: string;
  signature: string;
}

/** Where webhooks arrive: keeps each and returns the statuses in turn, then 200. Closed after the tests. */
export async function aReceiver(statuses: number[] = []) {
  const received: Received[] = [];
  const http = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ body, signature: String(request.headers['stripe-signature']) });
      response.writeHead(statuses.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  afterTests(
    () =>
      new Promise<void>((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  );
  return { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/webhooks`, received };
}
