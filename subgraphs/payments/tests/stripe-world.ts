import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { PublicHandler } from '@marquee/platform';
import { afterTests } from '@marquee/platform/testing';
import { StripeServer, type StripeServerOptions } from './stripe/server';
import { startWorld, type World } from './world';

export interface StripeWorld {
  world: World;
  stripe: StripeServer;
}

/** The subgraph with Stripe as its processor: a server on this machine that speaks Stripe's API, and sends its webhooks to us. */
export async function startStripeWorld(options: StripeServerOptions = {}, settings: Record<string, string> = {}): Promise<StripeWorld> {
  const stripe = await StripeServer.start(options);
  afterTests(() => stripe.close());
  const ours: { handler?: PublicHandler } = {};
  const address = await listen((request) => ours.handler!(request));
  const { secret } = stripe.webhooks.add(`${address}/webhooks/stripe`);
  const world = await startWorld({
    settings: {
      ...settings,
      STRIPE_SECRET_KEY: stripe.key,
      STRIPE_PUBLISHABLE_KEY: 'pk_test_marquee',
      STRIPE_WEBHOOK_SECRET: `whsec_former, ${secret}`,
      STRIPE_API_URL: stripe.url,
    },
  });
  ours.handler = world.subgraph.publicHandlers!['/webhooks/stripe'];
  return { world, stripe };
}

/** What the gateway does with a public route. Returns the address. */
async function listen(handler: PublicHandler): Promise<string> {
  const server = createServer((request, response) => {
    const answer = async () => {
      const headers = request.headers as Record<string, string>;
      const caller = { viewer: null, correlationId: 'webhook' };
      return handler({ method: request.method!, path: request.url!, query: '', headers, body: await buffer(request), caller });
    };
    answer().then(
      ({ status, body }) => response.writeHead(status).end(body),
      () => response.writeHead(503).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterTests(() => new Promise((resolve) => (server.close(resolve), server.closeAllConnections())));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
