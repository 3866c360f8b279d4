import type { Kind } from '../history';
import { mutate } from '../send';
import { anyone } from './draw';

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

/** Follows the newest link that was mailed to one of these addresses, where developers read their mails. */
const verifyEmail: Kind = {
  name: 'verifyEmail',
  weight: 1,
  draw: (random, known) => ({ by: anyone(random, known), about: [], values: { email: random.pick(SHARED) } }),
  async send(operation, city) {
    const read = async (path: string) => (await fetch(new URL(path, city.ground.urls[0]))).text();
    const row = (await read('/dev/mail')).split('<tr>').find((one) => one.includes(`<td>${operation.values.email as string}</td>`));
    const path = /href="(\/dev\/mail\/[\w-]+)"/.exec(row ?? '')?.[1];
    const token = path && /#token=([\w-]+)/.exec(await read(path))?.[1];
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
