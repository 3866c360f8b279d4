import { aViewer } from '@marquee/platform/testing';
import type { Viewer } from '@marquee/platform';
import { startWorld, type World } from './world';

describe('an account that is not active', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });

  const tellActive = ({ id }: Viewer, version: number, active: boolean) =>
    world.tell('user.updated', id, { userId: id, version, active, reputation: 50 });
  const copyOf = ({ id }: Viewer) => world.sql('SELECT version, active, erased FROM people WHERE id = $1', [id]);

  it('changes nothing, by any mutation; and may again once it is active', async () => {
    const tier = await world.aTier();
    const buyer = aViewer();
    const { order, payment } = await world.checkout(buyer, [{ tierId: tier.id, quantity: 1 }]);
    await tellActive(buyer, 2, false);
    await tellActive(tier.organiser, 2, false);
    const price = '{ amountMinor: 100, currency: "CAD" }';
    for (const [viewer, mutation] of [
      [buyer, `checkout(input: { items: [{ tierId: "${tier.id}", quantity: 1 }] })`],
      [buyer, `confirmPayment(input: { paymentId: "${payment!.id}", paymentMethod: "pm_card_visa" })`],
      [buyer, `completePaymentAction(input: { paymentId: "${payment!.id}", proof: "approve" })`],
      [buyer, `cancelOrder(input: { orderId: "${order.id}" })`],
      [buyer, `refundOrder(input: { orderId: "${order.id}" })`],
      [tier.organiser, `createTicketTier(input: { eventId: "${tier.event.eventId}", name: "B", price: ${price}, quantity: 1 })`],
      [tier.organiser, `updateTicketTier(input: { tierId: "${tier.id}", name: "B" })`],
    ] as const) {
      const { change } = await world.run(viewer, `mutation { change: ${mutation} { __typename ... on UserError { code } } }`);
      expect([mutation, change]).toEqual([mutation, { __typename: 'NotAllowed', code: 'FORBIDDEN' }]);
    }
    expect(await world.sql('SELECT 1 FROM sandbox_charges')).toEqual([]);
    expect(await world.remaining(tier.id)).toBe(9);

    await tellActive(buyer, 3, true);
    expect(await world.confirm(buyer, payment!.id)).toMatchObject({ __typename: 'ConfirmPaymentSuccess' });
  });

  it('is known from the newest fact; an erased person stays closed, whatever comes late', async () => {
    const [ada, bo] = [aViewer(), aViewer()];
    for (const [version, active] of [
      [3, false],
      [2, true],
      [3, false],
    ] as const)
      await tellActive(ada, version, active);
    expect(await copyOf(ada)).toEqual([{ version: 3, active: false, erased: false }]);
    for (const person of [ada, bo]) {
      await world.tell('user.erased', person.id, { userId: person.id });
      await world.tell('user.erased', person.id, { userId: person.id });
      await tellActive(person, 9, true);
      expect(await copyOf(person)).toMatchObject([{ active: false, erased: true }]);
    }
  });
});
