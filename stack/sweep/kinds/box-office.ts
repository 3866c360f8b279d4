import type { Kind } from '../history';
import { mutate } from '../send';
import { mostly, some } from './draw';

const sell: Kind = {
  name: 'sellAtBoxOffice',
  weight: 4,
  draw: (random, known) => {
    const tier = some(random, known, 'tier');
    const event = tier && known.made(tier.facts.eventIndex, 'event');
    const values = { quantity: random.whole(1, 3), tender: random.pick(['CASH', 'OWN_TERMINAL']), toGuest: random.chance(0.6) };
    return event ? { by: mostly(random, known, event, 0.95), about: [tier.index], values } : null;
  },
  async send(operation, city) {
    const tier = city.known.made(operation.about[0], 'tier');
    const { quantity, tender, toGuest } = operation.values;
    const person = city.known.people[operation.index % city.known.people.length]!;
    const to = toGuest ? { guestName: `Guest ${operation.index}` } : { toUserId: person.id };
    const input = { items: [{ tierId: tier?.id, quantity }], tender, ...to };
    const selection = 'order { id tickets { id code } }';
    return tier ? mutate(city, city.known.people[operation.by]!, 'sellAtBoxOffice', input, selection, operation) : null;
  },
  learn: ({ index, by, about }, { data }, known) => {
    const tickets = data.order.tickets as { id: string; code: string | null }[];
    known.add({
      kind: 'order',
      index,
      id: data.order.id,
      by,
      facts: {
        eventIndex: known.made(about[0], 'tier')!.facts.eventIndex,
        paymentId: null,
        paid: true,
        atBoxOffice: true,
        codes: tickets.map(({ code }) => code).filter((code) => code !== null),
        ticketIds: tickets.map(({ id }) => id),
      },
    });
  },
};

const undo: Kind = {
  name: 'undoBoxOfficeSale',
  weight: 2,
  draw: (random, known) => {
    const sales = known.of('order').filter(({ facts }) => facts.atBoxOffice);
    const order = sales.length > 0 ? random.pick(sales) : null;
    return order && { by: mostly(random, known, order, 0.95), about: [order.index], values: {} };
  },
  async send(operation, city) {
    const order = city.known.made(operation.about[0], 'order');
    const input = { orderId: order?.id };
    return order ? mutate(city, city.known.people[operation.by]!, 'undoBoxOfficeSale', input, 'order { id status }', operation) : null;
  },
};

const confirm: Kind = {
  name: 'confirmCashReturned',
  weight: 2,
  draw: (random, known) => {
    const event = some(random, known, 'event');
    return event && { by: mostly(random, known, event, 0.95), about: [event.index], values: {} };
  },
  async send(operation, city) {
    const event = city.known.made(operation.about[0], 'event');
    if (!event) return null;
    const query = `{ event(id: "${event.id}") { cashToGiveBack(first: 1) { nodes { id } } } }`;
    const { data } = await city.post(city.known.people[event.by]!, query);
    const input = { refundId: data?.event?.cashToGiveBack?.nodes[0]?.id ?? event.id };
    return mutate(city, city.known.people[operation.by]!, 'confirmCashReturned', input, 'refund { id status }', operation);
  },
};

/** What is sold for money that the seller takes, undone, and handed back. */
export const boxOfficeKinds: readonly Kind[] = [sell, undo, confirm];
