import type { Kind } from '../history';
import { mutate } from '../send';
import { anyone } from './draw';
import { addressOf, mailedToken } from './mailed';

/** Addresses that several want. */
const SHARED = ['mill', 'bay', 'king'].map((name) => `${name}@shared.test`);

const changePassword: Kind = {
  name: 'changePassword',
  weight: 0.6,
  draw: (random, known) => ({ by: anyone(random, known), about: [], values: { round: random.whole(1, 999_999) } }),
  async send(operation, city) {
    const person = city.known.people[operation.by]!;
    const newPassword = `another long walk ${person.number} ${operation.values.round as number}`;
    const input = { currentPassword: person.password, newPassword };
    const outcome = await mutate(city, person, 'changePassword', input, 'endedSessionCount', operation);
    if (outcome.success) person.password = newPassword;
    return outcome;
  },
};

const changeEmail: Kind = {
  name: 'changeEmail',
  weight: 0.6,
  draw: (random, known) => ({ by: anyone(random, known), about: [], values: { email: random.pick(SHARED) } }),
  send: (operation, city) => {
    const person = city.known.people[operation.by]!;
    const input = { email: operation.values.email, password: person.password };
    return mutate(city, person, 'changeEmail', input, 'viewer { pendingEmail }', operation);
  },
};

/** Follows the newest link that was mailed to an address: that with which they registered, or one that several want. */
const verifyEmail: Kind = {
  name: 'verifyEmail',
  weight: 2,
  draw: (random, known) => {
    const by = anyone(random, known);
    const own = addressOf(known.people[by]!.username);
    return { by, about: [], values: { email: random.chance(0.6) ? own : random.pick(SHARED) } };
  },
  async send(operation, city) {
    const token = await mailedToken(city, operation.values.email as string, 'verify-email');
    return token ? mutate(city, city.known.people[operation.by]!, 'verifyEmail', { token }, 'email', operation) : null;
  },
};

const updatePreferences: Kind = {
  name: 'updatePreferences',
  weight: 0.6,
  draw: (random, known) => ({
    by: anyone(random, known),
    about: [],
    values: {
      language: random.pick(['EN', 'FR', 'DE', 'ES', null]),
      timeZone: random.pick(['America/Toronto', 'Asia/Tokyo', null]),
      quietHours: random.chance(0.4) ? { from: '22:00', until: '07:00' } : null,
      digest: random.pick(['IMMEDIATE', 'HOURLY', 'DAILY', null]),
    },
  }),
  send: (operation, city) => mutate(city, city.known.people[operation.by]!, 'updatePreferences', operation.values, '__typename', operation),
};

const updateNotificationPreferences: Kind = {
  name: 'updateNotificationPreferences',
  weight: 0.6,
  draw: (random, known) => ({
    by: anyone(random, known),
    about: [],
    values: {
      type: random.pick(['EVENT_UPDATED', 'CONNECTION_REQUESTED', 'MESSAGE_RECEIVED', 'FOLLOWED']),
      channel: random.pick(['IN_APP', 'EMAIL', 'PUSH', null]),
      enabled: random.chance(0.5),
    },
  }),
  send: (operation, city) =>
    mutate(
      city,
      city.known.people[operation.by]!,
      'updateNotificationPreferences',
      { preferences: [operation.values] },
      '__typename',
      operation,
    ),
};

/** What people do to their own accounts. */
export const accountKinds: readonly Kind[] = [changePassword, changeEmail, verifyEmail, updatePreferences, updateNotificationPreferences];
