import { request as rawRequest } from 'node:http';
import { connect } from 'node:net';
import { anIssuer, aWorld, AUDIENCE, ISSUER, type World } from './kit';
import { library } from './library';

const RESPONSE_JSON = 'application/graphql-response+json; charset=utf-8';

describe('GraphQL over HTTP', () => {
  let world: World;
  let url: string;
  beforeAll(async () => {
    world = await aWorld(library, { settings: { allowedOrigins: ['https://app.example'] } });
    url = world.gateway.url;
  });
  afterAll(() => world.stop());

  test('queries may be sent with GET', async () => {
    const answer = await fetch(
      `${url}?query=${encodeURIComponent('query ($id: ID!) { book(id: $id) { title } }')}&variables=${encodeURIComponent('{"id":"b2"}')}`,
      { headers: { 'apollo-require-preflight': 'yes' } },
    );
    expect(await answer.json()).toEqual({ data: { book: { title: 'Solaris' } } });
  });

  test('mutations may not', async () => {
    const answer = await fetch(`${url}?query=${encodeURIComponent('mutation { retitle(id: "b1", title: "x") { id } }')}`, {
      headers: { 'apollo-require-preflight': 'yes' },
    });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });

  test('a subscription is told where to go', async () => {
    const { plans } = (await import('./shop')).aShop();
    const shop = await aWorld(plans);
    expect(await shop.ask('subscription { bookSold { copies } }')).toMatchObject({
      status: 400,
      errors: [{ message: expect.stringContaining('graphql-ws') }],
    });
    await shop.stop();
  });

  test('the newer media type is used when the client takes it', async () => {
    expect((await world.ask('{ __typename }')).headers.get('content-type')).toBe(RESPONSE_JSON);
    expect((await world.ask('{ __typename }', { headers: { accept: 'application/json' } })).headers.get('content-type')).toBe(
      'application/json; charset=utf-8',
    );
    expect((await world.ask('{ __typename }', { headers: { accept: 'text/plain' } })).status).toBe(406);
  });

  test('one of several operations is chosen by name', async () => {
    const document = 'query A { sum: __typename } query B { book(id: "b1") { title } }';
    expect((await world.ask(document, { operationName: 'B' })).data).toEqual({ book: { title: 'The Dispossessed' } });
    expect((await world.ask(document, { operationName: 'A' })).data).toEqual({ sum: 'Query' });
    expect(await world.ask(document)).toMatchObject({ status: 400, errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
    expect(await world.ask(document, { operationName: 'C' })).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    });
  });

  test('extensions that nobody knows are taken', async () => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ __typename }', extensions: { unknown: { a: 1 } } }),
    });
    expect(await answer.json()).toEqual({ data: { __typename: 'Query' } });
  });

  test('a request that a page of another site could send in secret is refused (X117)', async () => {
    for (const [method, headers] of [
      ['GET', {}],
      ['POST', { 'content-type': 'text/plain' }],
      ['POST', { 'content-type': 'application/x-www-form-urlencoded' }],
    ] as const) {
      const answer = await fetch(method === 'GET' ? `${url}?query={__typename}` : url, {
        method,
        headers,
        ...(method === 'POST' ? { body: '{"query":"{__typename}"}' } : {}),
      });
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
    }
  });

  test('pages of allowed origins may call, others may not (X116)', async () => {
    const preflight = async (origin: string) =>
      fetch(url, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
      });
    const allowed = await preflight('https://app.example');
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([204, 'https://app.example']);
    expect(allowed.headers.get('access-control-allow-headers')).toContain('authorization');
    expect(allowed.headers.get('access-control-allow-credentials')).toBeNull();
    for (const origin of ['https://evil.example', 'https://app.example.evil.example', 'null'])
      expect((await preflight(origin)).headers.get('access-control-allow-origin')).toBeNull();
    expect(
      (await world.ask('{ __typename }', { headers: { origin: 'https://app.example' } })).headers.get('access-control-allow-origin'),
    ).toBe('https://app.example');
    expect((await world.ask('{ __typename }', { headers: { origin: 'https://app.example' } })).headers.get('vary')).toContain('origin');
  });

  test('a correlation id is kept when it is sane, made when not, and always told (X7)', async () => {
    expect(
      (await world.ask('{ books { id } }', { headers: { 'x-correlation-id': 'client-chosen-1' } })).headers.get('x-correlation-id'),
    ).toBe('client-chosen-1');
    expect(world.subgraphs.catalogue!.received.at(-1)!.caller.correlationId).toBe('client-chosen-1');
    for (const bad of ['x', 'a'.repeat(200), 'white space here', '{"$gt":1}']) {
      const given = (await world.ask('{ __typename }', { headers: { 'x-correlation-id': bad } })).headers.get('x-correlation-id');
      expect(given).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  test('the subgraphs learn what the client says about itself, and nothing it claims to be (X5)', async () => {
    await world.ask('{ viewerId }', {
      headers: {
        'apollographql-client-name': 'web',
        'apollographql-client-version': '1.2.3',
        'user-agent': 'a test',
        'x-user-id': 'admin',
        'x-marquee-passport': 'forged',
        'x-forwarded-for': '9.9.9.9',
      },
    });
    expect(world.subgraphs.people!.received.at(-1)!.caller).toEqual({
      viewer: null,
      correlationId: expect.any(String),
      ip: expect.stringContaining('127.0.0.1'),
      userAgent: 'a test',
      clientName: 'web',
      clientVersion: '1.2.3',
    });
  });

  test('persisted queries are found by their hash', async () => {
    const query = '{ book(id: "b3") { title } }';
    const { createHash } = await import('node:crypto');
    const extensions = { persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') } };
    const send = async (body: object) =>
      (await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).json();
    expect(await send({ extensions })).toMatchObject({ errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }] });
    expect(await send({ query, extensions })).toEqual({ data: { book: { title: 'The Lathe of Heaven' } } });
    expect(await send({ extensions })).toEqual({ data: { book: { title: 'The Lathe of Heaven' } } });
  });

  test('health is told apart: alive, and ready for traffic', async () => {
    expect(await (await fetch(new URL('/livez', url))).json()).toEqual({ status: 'alive' });
    expect(await (await fetch(new URL('/readyz', url))).json()).toEqual({ status: 'ready', checks: { supergraph: true } });
  });

  test('what is behind trusted proxies is believed as far as they go', async () => {
    const behind = await aWorld(library, { settings: { trustedProxies: 2 } });
    await behind.ask('{ viewerId }', { headers: { 'x-forwarded-for': '6.6.6.6, 1.2.3.4, 5.6.7.8' } });
    expect(behind.subgraphs.people!.received.at(-1)!.caller.ip).toBe('1.2.3.4');
    await behind.stop();
  });

  test('what is no HTTP at all gets an answer and costs nothing', async () => {
    const { hostname, port } = new URL(url);
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), hostname, () => socket.write('NONSENSE\r\n\r\n'));
      let text = '';
      socket.on('data', (data) => (text += String(data)));
      socket.on('close', () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400/);
    expect((await world.ask('{ __typename }')).status).toBe(200);
  });

  test('a body that ends too early is no operation', async () => {
    await new Promise<void>((resolve) => {
      const request = rawRequest(url, { method: 'POST', headers: { 'content-type': 'application/json', 'content-length': '1000' } });
      request.on('error', () => resolve());
      request.write('{"query":"{ __type');
      setTimeout(() => request.destroy(), 30);
    });
    expect((await world.ask('{ __typename }')).status).toBe(200);
  });
});

