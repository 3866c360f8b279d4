import type { Kind } from '../history';
import { mutate } from '../send';
import { boxOfficeKinds } from './box-office';
import { inspectionKinds } from './inspections';
import { anyone, mostly, some } from './draw';
import { planKinds } from './plans';
import { promoKinds } from './promos';
import { resaleKinds } from './resales';
import { splitKinds } from './splits';
import { transferKinds } from './transfers';

const createTier: Kind = {
  name: 'createTicketTier',
  weight: 3,
  draw: (random, known) => {
    const event = some(random, known, 'event');
    const values = { quantity: random.whole(1, 8), amountMinor: random.chance(0.2) ? 0 : random.whole(100, 9_999) };
    return event && { by: mostly(random, known, event, 0.95), about: [event.index], values };
  },
  async send(operation, city) {
    const event = city.known.made(operation.about[0], 'event');
    const { quantity, amountMinor } = operation.values;
    const input = { eventId: event?.id, name: `Entry ${operation.index}`, quantity, price: { amountMinor, currency: 'CAD' } };
    return event ? mutate(city, city.known.people[operation.by]!, 'createTicketTier', input, 'tier { id }', operation) : null;
  },
  learn: ({ index, by, about }, { data }, known) =>
    known.add({ kind: 'tier', index, id: data.tier.id, by, facts: { eventIndex: about[0] } }),
};

const checkout: Kind = {
  name: 'checkout',
  weight: 9,
  draw: (random, known) => {
    const tier = some(random, known, 'tier');
    return tier && { by: anyone(random, known), about: [tier.index], values: { quantity: random.whole(1, 4) } };
  },
  async send(operation, city) {
    const tier = city.known.made(operation.about[0], 'tier');
    const input = { items: [{ tierId: tier?.id, quantity: operation.values.quantity }] };
    return tier
      ? mutate(city, city.known.people[operation.by]!, 'checkout', input, 'order { id tickets { id code } } payment { id }', operation)
      : null;
  },
  learn: ({ index, by, about }, { data }, known) =>
    known.add({
      kind: 'order',
      index,
      id: data.order.id,
      by,
      facts: {
        eventIndex: known.made(about[0], 'tier')!.facts.eventIndex,
        paymentId: data.payment?.id ?? null,
        codes: (data.order.tickets as { code: string }[]).map(({ code }) => code).filter(Boolean),
        ticketIds: (data.order.tickets as { id: string }[]).map(({ id }) => id),
      },
    }),
};

const METHODS = [
  'pm_card_visa',
  'pm_card_visa',
  'pm_card_visa',
  'pm_card_declined',
  'pm_card_3ds',
  'pm_card_delayed',
  'pm_card_dispute',
  'pm_card_suspect',
];

/** What is to be paid next is told, too. */
const PAID = 'order { id status payment { id } tickets { id code } }';

const pay: Kind = {
  name: 'confirmPayment',
  weight: 9,
  draw: (random, known) => {
    const order = some(random, known, 'order');
    return order && { by: mostly(random, known, order, 0.95), about: [order.index], values: { paymentMethod: random.pick(METHODS) } };
  },
  async send(operation, city) {
    const order = city.known.made(operation.about[0], 'order');
    if (!order?.facts.paymentId) return null;
    const input = { paymentId: order.facts.paymentId, paymentMethod: operation.values.paymentMethod };
    return mutate(city, city.known.people[operation.by]!, 'confirmPayment', input, PAID, operation);
  },
  learn: ({ about }, { data }, known) => {
    const order = known.made(about[0], 'order')!;
    const codes = (data.order.tickets as { code: string | null }[]).flatMap(({ code }) => (code ? [code] : []));
    if (codes.length > 0) order.facts.codes = codes;
    const tickets = data.order.tickets as { id: string }[];
    if (tickets.length > 0) order.facts.ticketIds = tickets.map(({ id }) => id);
    if (data.order.status === 'PAID') order.facts.paid = true;
    order.facts.paymentId = data.order.payment?.id ?? order.facts.paymentId;
  },
};

