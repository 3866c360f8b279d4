import type { Kind } from '../history';
import { mutate } from '../send';
import { anyone, mostly, some } from './draw';

/** A mutation about one other person. */
const towards = (name: string, weight: number, selection: string, extra: Record<string, unknown> = {}): Kind => ({
  name,
  weight,
  draw: (random, known) => {
    const by = anyone(random, known);
    const other = anyone(random, known);
    return { by, about: [other], values: {} };
  },
  async send(operation, city) {
    const other = city.known.people[operation.about[0]!]!;
    return mutate(city, city.known.people[operation.by]!, name, { userId: other.id, ...extra }, selection, operation);
  },
});

const request: Kind = {
  ...towards('requestConnection', 5, 'connection { id }', { type: 'FRIEND' }),
  learn: ({ index, by, about }, { data }, known) =>
    known.add({ kind: 'connection', index, id: data.connection.id, by, facts: { other: about[0] } }),
};

const respond: Kind = {
  name: 'respondToConnection',
  weight: 5,
  draw: (random, known) => {
    const connection = some(random, known, 'connection');
    if (!connection) return null;
    const response = random.pick(['ACCEPT', 'ACCEPT', 'ACCEPT', 'DECLINE', 'BLOCK']);
    return {
      by: random.chance(0.9) ? (connection.facts.other as number) : anyone(random, known),
      about: [connection.index],
      values: { response },
    };
  },
  async send(operation, city) {
    const connection = city.known.made(operation.about[0], 'connection');
    const input = { connectionId: connection?.id, response: operation.values.response };
    return connection ? mutate(city, city.known.people[operation.by]!, 'respondToConnection', input, '__typename', operation) : null;
  },
};

const end: Kind = {
  name: 'endConnection',
  weight: 1,
  draw: (random, known) => {
    const connection = some(random, known, 'connection');
    return connection && { by: mostly(random, known, connection), about: [connection.index], values: {} };
  },
  async send(operation, city) {
    const connection = city.known.made(operation.about[0], 'connection');
    return connection
      ? mutate(city, city.known.people[operation.by]!, 'endConnection', { connectionId: connection.id }, '__typename', operation)
      : null;
  },
};

const logout: Kind = {
  name: 'logout',
  weight: 1,
  draw: (random, known) => ({ by: anyone(random, known), about: [], values: {} }),
  async send({ by }, city) {
    const person = city.known.people[by]!;
    const { token } = person;
    if (!token) return null;
    const { data } = await city.post(person, 'mutation { logout { __typename } }');
    if (!data?.logout) return { code: 'UNAUTHENTICATED', success: false, data: null };
    city.known.ended.push({ token, why: 'signed out' });
    await city.signIn(person);
    return { code: 'LogoutSuccess', success: true, data: data.logout };
  },
};

const suspend: Kind = {
  name: 'suspendUser',
  weight: 0.4,
  draw: (random, known) => ({ by: -2, about: [anyone(random, known)], values: {} }),
  async send(operation, city) {
    const person = city.known.people[operation.about[0]!]!;
    const { token } = person;
    person.suspended = true;
    const outcome = await mutate(
      city,
      city.known.staff.admin,
      'suspendUser',
      { userId: person.id, reason: 'A test of the sweep.' },
      '__typename',
      operation,
    );
    if (outcome.success && token) city.known.ended.push({ token, why: 'suspended' });
    return outcome;
  },
};

const reinstate: Kind = {
  name: 'reinstateUser',
  weight: 1.2,
  draw: (random, known) => {
    const suspended = known.people.filter((person) => person.suspended);
    return suspended.length > 0 ? { by: -2, about: [random.pick(suspended).number], values: {} } : null;
  },
  async send(operation, city) {
    const person = city.known.people[operation.about[0]!]!;
    const outcome = await mutate(city, city.known.staff.admin, 'reinstateUser', { userId: person.id }, '__typename', operation);
    if (outcome.success) {
      person.suspended = false;
      await city.signIn(person);
    }
    return outcome;
  },
};

const profile: Kind = {
  name: 'updateProfile',
  weight: 2,
  draw: (random, known) => ({
    by: anyone(random, known),
    about: [],
    values: {
      displayName: `Walker of ${random.pick(['Mill', 'Bay', 'King', 'Queen', 'Elm'])} Street`,
      attendance: random.pick(['PUBLIC', 'FRIENDS', 'PRIVATE']),
    },
  }),
  send: (operation, city) => {
    const { displayName, attendance } = operation.values;
    return mutate(
      city,
      city.known.people[operation.by]!,
      'updateProfile',
      { displayName, privacy: { attendance } },
      '__typename',
      operation,
    );
  },
};

/** A few phones that go from hand to hand. */
const device: Kind = {
  name: 'registerDevice',
  weight: 1,
  draw: (random, known) => ({ by: anyone(random, known), about: [], values: { token: random.pick(['t1', 't2', 't3', 't4', 't5']) } }),
  send: (operation, city) => {
    const input = { token: operation.values.token, provider: 'FCM', platform: 'ANDROID' };
    return mutate(city, city.known.people[operation.by]!, 'registerDevice', input, 'device { platform }', operation);
  },
};

/** Somebody wants to hear nothing of another, or again. */
const mute = (name: 'muteSubject' | 'unmuteSubject', weight: number): Kind => ({
  ...towards(name, weight, '__typename'),
  async send(operation, city) {
    const other = city.known.people[operation.about[0]!]!;
    return mutate(city, city.known.people[operation.by]!, name, { type: 'USER', id: other.id }, '__typename', operation);
  },
});

/** People with people, and their accounts. */
export const peopleKinds: readonly Kind[] = [
  request,
  respond,
  end,
  towards('blockUser', 1, '__typename'),
  towards('unblockUser', 1.5, '__typename'),
  towards('follow', 1.5, '__typename'),
  towards('unfollow', 0.7, '__typename'),
  logout,
  suspend,
  reinstate,
  profile,
  device,
  mute('muteSubject', 0.5),
  mute('unmuteSubject', 0.5),
];
