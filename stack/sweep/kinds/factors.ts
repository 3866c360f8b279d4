import { nextCode } from '../factor';
import type { Kind } from '../history';
import type { Known } from '../known';
import type { Random } from '../../src/world/random';
import { mutate } from '../send';
import { anyone } from './draw';

const one = (random: Random, known: Known) => ({ by: anyone(random, known), about: [], values: {} });

/** Mostly somebody of whom it is so. */
const whoever = (random: Random, known: Known, is: (number: number) => boolean) => {
  const those = known.people.filter(({ number }) => is(number));
  return those.length > 0 && random.chance(0.9) ? { ...one(random, known), by: random.pick(those).number } : one(random, known);
};

const beginTotp: Kind = {
  name: 'beginTotp',
  weight: 1.5,
  draw: one,
  async send(operation, city) {
    const person = city.known.people[operation.by]!;
    const outcome = await mutate(city, person, 'beginTotp', { password: person.password }, 'secret', operation);
    if (outcome.success) person.secret = outcome.data.secret as string;
    return outcome;
  },
};

const confirmTotp: Kind = {
  name: 'confirmTotp',
  weight: 2,
  draw: (random, known) => whoever(random, known, (number) => known.people[number]!.secret !== null),
  async send(operation, city) {
    const person = city.known.people[operation.by]!;
    const { secret } = person;
    if (!secret) return null;
    const factor = { secret, lastStep: -1, backupCodes: [] as string[], ending: false };
    const outcome = await mutate(city, person, 'confirmTotp', { code: nextCode(factor, city.now()) }, 'backupCodes', operation);
    if (outcome.success) person.factor = { ...factor, backupCodes: outcome.data.backupCodes as string[] };
    return outcome;
  },
};

/** By the password and a code; a code is tried again now and then that was taken before. */
const stepUp: Kind = {
  name: 'stepUp',
  weight: 1.5,
  draw: (random, known) => ({
    ...whoever(random, known, (number) => known.people[number]!.factor !== null),
    values: { again: random.chance(0.3) },
  }),
  async send(operation, city) {
    const person = city.known.people[operation.by]!;
    const { factor } = person;
    const used = operation.values.again ? factor?.used : undefined;
    const code = used ?? (factor ? nextCode(factor, city.now()) : undefined);
    const outcome = await mutate(city, person, 'stepUp', { password: person.password, code }, 'elevatedUntil', operation);
    if (used && outcome.success && factor && !factor.ending && person.factor === factor)
      city.known.faults.push(`walker${person.number}: a code was taken twice`);
    return outcome;
  },
};

const renewBackupCodes: Kind = {
  name: 'renewBackupCodes',
  weight: 0.5,
  draw: (random, known) => whoever(random, known, (number) => known.people[number]!.factor !== null),
  async send(operation, city) {
    const person = city.known.people[operation.by]!;
    const { factor } = person;
    if (!factor) return null;
    const input = { password: person.password, code: nextCode(factor, city.now()) };
    const outcome = await mutate(city, person, 'renewBackupCodes', input, 'backupCodes', operation);
    if (outcome.success) factor.backupCodes = outcome.data.backupCodes as string[];
    return outcome;
  },
};

const disableTotp: Kind = {
  name: 'disableTotp',
  weight: 0.5,
  draw: (random, known) => whoever(random, known, (number) => known.people[number]!.factor !== null),
  async send(operation, city) {
    const person = city.known.people[operation.by]!;
    const { factor } = person;
    if (!factor) return null;
    // From now on it may be off, whatever is heard.
    factor.ending = true;
    const input = { password: person.password, code: nextCode(factor, city.now()) };
    const outcome = await mutate(city, person, 'disableTotp', input, '__typename', operation);
    if (outcome.success && person.factor === factor) Object.assign(person, { factor: null, secret: null });
    return outcome;
  },
};

/** Second factors: set up, used and switched off while people sign in. */
export const factorKinds: readonly Kind[] = [beginTotp, confirmTotp, stepUp, renewBackupCodes, disableTotp];
