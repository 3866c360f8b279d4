import { SessionDocuments } from '../src/limits/rate/session-documents';
import { anIssuer, aWorld, AUDIENCE, ISSUER, type World } from './kit';
import { aMarket } from './market';
import { RawSocket } from './socket';

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

const PAY = 'mutation { pay(amount: 1) }';

test('each mutation has its own for each address: whoever uses up one does not hinder another', async () => {
  const world = await aWorld(aMarket().plans, { settings: { rates: { signIn: { operations: 2 } } } });
  const times = async (count: number, query: string) => {
    const statuses: number[] = [];
    for (let time = 0; time < count; time++) statuses.push((await world.ask(query)).status);
    return statuses;
  };
  expect(await times(3, PAY)).toEqual([200, 200, 429]);
  expect(await times(3, SIGN_IN)).toEqual([200, 200, 429]);
  // Documents with several share one: a mixture is no way around.
  const mixed = (names: string) => world.ask(`mutation A { ${names} } mutation B { signIn(name: "b") }`, { operationName: 'B' });
  expect([(await mixed('pay')).status, (await mixed('pay a: pay')).status, (await mixed('b: pay')).status]).toEqual([400, 400, 429]);
  await world.stop();
});

test('five hundred phones behind one address sign in, stay signed in and have their sockets, with the limits of production', async () => {
  const issuer = await anIssuer();
  const world = await aWorld(aMarket().plans, {
    tokens: { keys: issuer.keys, issuer: ISSUER, audience: AUDIENCE },
    settings: { rates: {} },
  });
  const PHONES = 500;
  const inTurns = async (each: (phone: number) => Promise<number>) => {
    const statuses = new Set<number>();
    for (let from = 0; from < PHONES; from += 50)
      for (const status of await Promise.all(Array.from({ length: 50 }, (_, at) => each(from + at)))) statuses.add(status);
    return [...statuses];
  };
  expect(await inTurns(async () => (await world.ask(SIGN_IN)).status)).toEqual([200]);
  expect(await inTurns(async () => (await world.ask(PAY)).status)).toEqual([200]);
  const tokens = await Promise.all(
    Array.from({ length: PHONES }, (_, phone) => issuer.token({ sub: `phone-${phone}`, sessionId: `s-${phone}` })),
  );
  expect(await inTurns(async (phone) => (await world.ask('{ things(first: 1) { id } }', { token: tokens[phone] })).status)).toEqual([200]);
  const sockets: RawSocket[] = [];
  await inTurns(async (phone) => sockets.push(await new RawSocket(world.gateway.socketUrl).ready({ token: tokens[phone] })));
  expect(world.gateway.statistics.sockets).toBe(PHONES);
  for (const socket of sockets) socket.close();
  await world.stop();
});

describe('a document', () => {
  const documents = new SessionDocuments({ sensitive: new Set(['signIn', 'pay']), signsOut: new Set(['leave']) });
  test.each([
    [SIGN_IN, 'signIn'],
    ['mutation A($n: String!) { a: signIn(name: $n) { ...T } } fragment T on Tokens { token }', 'signIn'],
    ['mutation { signIn pay }', 'several'],
    ['mutation A { signIn } mutation B { pay }', 'several'],
    ['mutation { leave }', 'out'],
    ['mutation { leave signIn }', null],
    ['mutation { signIn rename }', null],
    ['mutation { signIn } query { things { id } }', null],
    ['mutation { ...Root } fragment Root on Mutation { rename }', null],
    ['mutation { ... { rename } }', null],
    ['{ mutation }', null],
    ['mutation {', null],
    [`mutation { signIn } #${' '.repeat(4_000)}`, null],
  ])('signs in or out, or does neither: %s', (text, expected) => {
    const purpose = () => {
      const found = documents.purposeOf(text);
      return found && (found.kind === 'signs in' ? found.by : 'out');
    };
    expect([purpose(), purpose()]).toEqual([expected, expected]);
  });
  test('that is not there does neither', () => expect(documents.purposeOf(undefined)).toBeNull());
});
