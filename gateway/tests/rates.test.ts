import { MetricsPage } from '@marquee/platform/testing';
import { anIssuer, AUDIENCE, aWorld, ISSUER, type World, type WorldOptions } from './kit';
import { aMarket } from './market';
import { RawStream } from './multipart-client';
import { RawSocket, until } from './socket';

type Rates = NonNullable<WorldOptions['settings']>['rates'];

let issuer: Awaited<ReturnType<typeof anIssuer>>;
const worlds: World[] = [];

beforeAll(async () => void (issuer = await anIssuer()));
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.stop()));
});

async function aLimitedWorld(rates: Rates) {
  const market = aMarket();
  const world = await aWorld(market.plans, {
    tokens: { keys: issuer.keys, issuer: ISSUER, audience: AUDIENCE },
    settings: { rates, trustedProxies: 1, metricsPort: 0 },
  });
  worlds.push(world);
  return { ...world, market };
}

const from = (ip: string) => ({ headers: { 'x-forwarded-for': ip } });
const HELLO = '{ __typename }';

async function overSocket(world: World, query: string, token?: string) {
  const socket = await new RawSocket(world.gateway.socketUrl, { headers: { 'x-forwarded-for': '192.0.2.1' } }).ready(token && { token });
  socket.send({ id: '1', type: 'subscribe', payload: { query } });
  await until(() => socket.received.some(({ id }) => id === '1'));
  socket.close();
  return socket.received.find(({ id }) => id === '1')!;
}