describe('limits on what one operation may ask', () => {
  let world: World;
  beforeAll(async () => {
    world = await aWorld(library, { settings: { limits: { introspection: false, hideSchemaDetails: true } } });
  });
  afterAll(() => world.stop());
  const nested = (depth: number) => `{ book(id: "b1") ${'{ reviews { book '.repeat(depth)} { id } ${'} }'.repeat(depth)} }`;

  test('depth', async () => {
    expect((await world.ask(nested(4))).errors).toBeUndefined();
    expect(await world.ask(nested(5))).toMatchObject({ status: 400, errors: [{ extensions: { code: 'QUERY_TOO_COMPLEX' } }] });
    expect(
      await world.ask(
        `{ book(id: "b1") { ...A } } fragment A on Book { reviews { book { ...B } } } fragment B on Book { reviews { book { ...C } } } fragment C on Book { reviews { book { reviews { book { reviews { id } } } } } }`,
      ),
    ).toMatchObject({
      errors: [{ message: expect.stringContaining('levels deep'), extensions: { code: 'QUERY_TOO_COMPLEX' } }],
    });
  });

  test('aliases, however they are spread', async () => {
    const aliases = (count: number) => Array.from({ length: count }, (_, index) => `a${index}: __typename`).join(' ');
    expect((await world.ask(`{ ${aliases(15)} }`)).errors).toBeUndefined();
    expect(await world.ask(`{ ${aliases(16)} }`)).toMatchObject({ status: 400, errors: [{ extensions: { code: 'QUERY_TOO_COMPLEX' } }] });
    expect(
      await world.ask(
        '{ book(id: "b1") { ...A reviews { book { ...A reviews { book { ...A } } } } } } fragment A on Book { a: id b: id c: id d: id e: id f: id }',
      ),
    ).toMatchObject({ errors: [{ extensions: { code: 'QUERY_TOO_COMPLEX' } }] });
  });

  test('tokens', async () => {
    expect(await world.ask(`{ ${'id '.repeat(1_001)} }`)).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }],
    });
  });

  test('a schema that is not public is neither shown nor hinted at', async () => {
    expect(await world.ask('{ __schema { types { name } } }')).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
    });
    for (const query of [
      '{ bookz { id } }',
      '{ book(idd: "b1") { id } }',
      '{ book(id: "b1") { titel } }',
      'fragment F on Boook { id } { book(id: "b1") { id } }',
    ]) {
      const { errors } = await world.ask(query);
      expect(JSON.stringify(errors)).not.toContain('Did you mean');
    }
  });
});