const complete: Kind = {
  name: 'completePaymentAction',
  weight: 2,
  draw: (random, known) => {
    const order = some(random, known, 'order');
    return order && { by: order.by, about: [order.index], values: { proof: random.chance(0.7) ? 'approve' : 'refuse' } };
  },
  async send(operation, city) {
    const order = city.known.made(operation.about[0], 'order');
    if (!order?.facts.paymentId) return null;
    const input = { paymentId: order.facts.paymentId, proof: operation.values.proof };
    return mutate(city, city.known.people[operation.by]!, 'completePaymentAction', input, PAID, operation);
  },
  learn: (operation, outcome, known) => pay.learn!(operation, outcome, known),
};

const split: Kind = {
  name: 'splitPayment',
  weight: 2,
  draw: (random, known) => {
    const order = some(random, known, 'order');
    return order && { by: mostly(random, known, order, 0.95), about: [order.index], values: { hundredths: random.whole(20, 80) } };
  },
  async send(operation, city) {
    const order = city.known.made(operation.about[0], 'order');
    if (!order?.facts.paymentId) return null;
    const { data } = await city.post(
      city.known.people[order.by]!,
      `{ order(id: "${order.id}") { payment { id amount { amountMinor } } } }`,
    );
    const payment = data?.order?.payment ?? { id: order.facts.paymentId, amount: { amountMinor: 100 } };
    const first = Math.round((payment.amount.amountMinor * (operation.values.hundredths as number)) / 100);
    const input = { paymentId: payment.id, amountsMinor: [first, payment.amount.amountMinor - first] };
    return mutate(city, city.known.people[operation.by]!, 'splitPayment', input, 'order { payment { id } }', operation);
  },
  learn: ({ about }, { data }, known) => {
    known.made(about[0], 'order')!.facts.paymentId = data.order.payment.id;
  },
};

const cancelOrder: Kind = {
  name: 'cancelOrder',
  weight: 2,
  draw: (random, known) => {
    const order = some(random, known, 'order');
    return order && { by: mostly(random, known, order), about: [order.index], values: {} };
  },
  async send(operation, city) {
    const order = city.known.made(operation.about[0], 'order');
    return order ? mutate(city, city.known.people[operation.by]!, 'cancelOrder', { orderId: order.id }, 'order { id }', operation) : null;
  },
};

const refund: Kind = {
  name: 'refundOrder',
  weight: 4,
  draw: (random, known) => {
    const order = some(random, known, 'order');
    if (!order) return null;
    const organiser = known.made(order.facts.eventIndex, 'event')?.by ?? order.by;
    return { by: random.chance(0.3) ? organiser : mostly(random, known, order, 0.9), about: [order.index], values: {} };
  },
  async send(operation, city) {
    const order = city.known.made(operation.about[0], 'order');
    return order
      ? mutate(
          city,
          city.known.people[operation.by]!,
          'refundOrder',
          { orderId: order.id, reason: 'Cannot come.' },
          'order { id status }',
          operation,
        )
      : null;
  },
};

const giveMoneyBack: Kind = {
  name: 'giveMoneyBack',
  weight: 2,
  draw: (random, known) => {
    const order = some(random, known, 'order');
    const organiser = known.made(order?.facts.eventIndex, 'event')?.by ?? order?.by;
    return (
      order && {
        by: organiser!,
        about: [order.index],
        values: { amountMinor: random.whole(1, 2_000), besidesRefund: random.pick([false, true]) },
      }
    );
  },
  async send(operation, city) {
    const order = city.known.made(operation.about[0], 'order');
    const input = { orderId: order?.id, reason: 'The heating was off.', ...operation.values };
    return order ? mutate(city, city.known.people[operation.by]!, 'giveMoneyBack', input, 'order { id status }', operation) : null;
  },
};

const setTierDeposit: Kind = {
  name: 'setTierDeposit',
  weight: 2,
  draw: (random, known) => {
    const tier = some(random, known, 'tier');
    const values = { depositMinor: random.chance(0.2) ? 0 : random.whole(50, 2_000) };
    return tier && { by: mostly(random, known, tier, 0.95), about: [tier.index], values };
  },
  async send(operation, city) {
    const tier = city.known.made(operation.about[0], 'tier');
    const { depositMinor } = operation.values;
    const input = { tierId: tier?.id, depositMinor, ...(depositMinor ? { waivedFrom: 90 } : {}) };
    return tier ? mutate(city, city.known.people[operation.by]!, 'setTierDeposit', input, 'tier { id }', operation) : null;
  },
};

