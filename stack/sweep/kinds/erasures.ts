import type { City } from '../city';
import type { Kind } from '../history';
import type { Thing } from '../known';
import { mutate } from '../send';
import { anyone, some } from './draw';

/** Somebody who is to be erased acts no more; what they began goes on. */
function leave(city: City, number: number): void {
  const person = city.known.people[number]!;
  if (person.token) city.known.ended.push({ token: person.token, why: 'to be erased' });
  person.suspended = true;
  person.token = null;
}

/** An operation on an erasure that was asked for, by its token: nobody need be signed in. */
const onErasure = (name: string, weight: number, send: (made: Thing, city: City) => Promise<void>): Kind => ({
  name,
  weight,
  draw: (random, known) => {
    const erasure = some(random, known, 'erasure');
    return erasure && { by: erasure.by, about: [erasure.index], values: {} };
  },
  async send(operation, city) {
    const made = city.known.made(operation.about[0], 'erasure');
    if (!made) return null;
    const visitor = { ...city.known.people[operation.by]!, token: null };
    const outcome = await mutate(city, visitor, name, { token: made.facts.token }, '__typename', operation);
    if (outcome.success) await send(made, city);
    return outcome;
  },
});

const request: Kind = {
  name: 'requestErasure',
  weight: 1,
  draw: (random, known) => ({ by: anyone(random, known), about: [], values: {} }),
  send(operation, city) {
    const person = city.known.people[operation.by]!;
    return mutate(city, person, 'requestErasure', { password: person.password }, 'token erasure { id }', operation);
  },
  learn: ({ index, by }, { data }, known) => known.add({ kind: 'erasure', index, id: data.erasure.id, by, facts: { token: data.token } }),
};

const confirm = onErasure('confirmErasure', 1.2, async (made, city) => leave(city, made.by));

const cancel = onErasure('cancelErasure', 0.4, async (made, city) => {
  const person = city.known.people[made.by]!;
  person.suspended = false;
  await city.signIn(person);
});

/** The 14 days of one erasure are over; for everybody else no time goes by, or all events would be past. */
const graceEnds: Kind = {
  name: 'graceEnds',
  weight: 0.8,
  draw: (random, known) => {
    const erasure = some(random, known, 'erasure');
    return erasure && { by: erasure.by, about: [erasure.index], values: {} };
  },
  async send(operation, city) {
    const made = city.known.made(operation.about[0], 'erasure');
    if (!made) return null;
    const ended = await city.rows('users', `UPDATE erasures SET erased_from = $2 WHERE id = $1 AND state = 'CONFIRMED' RETURNING id`, [
      made.id,
      city.now(),
    ]);
    return ended.length > 0 ? { code: 'GraceEndsSuccess', success: true, data: null } : { code: 'NOT_FOUND', success: false, data: null };
  },
};

/** Accounts that end, called off and not. */
export const erasureKinds: readonly Kind[] = [request, confirm, cancel, graceEnds];