describe('access tokens', () => {
  let world: World;
  let issuer: Awaited<ReturnType<typeof anIssuer>>;
  beforeAll(async () => {
    issuer = await anIssuer();
    world = await aWorld(library, { tokens: { keys: issuer.keys, issuer: ISSUER, audience: AUDIENCE } });
  });
  afterAll(() => world.stop());

  test('the viewer is who the token says (X5)', async () => {
    const token = await issuer.token({ sub: 'p9', username: 'grace', role: 'curator', permissions: ['review:event'], sessionId: 's9' });
    expect((await world.ask('{ viewerId }', { token })).data).toEqual({ viewerId: 'p9' });
    expect(world.subgraphs.people!.received.at(-1)!.caller.viewer).toEqual({
      id: 'p9',
      username: 'grace',
      role: 'curator',
      permissions: ['review:event'],
      sessionId: 's9',
    });
  });

  test('no token is a visitor', async () => {
    expect((await world.ask('{ viewerId }')).data).toEqual({ viewerId: null });
    expect((await world.ask('{ viewerId }', { headers: { authorization: 'Bearer ' } })).data).toEqual({ viewerId: null });
  });

  test('a wrong token is refused, not ignored (X5)', async () => {
    const stranger = await anIssuer();
    const wrong = {
      nonsense: 'nonsense',
      'three parts of nonsense': 'a.b.c',
      'very long': 'x'.repeat(5_000),
      expired: await issuer.token({}, { expiresIn: -60 }),
      'of another kind': await issuer.token({}, { typ: 'JWT' }),
      'of another issuer': await issuer.token({}, { issuer: 'somebody else' }),
      'for somebody else': await issuer.token({}, { audience: 'somebody else' }),
      'with another key': await stranger.token(),
      'with an unknown key': await issuer.token({}, { kid: 'key-9' }),
      'without a session': await issuer.token({ sessionId: undefined }),
      'with an unknown role': await issuer.token({ role: 'god' }),
      unsigned: `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${Buffer.from('{"sub":"p1"}').toString('base64url')}.`,
    };
    for (const [what, token] of Object.entries(wrong)) {
      const answer = await world.ask('{ viewerId }', { token });
      expect({ what, status: answer.status, data: answer.data }).toEqual({ what, status: 401, data: undefined });
      expect(answer.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
      expect(answer.headers.get('content-type')).toBe(RESPONSE_JSON);
    }
    for (const authorization of ['Basic dXNlcjpwYXNz', 'nonsense', 'Bearer a b']) {
      expect((await world.ask('{ viewerId }', { headers: { authorization } })).status).toBe(401);
    }
  });

  test('a gateway that knows no issuer says so', async () => {
    const alone = await aWorld(library);
    expect(await alone.ask('{ viewerId }', { token: 'any' })).toMatchObject({
      status: 401,
      errors: [{ message: expect.stringContaining('JWKS_URL') }],
    });
    expect((await alone.ask('{ viewerId }')).data).toEqual({ viewerId: null });
    await alone.stop();
  });
});
