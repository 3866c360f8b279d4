import type { Kind } from '../history';
import { mutate } from '../send';
import { anyone, mostly, some } from './draw';

const createRoom: Kind = {
  name: 'createRoom',
  weight: 1,
  draw: (random, known) => ({ by: anyone(random, known), about: [anyone(random, known), anyone(random, known)], values: {} }),
  send: (operation, city) =>
    mutate(
      city,
      city.known.people[operation.by]!,
      'createRoom',
      { name: `Trip ${operation.index}`, userIds: operation.about.map((index) => city.known.people[index]!.id) },
      'room { id }',
      operation,
    ),
  learn: ({ index, by, about }, { data }, known) => known.add({ kind: 'room', index, id: data.room.id, by, facts: { other: about[0] } }),
};

/** Somebody is brought into a room of several, or sent away, or gets it. Most rooms are of another kind: refused there. */
const aboutRoom = (name: string, weight: number, inputOf: (roomId: string, userId: string) => Record<string, unknown>): Kind => ({
  name,
  weight,
  draw: (random, known) => {
    const room = some(random, known, 'room');
    return room && { by: mostly(random, known, room, 0.7), about: [room.index], values: { other: anyone(random, known) } };
  },
  async send(operation, city) {
    const room = city.known.made(operation.about[0], 'room');
    const other = city.known.people[operation.values.other as number]!;
    return room ? mutate(city, city.known.people[operation.by]!, name, inputOf(room.id, other.id), '__typename', operation) : null;
  },
});

/** Another room of a group. */
const openPurpose: Kind = {
  name: 'openRoom',
  weight: 0.7,
  draw: (random, known) => {
    const group = some(random, known, 'group');
    const purpose = random.pick(['BACKSTAGE', 'ANNOUNCEMENTS']);
    return group && { by: mostly(random, known, group, 0.9), about: [group.index], values: { purpose } };
  },
  async send(operation, city) {
    const group = city.known.made(operation.about[0], 'group');
    const input = { groupId: group?.id, ...operation.values };
    return group ? mutate(city, city.known.people[operation.by]!, 'openRoom', input, 'room { id }', operation) : null;
  },
  learn: ({ index, by }, { data }, known) => known.add({ kind: 'room', index, id: data.room.id, by, facts: {} }),
};

export const peopleRoomKinds: readonly Kind[] = [
  createRoom,
  openPurpose,
  aboutRoom('addToRoom', 1.5, (roomId, userId) => ({ roomId, userIds: [userId] })),
  aboutRoom('removeFromRoom', 0.5, (roomId, userId) => ({ roomId, userId })),
  aboutRoom('transferRoom', 0.5, (roomId, userId) => ({ roomId, userId })),
];
