import { SignInDocuments } from '../src/limits/rate/sign-in-documents';
import { aWorld, type World } from './kit';
import { aMarket } from './market';

const SIGN_IN = 'mutation { signIn(name: "ada") }';

describe('what visitors do to sign in (security F17)', () => {
  let world: World;
  beforeEach(async () => {
    world = await aWorld(aMarket().plans, {
      settings: { rates: { anonymous: { operations: 2 }, signIn: { operations: 3 } }, trustedProxies: 1 },
    });
  });
  afterEach(() => world.stop());
  const from = (ip: string) => ({ headers: { 'x-forwarded-for': ip } });
  const times = async (count: number, query: string) => {
    const statuses: number[] = [];
    for (let time = 0; time < count; time++) statuses.push((await world.ask(query, from('192.0.2.1'))).status);
    return statuses;
  };

  test('has a budget of its own for each address', async () => {
    expect(await times(3, '{ __typename }')).toEqual([200, 200, 429]);
    expect(await times(4, SIGN_IN)).toEqual([200, 200, 200, 429]);
    expect((await world.ask(SIGN_IN, from('192.0.2.2'))).status).toBe(200);
  });

  test('does not use up what the address may read', async () => {
    expect(await times(4, SIGN_IN)).toEqual([200, 200, 200, 429]);
    expect(await times(3, '{ __typename }')).toEqual([200, 200, 429]);
  });

  test('is known by its hash as well', async () => {
    const { createHash } = await import('node:crypto');
    const sha256Hash = createHash('sha256').update(SIGN_IN).digest('hex');
    const send = async (query?: string) => {
      const response = await fetch(world.gateway.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': '192.0.2.1' },
        body: JSON.stringify({ query, extensions: { persistedQuery: { version: 1, sha256Hash } } }),
      });
      await response.text();
      return response.status;
    };
    expect(await times(3, '{ __typename }')).toEqual([200, 200, 429]);
    expect([await send(SIGN_IN), await send(), await send(), await send()]).toEqual([200, 200, 200, 429]);
  });
});

describe('a document', () => {
  const documents = new SignInDocuments(new Set(['signIn', 'pay']));
  test.each([
    [SIGN_IN, true],
    ['mutation A($n: String!) { a: signIn(name: $n) { ...T } } fragment T on Tokens { token }', true],
    ['mutation { signIn rename }', false],
    ['mutation { signIn } query { things { id } }', false],
    ['mutation { ...Root } fragment Root on Mutation { rename }', false],
    ['mutation { ... { rename } }', false],
    ['{ mutation }', false],
    ['mutation {', false],
    [`mutation { signIn } #${' '.repeat(4_000)}`, false],
  ])('signs in, or does not: %s', (text, signsIn) => {
    expect(documents.has(text)).toBe(signsIn);
    expect(documents.has(text)).toBe(signsIn);
  });
  test('that is not there signs nobody in', () => expect(documents.has(undefined)).toBe(false));
});
