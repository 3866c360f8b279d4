import Stripe from 'stripe';
import { DAY, HOUR } from './account';
import { aReceiver, aServer, paid, refusal } from './a-server';

const idsOf = (received: { body: string }[]) => received.map(({ body }) => (JSON.parse(body) as Stripe.Event).id);

describe('webhooks', () => {
  test('are signed, and are the events that the API has', async () => {
    const { server, stripe } = await aServer();
    const { url, received } = await aReceiver();
    const { secret } = server.webhooks.add(url, ['payment_intent.succeeded']);
    const { id } = await paid(stripe);
    expect(await server.webhooks.deliver()).toMatchObject([{ delivered: true, last: 200 }]);
    const event = stripe.webhooks.constructEvent(received[0]!.body, received[0]!.signature, secret);
    expect(event).toMatchObject({ type: 'payment_intent.succeeded', livemode: false, data: { object: { id, status: 'succeeded' } } });
    expect(await stripe.events.retrieve(event.id)).toMatchObject({ id: event.id, pending_webhooks: 0, data: { object: { id } } });
    expect((await stripe.events.list({ type: 'payment_intent.*' })).data.map(({ type }) => type)).toEqual([
      'payment_intent.succeeded',
      'payment_intent.created',
    ]);
    await server.advance(31 * DAY);
    expect(await refusal(stripe.events.retrieve(event.id))).toMatchObject({ statusCode: 404 });
  });

  test('can be forged and replayed, and the signature tells', async () => {
    const { server, stripe } = await aServer();
    const { url, received } = await aReceiver([400, 400]);
    const { secret } = server.webhooks.add(url, ['payment_intent.succeeded']);
    await paid(stripe);
    const tried = await server.webhooks.deliver({ secret: 'whsec_other' });
    await server.webhooks.resend(tried[0]!.event.id, { signedAgo: 301 });
    for (const { body, signature } of received) {
      expect(() => stripe.webhooks.constructEvent(body, signature, secret)).toThrow(Stripe.errors.StripeSignatureVerificationError);
    }
  });

  test('come late, twice, out of order or never', async () => {
    const { server, stripe } = await aServer();
    const { url, received } = await aReceiver();
    server.webhooks.add(url);
    await paid(stripe);
    const [created, charged, succeeded, updated] = server.events().map(({ id }) => id);
    await server.webhooks.deliver({
      late: ({ type }) => type === 'payment_intent.created',
      shuffled: true,
      lost: ({ id }) => id === updated,
    });
    expect(idsOf(received)).toEqual([succeeded, charged]);
    expect(server.webhooks.undelivered().map(({ event }) => event.id)).toEqual([created, updated]);
    await server.webhooks.deliver({ twice: true });
    expect(idsOf(received).slice(2)).toEqual([created, created]);
    await server.webhooks.resend(updated!);
    expect(server.webhooks.undelivered()).toEqual([]);
  });

  test('are tried again for three days when they are not taken', async () => {
    const { server, stripe } = await aServer();
    const { url, received } = await aReceiver([500, 302, 404]);
    server.webhooks.add(url, ['payment_intent.succeeded']);
    await paid(stripe);
    await server.webhooks.deliver();
    expect(server.webhooks.undelivered()).toMatchObject([{ attempts: 1, last: 500 }]);
    await server.advance(HOUR);
    expect(server.webhooks.undelivered()).toMatchObject([{ attempts: 3, last: 404 }]);
    await server.advance(HOUR);
    expect(received).toHaveLength(3);
    await server.advance(DAY);
    expect(server.webhooks.undelivered()).toEqual([]);
    expect(new Set(idsOf(received)).size).toBe(1);
  });

  test('that are sent late are tried again with the same pauses', async () => {
    const { server, stripe } = await aServer();
    const { url, received } = await aReceiver([500]);
    server.webhooks.add(url, ['payment_intent.succeeded']);
    await paid(stripe);
    await server.advance(DAY);
    await server.webhooks.deliver();
    await server.advance(60_000);
    expect(received).toHaveLength(1);
    await server.advance(4 * 60_000);
    expect(received).toHaveLength(2);
  });

  test('are given up after three days', async () => {
    const { server, stripe } = await aServer();
    server.webhooks.add('http://127.0.0.1:9/nobody', ['payment_intent.succeeded']);
    await paid(stripe);
    await server.webhooks.deliver();
    await server.advance(7 * DAY);
    const { attempts } = server.webhooks.undelivered()[0]!;
    await server.advance(7 * DAY);
    expect(server.webhooks.undelivered()).toMatchObject([{ attempts }]);
    expect(attempts).toBe(10);
  });

  test('go out by themselves when the server is asked to', async () => {
    const { server, stripe } = await aServer({ automaticWebhooks: true });
    const { url, received } = await aReceiver();
    server.webhooks.add(url);
    await paid(stripe);
    await server.advance(0);
    expect(idsOf(received)).toEqual(server.events().map(({ id }) => id));
    expect(server.webhooks.undelivered()).toEqual([]);
  });
});