describe('operations in a window', () => {
  test('beyond the limit are refused with 429, until when, and a body that GraphQL clients read (X16)', async () => {
    const world = await aLimitedWorld({ signedIn: { operations: 3 } });
    const token = await issuer.token();
    const good = [await world.ask(HELLO, { token }), await world.ask(HELLO, { token }), await world.ask(HELLO, { token })];
    expect(good.map(({ status, headers }) => [status, headers.get('ratelimit-remaining')])).toEqual([
      [200, '2'],
      [200, '1'],
      [200, '0'],
    ]);
    expect(good[0]!.headers.get('ratelimit-policy')).toBe('"operations";q=3;w=60, "cost";q=10000;w=60');
    expect(good[0]!.headers.get('ratelimit')).toMatch(/^"operations";r=2;t=(60|59), "cost";r=10000;t=0$/);
    expect(good[0]!.headers.get('ratelimit-limit')).toBe('3');

    const refused = await world.ask(HELLO, { token });
    expect(refused.status).toBe(429);
    expect(refused.headers.get('content-type')).toContain('application/graphql-response+json');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50);
    expect(refused.headers.get('ratelimit')).toMatch(/^"operations";r=0;t=\d+$/);
    expect(refused.errors).toEqual([
      {
        message: expect.stringMatching(/^At most 3 operations are allowed in a minute. Try again in \d+ seconds.$/),
        extensions: { code: 'RATE_LIMITED', retryable: true, retryAfter: Number(refused.headers.get('retry-after')) },
      },
    ]);
    const plain = await world.ask(HELLO, { token, headers: { accept: 'application/json' } });
    expect([plain.status, plain.headers.get('content-type')]).toEqual([429, 'application/json; charset=utf-8']);
  });

  test('are counted for each person, whatever the session or the address (X13)', async () => {
    const world = await aLimitedWorld({ signedIn: { operations: 1 } });
    expect((await world.ask(HELLO, { token: await issuer.token(), ...from('192.0.2.1') })).status).toBe(200);
    const other = await issuer.token({ sessionId: 'another' });
    expect((await world.ask(HELLO, { token: other, ...from('192.0.2.2') })).status).toBe(429);
    expect((await world.ask(HELLO, { token: await issuer.token({ sub: 'person-2' }), ...from('192.0.2.1') })).status).toBe(200);
  });

  test('are counted for each address of visitors, and nobody who is signed in pays for them (X12, X17)', async () => {
    const world = await aLimitedWorld({ anonymous: { operations: 1 } });
    const statuses = [];
    for (const ip of ['192.0.2.1', '192.0.2.1', '192.0.2.2', '2001:db8::1', '2001:db8::2'])
      statuses.push((await world.ask(HELLO, from(ip))).status);
    expect(statuses).toEqual([200, 429, 200, 200, 429]);
    expect((await world.ask(HELLO, { token: await issuer.token(), ...from('192.0.2.1') })).status).toBe(200);
  });

  test("that come with a token that is none count as a visitor's, so that nobody can try for long (X4)", async () => {
    const world = await aLimitedWorld({ anonymous: { operations: 2 } });
    const wrong = () => world.ask(HELLO, { token: 'a.b.c', ...from('192.0.2.1') });
    expect([(await wrong()).status, (await wrong()).status, (await wrong()).status]).toEqual([401, 401, 429]);
    expect((await world.ask(HELLO, { token: await issuer.token(), ...from('192.0.2.1') })).status).toBe(200);
  });

  test('that are wrong count as well', async () => {
    const world = await aLimitedWorld({ anonymous: { operations: 2 } });
    expect((await world.ask('{ nothing }')).status).toBe(400);
    expect((await world.ask('{')).status).toBe(400);
    expect((await world.ask(HELLO)).status).toBe(429);
  });

  test('are told with what is refused for what it says, too', async () => {
    const world = await aLimitedWorld({ anonymous: { operations: 5 } });
    for (const query of ['{ nothing }', '{', '{ things(first: 1001) { id } }'])
      expect((await world.ask(query)).headers.get('ratelimit')).toMatch(/^"operations";r=[432];t=\d+/);
  });

  test('are counted for an address, whatever the port that a proxy tells with it', async () => {
    const world = await aLimitedWorld({ anonymous: { operations: 1 } });
    const statuses = [];
    for (const hop of ['192.0.2.1:1111', '192.0.2.1:2222', '[2001:db8::1]:1111', '[2001:db8::1]', '192.0.2.2'])
      statuses.push((await world.ask(HELLO, from(hop))).status);
    expect(statuses).toEqual([200, 429, 200, 429, 200]);
  });

  test('with wrong tokens on sockets count as they do over HTTP', async () => {
    const world = await aLimitedWorld({ anonymous: { operations: 2 } });
    const attempt = async () => {
      const socket = await new RawSocket(world.gateway.socketUrl, { headers: { 'x-forwarded-for': '192.0.2.1' } }).open();
      socket.send({ type: 'connection_init', payload: { token: 'a.b.c' } });
      return (await socket.closed).code;
    };
    expect([await attempt(), await attempt(), await attempt()]).toEqual([4403, 4403, 1013]);
    expect((await world.ask(HELLO, from('192.0.2.1'))).status).toBe(429);
  });

  test('of sockets and of HTTP are the same', async () => {
    const world = await aLimitedWorld({ signedIn: { operations: 3 } });
    const token = await issuer.token();
    expect((await overSocket(world, HELLO, token)).type).toBe('next');
    expect((await overSocket(world, 'subscription { thingMade { id } }', token)).type).toBe('next');
    const stream = await new RawStream(world.gateway.url, 'subscription { thingMade { id } }', { token }).open();
    expect((await stream.response).headers['ratelimit-remaining']).toBe('0');
    stream.leave();
    expect(await new RawStream(world.gateway.url, 'subscription { thingMade { id } }', { token }).answer()).toMatchObject({
      status: 429,
      body: { errors: [{ extensions: { code: 'RATE_LIMITED', retryable: true } }] },
    });
    expect(await overSocket(world, 'subscription { thingMade { id } }', token)).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'RATE_LIMITED', retryable: true, retryAfter: expect.any(Number) } }],
    });
    expect((await world.ask(HELLO, { token })).status).toBe(429);
  });

  test('are not counted at all where nobody wants it', async () => {
    const world = await aLimitedWorld(null);
    const { headers } = await world.ask(HELLO);
    expect([...headers.keys()].filter((name) => name.startsWith('ratelimit'))).toEqual([]);
  });
});

describe('visitors who ask much', () => {
  test('wait longer for each further operation (X15)', async () => {
    const world = await aLimitedWorld({ anonymous: { slowFrom: 1, slowStepMs: 100, slowMostMs: 150 } });
    const took = [];
    for (let count = 0; count < 3; count++) {
      const started = performance.now();
      expect((await world.ask(HELLO)).status).toBe(200);
      took.push(performance.now() - started);
    }
    expect(took[1]).toBeGreaterThan(95);
    expect(took[2]).toBeGreaterThan(145);
  });
});

