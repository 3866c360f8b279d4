import { silentLogger } from '@marquee/platform';
import { fieldsForTest, startForTest, type TestSubgraph } from '@marquee/platform/testing';
import { users } from '@marquee/users';
import { openViewers } from '@marquee/users/viewer';
import { createClient } from 'graphql-ws';
import { request } from 'node:http';
import pg from 'pg';
import WebSocket from 'ws';
import { serveToDeveloper, type DevelopmentServer } from './development-server';

const SETTINGS = { SESSION_SECRET: 'a secret of this test that is long enough' };
const ADA = { email: 'ada@example.org', username: 'ada', password: 'tangerine-lamp-9', displayName: 'Ada', birthDate: '1990-01-01' };
const REGISTER = 'mutation ($input: RegisterInput!) { register(input: $input) { __typename } }';
const ME = '{ me { user { username } permissions } }';

describe('one subgraph in front of its developer', () => {
  let world: TestSubgraph;
  let server: DevelopmentServer;
  const ask = async (body: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(server.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test reads the answer's shape from its own query
    return { status: response.status, headers: response.headers, ...((await response.json()) as { data?: any; errors?: any }) };
  };

  beforeAll(async () => {
    world = await startForTest(users, { settings: SETTINGS });
    const viewers = openViewers(world.databaseUrl, fieldsForTest);
    server = await serveToDeveloper(world.subgraph, { port: 0, host: '127.0.0.1', viewers, logger: silentLogger });
    afterAllStop = async () => {
      await server.stop();
      await viewers.close();
    };
  });
  let afterAllStop: () => Promise<void>;
  afterAll(() => afterAllStop());

  test('answers a visitor, and whoever is named, as the product does; tells what it cost', async () => {
    expect((await ask({ query: REGISTER, variables: { input: ADA } })).data).toEqual({ register: { __typename: 'RegisterSuccess' } });
    expect((await ask({ query: ME })).data).toEqual({ me: null });
    for (const viewer of ['ada', 'ADA@example.org']) {
      const answer = await ask({ query: ME }, { 'x-viewer': viewer });
      expect(answer.data).toMatchObject({
        me: { user: { username: 'ada' }, permissions: expect.arrayContaining(['create:event']) as string[] },
      });
      expect(answer.headers.get('server-timing')).toMatch(/execute;dur=[\d.]+, sql;desc="[1-9]\d* statements"/);
    }
  });

  test('names nobody who is suspended', async () => {
    await ask({ query: REGISTER, variables: { input: { ...ADA, email: 'bob@example.org', username: 'bob', displayName: 'Bob' } } });
    expect((await ask({ query: ME }, { 'x-viewer': 'bob' })).data).toMatchObject({ me: { user: { username: 'bob' } } });
    const database = new pg.Client({ connectionString: world.databaseUrl });
    await database.connect();
    await database.query(`UPDATE users SET suspended_at = now() WHERE username = 'bob'`);
    await database.end();
    expect(await ask({ query: ME }, { 'x-viewer': 'bob' })).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });

  test('knows what only gateways ask', async () => {
    const { data } = await ask({ query: '{ _service { sdl } }' });
    expect(data._service.sdl).toContain('type User');
  });

  test('refuses a viewer that nobody is, what is no JSON, a document with faults, other paths', async () => {
    expect(await ask({ query: ME }, { 'x-viewer': 'nobody' })).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect(await ask('{ nonsense')).toMatchObject({ status: 400, errors: [{ message: 'The body is not JSON.' }] });
    expect(await ask({ query: '{ nothingLikeThat }' })).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
    });
    expect((await fetch(new URL('/elsewhere', server.url))).status).toBe(404);
  });

  test('answers on sockets, too, for whom they name', async () => {
    const asked = async (viewer: string | undefined) => {
      const client = createClient({
        url: server.url.replace('http', 'ws'),
        webSocketImpl: WebSocket,
        connectionParams: viewer === undefined ? {} : { 'x-viewer': viewer },
      });
      try {
        return (await client.iterate({ query: ME }).next()).value as unknown;
      } finally {
        await client.dispose();
      }
    };
    expect(await asked('ada')).toMatchObject({ data: { me: { user: { username: 'ada' } } } });
    expect(await asked(undefined)).toEqual({ data: { me: null } });
    await expect(asked('nobody')).rejects.toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  test('is for this machine alone: a page that leads its own name here is refused', async () => {
    const { port } = new URL(server.url);
    const status = await new Promise((resolve, reject) =>
      request({ host: '127.0.0.1', port, path: '/graphql', headers: { host: 'evil.example' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end(),
    );
    expect(status).toBe(421);
  });

  test('has an explorer, which asks as the person set there', async () => {
    const page = await fetch(server.explorerUrl);
    expect(await page.text()).toContain('Altair');
    const script = await (await fetch(`${server.explorerUrl}/initial_options.js`)).text();
    expect(script).toContain('x-viewer');
    expect(script).toMatch(/The subgraph .?"users.?" by itself/);
  });
});
