import type { Kind } from '../history';
import { mutate } from '../send';
import { anyone, mostly, some } from './draw';

const split: Kind = {
  name: 'splitOrder',
  weight: 3,
  draw: (random, known) => {
    const order = some(random, known, 'order');
    const values = {
      with: anyone(random, known),
      hundredths: random.whole(20, 80),
      whenMissing: random.pick(['BUYER_PAYS', 'ALL_GOES_BACK']),
    };
    return order && { by: mostly(random, known, order, 0.95), about: [order.index], values };
  },
  async send(operation, city) {
    const order = city.known.made(operation.about[0], 'order');
    if (!order?.facts.paymentId) return null;
    const buyer = city.known.people[order.by]!;
    const { data } = await city.post(buyer, `{ order(id: "${order.id}") { total { amountMinor } } }`);
    const total = (data?.order?.total.amountMinor as number | undefined) ?? 100;
    const first = Math.round((total * (operation.values.hundredths as number)) / 100);
    const other = city.known.people[operation.values.with as number]!;
    const input = {
      orderId: order.id,
      parts: [
        { userId: buyer.id, amountMinor: first },
        { userId: other.id, amountMinor: total - first },
      ],
      payBy: new Date(city.now().getTime() + 3_600_000).toISOString(),
      whenMissing: operation.values.whenMissing,
    };
    return mutate(city, city.known.people[operation.by]!, 'splitOrder', input, 'order { id payment { id } }', operation);
  },
  learn: ({ about, values }, { data }, known) => {
    const order = known.made(about[0], 'order')!;
    order.facts.paymentId = data.order.payment.id;
    order.facts.splitWith = values.with;
  },
};

/** What the other one has to pay. */
const payPart: Kind = {
  name: 'payPart',
  weight: 4,
  draw: (random, known) => {
    const orders = known.of('order').filter(({ facts }) => facts.splitWith !== undefined);
    const order = orders.length > 0 ? random.pick(orders) : null;
    const by = order && (random.chance(0.9) ? (order.facts.splitWith as number) : anyone(random, known));
    return (
      order && {
        by: by!,
        about: [order.index],
        values: { paymentMethod: random.pick(['pm_card_visa', 'pm_card_visa', 'pm_card_delayed', 'pm_card_suspect']) },
      }
    );
  },
  async send(operation, city) {
    const order = city.known.made(operation.about[0], 'order');
    if (order?.facts.splitWith === undefined) return null;
    const by = city.known.people[operation.by]!;
    const { data } = await city.post(by, `{ order(id: "${order.id}") { payments { id } } }`);
    const paymentId = (data?.order?.payments[0]?.id as string | undefined) ?? order.id;
    const input = { paymentId, paymentMethod: operation.values.paymentMethod };
    return mutate(city, by, 'confirmPayment', input, 'order { id status }', operation);
  },
  learn: ({ about }, { data }, known) => {
    if (data.order.status === 'PAID') known.made(about[0], 'order')!.facts.paid = true;
  },
};

/** Orders that several people pay. */
export const splitKinds: readonly Kind[] = [split, payPart];
