import type { Kind } from '../history';
import { mutate } from '../send';
import { anyone } from './draw';

const PLANS = ['PLUS', 'ORGANISER'] as const;
const INTERVALS = ['MONTH', 'YEAR'] as const;
const BILLING = 'billing { plan subscription { id status } invoices(first: 1) { nodes { id status } } }';

const saveMethod: Kind = {
  name: 'saveBillingMethod',
  weight: 3,
  draw: (random, known) => ({
    by: anyone(random, known),
    about: [],
    values: {
      paymentMethod: random.weighted(['pm_card_visa', 'pm_card_charge_fails', 'pm_card_dispute', 'pm_card_delayed'], (method) =>
        method === 'pm_card_visa' ? 8 : 1,
      ),
    },
  }),
  send: (operation, city) => mutate(city, city.known.people[operation.by]!, 'saveBillingMethod', operation.values, BILLING, operation),
};

const start: Kind = {
  name: 'startPlan',
  weight: 3,
  draw: (random, known) => ({
    by: anyone(random, known),
    about: [],
    values: { plan: random.pick(PLANS), interval: random.pick(INTERVALS), currency: random.pick(['CAD', 'JPY']) },
  }),
  async send(operation, city) {
    const person = city.known.people[operation.by]!;
    // Most have something to pay with by then.
    await mutate(city, person, 'saveBillingMethod', { paymentMethod: 'pm_card_visa' }, BILLING, operation);
    return mutate(city, person, 'startPlan', operation.values, BILLING, operation);
  },
};

const change: Kind = {
  name: 'changePlan',
  weight: 3,
  draw: (random, known) => ({
    by: anyone(random, known),
    about: [],
    values: { plan: random.pick(PLANS), interval: random.pick(INTERVALS) },
  }),
  send: (operation, city) => mutate(city, city.known.people[operation.by]!, 'changePlan', operation.values, BILLING, operation),
};

const plain = (name: 'cancelPlan' | 'keepPlan', weight: number): Kind => ({
  name,
  weight,
  draw: (random, known) => ({ by: anyone(random, known), about: [], values: {} }),
  send: (operation, city) => mutate(city, city.known.people[operation.by]!, name, {}, BILLING, operation),
});

/** Staff gives the newest period of somebody back, or a part of it. */
const refund: Kind = {
  name: 'refundPlanInvoice',
  weight: 2,
  draw: (random, known) => ({ by: anyone(random, known), about: [], values: { all: random.chance(0.5) } }),
  async send(operation, city) {
    const { data } = await city.post(city.known.people[operation.by]!, '{ myBilling { invoices(first: 1) { nodes { id } } } }');
    const invoiceId = data?.myBilling?.invoices.nodes[0]?.id as string | undefined;
    if (!invoiceId) return null;
    const input = { invoiceId, reason: 'Sorry.', ...(operation.values.all ? {} : { amountMinor: 7 }) };
    return mutate(city, city.known.staff.admin, 'refundPlanInvoice', input, 'invoice { id version }', operation);
  },
};

/** What people pay for again and again. */
export const planKinds: readonly Kind[] = [saveMethod, start, change, plain('cancelPlan', 2), plain('keepPlan', 1), refund];
