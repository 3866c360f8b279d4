import type { Kind } from '../history';
import { mutate } from '../send';
import { anyone, mostly, some } from './draw';

/** A gateway that misses a push reads the list of what has ended. */
const TOLD_WITHIN_MS = 20_000;
const READ = '{ me { user { id } } }';

const createApiKey: Kind = {
  name: 'createApiKey',
  weight: 1,
  draw: (random, known) => ({ by: anyone(random, known), about: [], values: {} }),
  send: (operation, city) => {
    const input = { name: `Key ${operation.index}`, scopes: ['EVENTS_READ'] };
    return mutate(city, city.known.people[operation.by]!, 'createApiKey', input, 'secret apiKey { id }', operation);
  },
  learn: ({ index, by }, { data }, known) => known.add({ kind: 'key', index, id: data.apiKey.id, by, facts: { secret: data.secret } }),
};

/** Whoever comes with a key is its owner, or nobody; a key that was ended is looked at again when the sweep ends. */
const useApiKey: Kind = {
  name: 'useApiKey',
  weight: 2,
  draw: (random, known) => {
    const key = some(random, known, 'key');
    return key && { by: key.by, about: [key.index], values: {} };
  },
  async send(operation, city) {
    const key = city.known.made(operation.about[0], 'key');
    if (!key) return null;
    const owner = city.known.people[key.by]!;
    const wasOver = Date.now() - (key.facts.overSince ?? Infinity) > TOLD_WITHIN_MS;
    const { data, errors } = await city.post({ ...owner, token: key.facts.secret as string }, READ);
    if (data?.me && data.me.user.id !== owner.id) city.known.faults.push(`walker${owner.number}: a key stands for somebody else`);
    if (data?.me && wasOver) city.known.faults.push(`walker${owner.number}: a key that was ended answers`);
    const code = errors?.[0]?.extensions?.code;
    return { code: data?.me ? 'UseApiKeySuccess' : (code ?? 'NONE'), success: Boolean(data?.me), data };
  },
};

const revokeApiKey: Kind = {
  name: 'revokeApiKey',
  weight: 0.6,
  draw: (random, known) => {
    const key = some(random, known, 'key');
    return key && { by: mostly(random, known, key), about: [key.index], values: {} };
  },
  async send(operation, city) {
    const key = city.known.made(operation.about[0], 'key');
    if (!key) return null;
    const outcome = await mutate(city, city.known.people[operation.by]!, 'revokeApiKey', { id: key.id }, 'apiKey { id status }', operation);
    if (!outcome.success) return outcome;
    if (operation.by !== key.by) city.known.faults.push(`walker${operation.by} has ended the key of walker${key.by}`);
    key.facts.overSince = Date.now();
    city.known.ended.push({ token: key.facts.secret as string, why: 'a key that was ended' });
    return outcome;
  },
};

/** Keys by which programs act: made, used and ended. */
export const keyKinds: readonly Kind[] = [createApiKey, useApiKey, revokeApiKey];
