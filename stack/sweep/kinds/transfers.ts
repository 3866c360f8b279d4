import type { Kind } from '../history';
import { mutate } from '../send';
import { anyone, mostly, some } from './draw';

const transfer: Kind = {
  name: 'transferTicket',
  weight: 4,
  draw: (random, known) => {
    const order = some(random, known, 'order');
    const to = anyone(random, known);
    return order && { by: mostly(random, known, order, 0.95), about: [order.index], values: { to: random.chance(0.5) ? to : -1 } };
  },
  async send(operation, city) {
    const [ticketId] = (city.known.made(operation.about[0], 'order')?.facts.ticketIds as string[] | undefined) ?? [];
    if (!ticketId) return null;
    const toUserId = city.known.people[operation.values.to as number]?.id;
    return mutate(city, city.known.people[operation.by]!, 'transferTicket', { ticketId, toUserId }, 'transfer { id token }', operation);
  },
  learn: ({ index, by, about, values }, { data }, known) =>
    known.add({
      kind: 'transfer',
      index,
      id: data.transfer.id,
      by,
      facts: { orderIndex: about[0], to: values.to, token: data.transfer.token },
    }),
};

const accept: Kind = {
  name: 'acceptTransfer',
  weight: 4,
  draw: (random, known) => {
    const offered = some(random, known, 'transfer');
    const to = offered?.facts.to as number | undefined;
    return offered && { by: to !== undefined && to >= 0 ? to : anyone(random, known), about: [offered.index], values: {} };
  },
  async send(operation, city) {
    const offered = city.known.made(operation.about[0], 'transfer');
    if (!offered) return null;
    const input = offered.facts.token ? { token: offered.facts.token } : { transferId: offered.id };
    return mutate(city, city.known.people[operation.by]!, 'acceptTransfer', input, 'ticket { id code }', operation);
  },
};

const cancel: Kind = {
  name: 'cancelTransfer',
  weight: 1,
  draw: (random, known) => {
    const offered = some(random, known, 'transfer');
    return offered && { by: mostly(random, known, offered), about: [offered.index], values: {} };
  },
  async send(operation, city) {
    const offered = city.known.made(operation.about[0], 'transfer');
    return offered
      ? mutate(city, city.known.people[operation.by]!, 'cancelTransfer', { transferId: offered.id }, 'transfer { id }', operation)
      : null;
  },
};

/** Tickets that go from one person to another. */
export const transferKinds: readonly Kind[] = [transfer, accept, cancel];
