import type { Kind } from '../history';
import { mutate } from '../send';
import { anyone, mostly, some } from './draw';

const create: Kind = {
  name: 'createPromoCode',
  weight: 2,
  draw: (random, known) => {
    const tier = some(random, known, 'tier');
    const event = tier && known.made(tier.facts.eventIndex, 'event');
    const values = { basisPoints: random.whole(1, 5_000), maxPlaces: random.whole(1, 6) };
    return event ? { by: mostly(random, known, event, 0.95), about: [tier.index], values } : null;
  },
  async send(operation, city) {
    const tier = city.known.made(operation.about[0], 'tier');
    const event = city.known.made(tier?.facts.eventIndex, 'event');
    const input = { eventId: event?.id, code: `CODE${operation.index}`, kind: 'PERCENT', ...operation.values };
    return event ? mutate(city, city.known.people[operation.by]!, 'createPromoCode', input, 'promoCode { id code }', operation) : null;
  },
  learn: ({ index, by, about }, { data }, known) =>
    known.add({ kind: 'promo', index, id: data.promoCode.id, by, facts: { tierIndex: about[0], code: data.promoCode.code } }),
};

const use: Kind = {
  name: 'checkoutWithCode',
  weight: 4,
  draw: (random, known) => {
    const promo = some(random, known, 'promo');
    return promo && { by: anyone(random, known), about: [promo.index], values: { quantity: random.whole(1, 3) } };
  },
  async send(operation, city) {
    const promo = city.known.made(operation.about[0], 'promo');
    const tier = city.known.made(promo?.facts.tierIndex, 'tier');
    const input = { items: [{ tierId: tier?.id, quantity: operation.values.quantity }], promoCodes: [promo?.facts.code] };
    const selection = 'order { id tickets { id code } } payment { id }';
    return tier ? mutate(city, city.known.people[operation.by]!, 'checkout', input, selection, operation) : null;
  },
  learn: ({ index, by, about }, { data }, known) =>
    known.add({
      kind: 'order',
      index,
      id: data.order.id,
      by,
      facts: {
        eventIndex: known.made(known.made(about[0], 'promo')!.facts.tierIndex, 'tier')!.facts.eventIndex,
        paymentId: data.payment?.id ?? null,
        codes: (data.order.tickets as { code: string }[]).map(({ code }) => code).filter(Boolean),
        ticketIds: (data.order.tickets as { id: string }[]).map(({ id }) => id),
      },
    }),
};

/** Codes that take something off, and orders that are made with them. */
export const promoKinds: readonly Kind[] = [create, use];