const setRefundPolicy: Kind = {
  name: 'setRefundPolicy',
  weight: 1,
  draw: (random, known) => {
    const event = some(random, known, 'event');
    const values = { feeMinor: random.whole(0, 300), basisPoints: random.whole(1_000, 10_000) };
    return event && { by: mostly(random, known, event, 0.95), about: [event.index], values };
  },
  async send(operation, city) {
    const event = city.known.made(operation.about[0], 'event');
    const { feeMinor, basisPoints } = operation.values;
    const input = { eventId: event?.id, refundable: true, steps: [{ hoursBefore: 0, basisPoints }], feeMinor };
    return event ? mutate(city, city.known.people[operation.by]!, 'setRefundPolicy', input, 'policy { version }', operation) : null;
  },
};

const setEventTax: Kind = {
  name: 'setEventTax',
  weight: 1,
  draw: (random, known) => {
    const event = some(random, known, 'event');
    const mode = random.pick(['INCLUSIVE', 'EXCLUSIVE', 'EXEMPT', 'REVERSE_CHARGE']);
    const basisPoints = mode === 'INCLUSIVE' || mode === 'EXCLUSIVE' ? random.whole(0, 2_500) : 0;
    return event && { by: mostly(random, known, event, 0.95), about: [event.index], values: { mode, basisPoints } };
  },
  async send(operation, city) {
    const event = city.known.made(operation.about[0], 'event');
    const input = { eventId: event?.id, tax: { name: 'Tax', ...operation.values } };
    return event ? mutate(city, city.known.people[operation.by]!, 'setEventTax', input, 'tax { name }', operation) : null;
  },
};

const setSellerDetails: Kind = {
  name: 'setSellerDetails',
  weight: 1,
  draw: (random, known) => {
    const event = some(random, known, 'event');
    return (
      event && { by: mostly(random, known, event, 0.95), about: [event.index], values: { name: random.pick(['The Hall', 'The Barn']) } }
    );
  },
  async send(operation, city) {
    const input = { ...operation.values, address: '1 Main Street' };
    return mutate(city, city.known.people[operation.by]!, 'setSellerDetails', input, 'seller { name }', operation);
  },
};

const setUpPayee: Kind = {
  name: 'setUpPayee',
  weight: 1,
  draw: (random, known) => {
    const event = some(random, known, 'event');
    return event && { by: event.by, about: [], values: { minimumMinor: random.whole(0, 2_000) } };
  },
  async send(operation, city) {
    const input = { country: 'CA', schedule: 'IMMEDIATE', ...operation.values };
    return mutate(city, city.known.people[operation.by]!, 'setUpPayee', input, 'payee { id status }', operation);
  },
};

const answerDispute: Kind = {
  name: 'submitDisputeEvidence',
  weight: 2,
  draw: (random, known) => {
    const event = some(random, known, 'event');
    const values = { text: random.chance(0.5) ? 'They came: winning_evidence.' : 'They did not come.' };
    return event && { by: mostly(random, known, event, 0.9), about: [event.index], values };
  },
  async send(operation, city) {
    const event = city.known.made(operation.about[0], 'event');
    if (!event) return null;
    const query = '{ disputes(openOnly: true, last: 20) { nodes { id event { id } } } }';
    const { data } = await city.post(city.known.staff.admin, query);
    const open = (data?.disputes?.nodes ?? []) as { id: string; event: { id: string } | null }[];
    const dispute = open.find((one) => one.event?.id === event.id);
    const input = { disputeId: dispute?.id ?? event.id, text: operation.values.text };
    return mutate(city, city.known.people[operation.by]!, 'submitDisputeEvidence', input, 'dispute { id status }', operation);
  },
};

/** Tickets and money. */
export const ticketKinds: readonly Kind[] = [
  createTier,
  checkout,
  pay,
  complete,
  split,
  cancelOrder,
  refund,
  giveMoneyBack,
  setTierDeposit,
  setRefundPolicy,
  setEventTax,
  setSellerDetails,
  answerDispute,
  ...transferKinds,
  ...resaleKinds,
  ...promoKinds,
  ...boxOfficeKinds,
  ...inspectionKinds,
  ...splitKinds,
  ...planKinds,
  setUpPayee,
];