test('a supergraph that says nothing about costs charges nobody: what its lists hold is not known', async () => {
  const world = await aWorld(
    [{ name: 'other', sdl: 'type Query { all: [A!]! } type A { all: [A!]! id: ID }', resolvers: { Query: { all: () => [] } } }],
    { settings: { rates: { anonymous: { cost: 1 } } } },
  );
  worlds.push(world);
  const { status, headers } = await world.ask('{ all { all { all { id } } } }');
  expect([status, headers.get('ratelimit-policy')]).toEqual([200, '"operations";q=100;w=900']);
});

describe('the cost budget', () => {
  const LIST = 'query ($n: Int) { things(first: $n) { id } }';

  test('is charged what an operation asks for, and given back what its answer did not use', async () => {
    const world = await aLimitedWorld({ anonymous: { cost: 100, windowSeconds: 100_000 } });
    const { extensions } = await world.ask(LIST, { variables: { n: 100 }, headers: { 'x-cost-report': '1' } });
    // There are seven things.
    expect(extensions).toEqual({
      cost: {
        requestedQueryCost: 100,
        actualQueryCost: 7,
        throttleStatus: { maximumAvailable: 100, currentlyAvailable: 93, restoreRate: 0 },
      },
    });
    expect((await world.ask(LIST, { variables: { n: 100 } })).status).toBe(429);
    expect((await world.ask(LIST, { variables: { n: 90 } })).status).toBe(200);
    expect((await world.ask(LIST, { variables: { n: 90 } })).status).toBe(429);
    expect((await world.ask(LIST, { variables: { n: 80 } })).status).toBe(200);
  });

  test('that is too small for now says what is left and when there is enough', async () => {
    const world = await aLimitedWorld({ anonymous: { cost: 1_000, windowSeconds: 1_000 } });
    expect((await world.ask('{ dear }')).status).toBe(200);
    const { status, headers, errors } = await world.ask(LIST, { variables: { n: 200 } });
    expect(status).toBe(429);
    expect(errors![0]!.message).toMatch(/^The operation may cost 200, and 10[01] of 1000 points are left. Try again in (100|99) seconds.$/);
    expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(99);
    expect(headers.get('ratelimit')).toMatch(/"cost";r=10[01];t=(900|899)$/);
  });

  test('is drawn on by sockets and by streams over HTTP: a stream is charged for its start', async () => {
    const world = await aLimitedWorld({ anonymous: { cost: 100, windowSeconds: 100_000 } });
    expect((await overSocket(world, 'subscription { things(first: 60) { id } }')).type).toBe('next');
    expect(await overSocket(world, 'subscription { things(first: 60) { id } }')).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'RATE_LIMITED' } }],
    });
    expect((await world.ask(LIST, { variables: { n: 60 }, ...from('192.0.2.1') })).status).toBe(429);
    const stream = new RawStream(world.gateway.url, 'subscription { things(first: 60) { id } }', from('192.0.2.1'));
    expect(await stream.answer()).toMatchObject({ status: 429, body: { errors: [{ extensions: { code: 'RATE_LIMITED' } }] } });
    const other = new RawStream(world.gateway.url, 'subscription { things(first: 60) { id } }', from('192.0.2.2'));
    await until(() => other.ended);
    expect(other.events).toHaveLength(1);
    expect((await other.response).headers.ratelimit).toContain('"cost";r=40');
    expect((await world.ask(LIST, { variables: { n: 60 }, ...from('192.0.2.2') })).status).toBe(429);
  });

  test('is not touched by what is refused anyway', async () => {
    const world = await aLimitedWorld({ anonymous: { cost: 1_000, windowSeconds: 100_000 } });
    expect((await world.ask(LIST, { variables: { n: 2_000 } })).errors?.[0]?.extensions?.code).toBe('QUERY_TOO_COMPLEX');
    expect((await world.ask(LIST, { variables: { n: 'many' } })).errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    expect((await world.ask(LIST, { variables: { n: 1_000 } })).status).toBe(200);
  });

  test('can be seen where nobody is limited: the numbers of one operation', async () => {
    const world = await aLimitedWorld(null);
    const { extensions } = await world.ask(LIST, { variables: { n: 50 }, headers: { 'x-cost-report': '1' } });
    expect(extensions).toEqual({ cost: { requestedQueryCost: 50, actualQueryCost: 7, throttleStatus: null } });
    expect((await world.ask(LIST, { variables: { n: 50 } })).extensions).toBeUndefined();
  });
});

