import type { Kind } from '../history';
import type { Known } from '../known';
import { mutate } from '../send';
import { anyone, mostly, some } from './draw';

const createWishList: Kind = {
  name: 'createWishList',
  weight: 1,
  draw: (random, known) => ({ by: anyone(random, known), about: [], values: { visibility: random.pick(['PRIVATE', 'FRIENDS']) } }),
  send: (operation, city) => {
    const input = { name: `List ${operation.index}`, ...operation.values };
    return mutate(city, city.known.people[operation.by]!, 'createWishList', input, 'wishList { id }', operation);
  },
  learn: ({ index, by }, { data }, known) => known.add({ kind: 'wishList', index, id: data.wishList.id, by, facts: {} }),
};

/** A mutation about a list, with somebody or an event that it names. */
const ofList = (
  name: string,
  weight: number,
  byOwner: number,
  inputOf: (other: number, known: Known) => Record<string, unknown> = () => ({}),
): Kind => ({
  name,
  weight,
  draw: (random, known) => {
    const list = some(random, known, 'wishList');
    const other = name.endsWith('ToWishList') || name.startsWith('remove') ? some(random, known, 'event')?.index : anyone(random, known);
    return list && other !== undefined ? { by: mostly(random, known, list, byOwner), about: [list.index], values: { other } } : null;
  },
  async send(operation, city) {
    const list = city.known.made(operation.about[0], 'wishList');
    if (!list) return null;
    const input = { wishListId: list.id, ...inputOf(operation.values.other as number, city.known) };
    return mutate(city, city.known.people[operation.by]!, name, input, '__typename', operation);
  },
});

const person = (other: number, known: Known) => known.people[other]!.id;
const event = (other: number, known: Known) => ({ eventId: known.made(other, 'event')!.id });

/** Friends wish together. */
export const wishListKinds: readonly Kind[] = [
  createWishList,
  ofList('shareWishList', 2, 0.8, (other, known) => ({ userIds: [person(other, known)] })),
  ofList('unshareWishList', 0.4, 0.8, (other, known) => ({ userId: person(other, known) })),
  ofList('addToWishList', 2, 0.6, event),
  ofList('removeFromWishList', 0.5, 0.6, event),
  ofList('leaveWishList', 0.3, 0.1),
  ofList('deleteWishList', 0.2, 0.8),
];
