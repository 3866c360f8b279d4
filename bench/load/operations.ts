import { randomUUID } from 'node:crypto';
import { print } from 'graphql';
import { operation } from '../../stack/journeys/operations';
import type { Random } from '../../stack/src/world/random';
import type { Kind } from './profile';
import type { LoadWorld, Walker } from './world';

/** One request to the gateway; `token` is of whoever sends it. */
export interface Asked {
  readonly body: string;
  /** Null for a visitor. */
  readonly by: Walker | null;
}

export type Post = (asked: Asked) => Promise<Answered>;

export interface Answered {
  /** `ok`; a refusal, with its code; `error`, with its code: nobody should meet it. */
  readonly outcome: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the asker knows what it asked for
  readonly data: any;
}

const documents = new Map<string, string>();
const textOf = (name: string): string => {
  if (!documents.has(name)) documents.set(name, print(operation(name)));
  return documents.get(name)!;
};
const asked = (by: Walker | null, name: string, variables: object): Asked => ({
  by,
  body: JSON.stringify({ query: textOf(name), operationName: name, variables }),
});

const CITY = { latitude: 43.65107, longitude: -79.347015 };

/** Does one thing, as one of the walkers or as a visitor. `follow` is a socket and no matter of this. */
export async function doOne(kind: Exclude<Kind, 'follow'>, world: LoadWorld, random: Random, post: Post): Promise<string> {
  const who = random.pick(world.walkers);
  const eventId = random.pick(world.eventIds);
  const visitorOr = (share: number) => (random.chance(share) ? null : who);
  const send = async (name: string, variables: object, by: Walker | null = who) => (await post(asked(by, name, variables))).outcome;
  switch (kind) {
    case 'swipe':
      return send('Swipe', { input: { eventId, direction: random.pick(['RIGHT', 'UP', 'DOWN', 'LEFT', 'LEFT', 'LEFT']) } });
    case 'feed':
      return send('Feed', { first: 20 });
    case 'browse':
      return send('Discover', { filter: { near: { ...CITY, radiusKm: random.pick([5, 10, 25]) } }, first: 20 }, visitorOr(0.3));
    case 'search':
      return send('Discover', { query: random.pick(world.words), first: 20 }, visitorOr(0.3));
    case 'page':
      return send('EventView', { id: eventId }, visitorOr(0.3));
    case 'answer':
      return send('Rsvp', { input: { eventId, status: random.pick(['GOING', 'GOING', 'INTERESTED']) } });
    case 'chat':
      return send('SendMessage', {
        input: { roomId: who.roomId, text: 'Shall we meet at the door at eight?', clientMessageId: randomUUID() },
      });
    case 'befriend':
      return send('RequestConnection', { input: { userId: random.pick(world.walkers).id, type: 'FRIEND' } });
    case 'buy': {
      const items = [{ tierId: random.pick(world.tierIds), quantity: 1 }];
      const { outcome, data } = await post(asked(who, 'Checkout', { input: { items, idempotencyKey: randomUUID() } }));
      const paymentId = data?.checkout?.payment?.id as string | undefined;
      return paymentId ? send('ConfirmPayment', { input: { paymentId, paymentMethod: 'pm_card_visa' } }) : outcome;
    }
  }
}

/** What an answer says, by the codes that a client would see. */
export function outcomeOf(status: number, text: string): Answered {
  if (status !== 200 && !text.startsWith('{')) return { outcome: `error ${status || 'UNREACHABLE'}`, data: null };
  const { data, errors } = JSON.parse(text) as {
    data?: Record<string, { code?: string } | null>;
    errors?: { extensions?: { code?: string } }[];
  };
  if (errors?.length) return { outcome: `error ${errors[0]!.extensions?.code ?? 'NONE'}`, data };
  const refused = Object.values(data ?? {}).find((value) => typeof value?.code === 'string');
  return { outcome: refused ? `refused ${refused.code}` : 'ok', data };
}