test('operations at once: the next is refused, may be repeated, and passes when one has ended', async () => {
  const world = await aLimitedWorld({ signedIn: { atOnce: 2 } });
  const token = await issuer.token();
  const slow = [world.ask('{ slow }', { token }), world.ask('{ slow }', { token })];
  await until(() => world.market.soon.length === 2);
  const refused = await world.ask(HELLO, { token });
  expect([refused.status, refused.headers.get('retry-after'), refused.errors![0]!.extensions]).toEqual([
    429,
    '1',
    { code: 'RATE_LIMITED', retryable: true, retryAfter: 1 },
  ]);
  expect((await overSocket(world, HELLO, token)).type).toBe('error');
  world.market.soon.forEach((answer) => answer('done'));
  expect((await Promise.all(slow)).map(({ status }) => status)).toEqual([200, 200]);
  expect((await world.ask(HELLO, { token })).status).toBe(200);
});

test('what was refused is counted by its limit', async () => {
  const world = await aLimitedWorld({ anonymous: { operations: 2, cost: 10, windowSeconds: 100_000 } });
  for (const query of ['{ things(first: 10) { id } }', '{ things(first: 10) { id } }', HELLO, HELLO]) await world.ask(query);
  const metrics = await MetricsPage.read(world.gateway.metricsUrl);
  expect(metrics.of('gateway_limited_total{limit="cost"}')).toBe(1);
  expect(metrics.of('gateway_limited_total{limit="operations"}')).toBe(2);
});

test('of fifty operations at once, exactly as many pass as are allowed', async () => {
  const world = await aLimitedWorld({ anonymous: { operations: 10, atOnce: 50 } });
  const answers = await Promise.all(Array.from({ length: 50 }, () => world.ask(HELLO)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(40);
});

describe('the key of an application', () => {
  const keyed = (keyId: string, sub = 'person-1') => issuer.token({ keyId, sub });

  test('pays for what it does, for whomever it does it; the person does not', async () => {
    const world = await aLimitedWorld({ keys: { operations: 2 }, signedIn: { operations: 1 } });
    const statuses = [];
    for (const token of [await keyed('k1'), await keyed('k1', 'person-2'), await keyed('k1'), await keyed('k2'), await issuer.token()])
      statuses.push((await world.ask(HELLO, { token })).status);
    expect(statuses).toEqual([200, 200, 429, 200, 200]);
  });

  test('has a budget of its own, over HTTP and on sockets', async () => {
    const world = await aLimitedWorld({ keys: { cost: 100, windowSeconds: 100_000 } });
    const token = await keyed('k1');
    const answer = await world.ask('{ things(first: 95) { id } }', { token });
    expect(answer.headers.get('ratelimit-policy')).toBe('"operations";q=300;w=100000, "cost";q=100;w=100000');
    // Seven things were there, and 88 points of the 95 came back.
    expect((await overSocket(world, '{ things(first: 94) { id } }', token)).type).toBe('error');
    expect((await overSocket(world, '{ things(first: 93) { id } }', token)).type).toBe('next');
  });

  test('may send what it likes where the own apps may send trusted documents only', async () => {
    const world = await aWorld(aMarket().plans, {
      tokens: { keys: issuer.keys, issuer: ISSUER, audience: AUDIENCE },
      settings: { heldToTrusted: 'everybody' },
    });
    worlds.push(world);
    expect((await world.ask(HELLO, { token: await keyed('k1') })).data).toEqual({ __typename: 'Query' });
    const held = await world.ask(HELLO, { token: await issuer.token() });
    expect([held.status, held.errors?.[0]?.extensions?.code]).toEqual([400, 'FORBIDDEN']);
  });
});
