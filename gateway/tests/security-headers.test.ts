import { aWorld, type World } from './kit';
import { library } from './library';

const HSTS = 'max-age=31536000; includeSubDomains; preload';

describe('headers that browsers go by (X121)', () => {
  let world: World;
  beforeAll(async () => {
    world = await aWorld(library, { settings: { trustedProxies: 1 } });
  });
  afterAll(() => world.stop());
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(new URL(path, world.gateway.url), { headers, redirect: 'manual' });

  test.each(['/graphql', '/graphql?query={__typename}', '/livez', '/readyz', '/', '/nothing', '/schema.graphql'])(
    'are on every answer: %s',
    async (path) => {
      const { headers } = await get(path);
      expect(Object.fromEntries(headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'x-xss-protection': '1; mode=block',
        'referrer-policy': 'no-referrer',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      });
    },
  );

  test('the explorer has a policy of its own, which lets it load what is its own', async () => {
    const { headers } = await get('/explorer/');
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'self'");
  });

  test('a browser is told to come back over TLS only where it came over TLS, which only a trusted proxy may say', async () => {
    const over = async (proto: string) => (await get('/livez', { 'x-forwarded-proto': proto })).headers.get('strict-transport-security');
    expect((await get('/livez')).headers.get('strict-transport-security')).toBeNull();
    expect([await over('https'), await over('http'), await over('http, HTTPS'), await over('https, http')]).toEqual([
      HSTS,
      null,
      HSTS,
      null,
    ]);
    const bare = await aWorld(library);
    const answer = await fetch(new URL('/livez', bare.gateway.url), { headers: { 'x-forwarded-proto': 'https' } });
    expect(answer.headers.get('strict-transport-security')).toBeNull();
    await bare.stop();
    const off = await aWorld(library, { settings: { trustedProxies: 1, strictTransport: null } });
    const without = await fetch(new URL('/livez', off.gateway.url), { headers: { 'x-forwarded-proto': 'https' } });
    expect(without.headers.get('strict-transport-security')).toBeNull();
    await off.stop();
  });
});
