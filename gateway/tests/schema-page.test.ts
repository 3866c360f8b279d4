import { buildSchema, type GraphQLSchema } from 'graphql';
import { anIssuer, aWorld, AUDIENCE, ISSUER, type World, type WorldOptions } from './kit';
import { library } from './library';

describe('the clients’ schema as a file', () => {
  let world: World;
  afterEach(() => world.stop());
  const start = async (options: WorldOptions = {}) => (world = await aWorld(library, options));
  const get = (init: RequestInit = {}) => fetch(new URL('/schema.graphql', world.gateway.url), init);

  test('is there for everybody who may introspect, with nothing that is not for clients', async () => {
    await start();
    const answer = await get();
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
      200,
      'text/plain; charset=utf-8',
      'public, max-age=60',
    ]);
    const schema: GraphQLSchema = buildSchema(await answer.text());
    expect(schema.getQueryType()!.getFields()).toHaveProperty('books');
    expect(Object.keys(schema.getTypeMap()).filter((name) => /^(_|join|link|core)/.test(name) && !name.startsWith('__'))).toEqual([]);
    const again = await get({ headers: { 'if-none-match': answer.headers.get('etag')! } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect((await get({ method: 'HEAD' })).status).toBe(200);
    const written = await get({ method: 'POST', body: '{}' });
    expect([written.status, written.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
  });

  test('is not there where the schema is not public', async () => {
    await start({ settings: { limits: { introspection: false } } });
    expect((await get()).status).toBe(404);
  });

  test('is there for people who are signed in, where the schema is theirs', async () => {
    const issuer = await anIssuer();
    await start({
      tokens: { keys: issuer.keys, issuer: ISSUER, audience: AUDIENCE },
      settings: { limits: { introspection: 'signed-in' } },
    });
    expect((await get()).status).toBe(401);
    expect((await get({ headers: { authorization: 'Bearer nonsense' } })).status).toBe(401);
    const mine = await get({ headers: { authorization: `Bearer ${await issuer.token()}` } });
    expect([mine.status, mine.headers.get('cache-control')]).toEqual([200, 'private, max-age=60']);
  });
});
