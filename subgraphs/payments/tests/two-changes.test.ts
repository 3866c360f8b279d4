import { aViewer } from '@marquee/platform/testing';
import { startWorld, type World } from './world';

/** One request with two mutations: the second shows what the first changed, though it loaded the same things before. */
describe('two changes in one request', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });

  it('tiers: the second that is made, or changed, shows the first', async () => {
    const organiser = aViewer();
    const { eventId } = await world.anEvent({ creatorId: organiser.id });
    const input = (name: string) => `{ eventId: "${eventId}", name: "${name}", price: { amountMinor: 100, currency: "CAD" }, quantity: 5 }`;
    const tiers = 'tier { id event { ticketTiers { name } } }';
    const made = await world.run(
      organiser,
      `mutation { a: createTicketTier(input: ${input('Floor')}) { ... on CreateTicketTierSuccess { ${tiers} } }
                  b: createTicketTier(input: ${input('Balcony')}) { ... on CreateTicketTierSuccess { ${tiers} } } }`,
    );
    expect(made.a.tier.event.ticketTiers).toEqual([{ name: 'Floor' }]);
    expect(made.b.tier.event.ticketTiers).toEqual([{ name: 'Floor' }, { name: 'Balcony' }]);

    const changed = await world.run(
      organiser,
      `mutation { a: updateTicketTier(input: { tierId: "${made.a.tier.id}", name: "Front" }) { ... on UpdateTicketTierSuccess { ${tiers} } }
                  b: updateTicketTier(input: { tierId: "${made.b.tier.id}", name: "Back" }) { ... on UpdateTicketTierSuccess { ${tiers} } } }`,
    );
    expect(changed.b.tier.event.ticketTiers).toEqual([{ name: 'Front' }, { name: 'Back' }]);
  });

  const LEFT = 'order { id status tickets { status } items { tier { remaining } } } ';

  it('checkouts and cancellations: the second shows the places that the first took or freed', async () => {
    const { id } = await world.aTier({ quantity: 10 });
    const buyer = aViewer();
    const checkout = `checkout(input: { items: [{ tierId: "${id}", quantity: 2 }] }) { ... on CheckoutSuccess { ${LEFT} payment { id status } } }`;
    const { a, b } = await world.run(buyer, `mutation { a: ${checkout} b: ${checkout} }`);
    const remaining = ({ order }: typeof a) => order.items[0].tier.remaining;
    expect([a, b].map(remaining)).toEqual([8, 6]);
    expect([a, b].map(({ payment }) => payment.status)).toEqual(['REQUIRES_METHOD', 'REQUIRES_METHOD']);

    const cancel = ({ order }: typeof a) => `cancelOrder(input: { orderId: "${order.id}" }) { ... on CancelOrderSuccess { ${LEFT} } }`;
    const cancelled = await world.run(buyer, `mutation { a: ${cancel(a)} b: ${cancel(b)} }`);
    expect([cancelled.a, cancelled.b].map(remaining)).toEqual([8, 10]);
    expect(cancelled.b.order.status).toBe('CANCELLED');
  });

  it('payments and refunds: the second shows the order as the first left it', async () => {
    const { id } = await world.aTier();
    const buyer = aViewer();
    const { order, payment } = await world.checkout(buyer, [{ tierId: id, quantity: 2 }]);
    const paid = await world.run(
      buyer,
      `mutation { a: confirmPayment(input: { paymentId: "${payment!.id}", paymentMethod: "pm_card_3ds" }) { __typename }
                  b: completePaymentAction(input: { paymentId: "${payment!.id}", proof: "approve" }) { ... on CompletePaymentActionSuccess { ${LEFT} } }
                  c: confirmPayment(input: { paymentId: "${payment!.id}", paymentMethod: "pm_card_visa" }) { ... on ConfirmPaymentSuccess { order { status payment { status } tickets { id } } } } }`,
    );
    expect(paid.a.__typename).toBe('PaymentActionRequired');
    expect(paid.b.order).toMatchObject({ status: 'PAID', tickets: [{}, {}] });
    expect(paid.c.order).toMatchObject({ status: 'PAID', payment: { status: 'SUCCEEDED' }, tickets: [{}, {}] });

    const refund = (ticketId: string) =>
      `refundOrder(input: { orderId: "${order.id}", ticketIds: ["${ticketId}"] }) { ... on RefundOrderSuccess { ${LEFT} refund { status } } }`;
    const [first, second] = paid.c.order.tickets;
    const { a, b } = await world.run(buyer, `mutation { a: ${refund(first.id)} b: ${refund(second.id)} }`);
    expect(a.order).toMatchObject({ status: 'PARTIALLY_REFUNDED', items: [{ tier: { remaining: 9 } }] });
    expect(b.order).toMatchObject({ status: 'REFUNDED', tickets: [{ status: 'REFUNDED' }, { status: 'REFUNDED' }] });
    expect(b.refund.status).toBe('MADE');
  });
});

describe('ids in capitals', () => {
  it('are found: by argument, by reference and in inputs', async () => {
    const world = await startWorld();
    const tier = await world.aTier();
    const buyer = aViewer();
    const { order, payment } = await world.checkout(buyer, [{ tierId: tier.id.toUpperCase(), quantity: 2 }]);
    expect((await world.run(buyer, 'query($id: ID!) { order(id: $id) { id } }', { id: order.id.toUpperCase() })).order.id).toBe(order.id);
    const paid = await world.confirm(buyer, payment!.id.toUpperCase());
    const ticketIds = [paid.order.tickets[0]!.id.toUpperCase()];
    for (const [__typename, id] of [
      ['Order', order.id],
      ['Payment', payment!.id],
      ['Ticket', paid.order.tickets[0]!.id],
      ['TicketTier', tier.id],
    ] as const) {
      const { data } = await world.entity(buyer, { __typename, id: id.toUpperCase() }, '{ id }');
      expect(data!._entities).toEqual([{ id }]);
    }
    expect(await world.refund(buyer, { orderId: order.id.toUpperCase(), ticketIds })).toMatchObject({ order: { id: order.id } });
  });
});
