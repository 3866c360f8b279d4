import type { Kind } from '../history';
import { mutate } from '../send';
import { anyone, mostly, some } from './draw';

const offer: Kind = {
  name: 'offerResale',
  weight: 4,
  draw: (random, known) => {
    const order = some(random, known, 'order');
    return order && { by: mostly(random, known, order, 0.95), about: [order.index], values: { which: random.whole(0, 3) } };
  },
  async send(operation, city) {
    const tickets = (city.known.made(operation.about[0], 'order')?.facts.ticketIds as string[] | undefined) ?? [];
    const ticketId = tickets[operation.values.which as number] ?? tickets[0];
    return ticketId ? mutate(city, city.known.people[operation.by]!, 'offerResale', { ticketId }, 'resale { id }', operation) : null;
  },
  learn: ({ index, by, about }, { data }, known) =>
    known.add({
      kind: 'resale',
      index,
      id: data.resale.id,
      by,
      facts: { eventIndex: known.made(about[0], 'order')!.facts.eventIndex },
    }),
};

const buy: Kind = {
  name: 'buyResale',
  weight: 4,
  draw: (random, known) => {
    const resale = some(random, known, 'resale');
    return resale && { by: anyone(random, known), about: [resale.index], values: {} };
  },
  async send(operation, city) {
    const resale = city.known.made(operation.about[0], 'resale');
    const selection = 'order { id } payment { id }';
    return resale ? mutate(city, city.known.people[operation.by]!, 'buyResale', { resaleId: resale.id }, selection, operation) : null;
  },
  learn: ({ index, by, about }, { data }, known) =>
    known.add({
      kind: 'order',
      index,
      id: data.order.id,
      by,
      facts: { eventIndex: known.made(about[0], 'resale')!.facts.eventIndex, paymentId: data.payment.id, codes: [], ticketIds: [] },
    }),
};

const withdraw: Kind = {
  name: 'withdrawResale',
  weight: 1,
  draw: (random, known) => {
    const resale = some(random, known, 'resale');
    return resale && { by: mostly(random, known, resale), about: [resale.index], values: {} };
  },
  async send(operation, city) {
    const resale = city.known.made(operation.about[0], 'resale');
    return resale
      ? mutate(city, city.known.people[operation.by]!, 'withdrawResale', { resaleId: resale.id }, 'resale { id }', operation)
      : null;
  },
};

/** Tickets that their buyers resell. */
export const resaleKinds: readonly Kind[] = [offer, buy, withdraw];
