import { aWorld, type World } from './kit';
import { library } from './library';

describe('the explorer', () => {
  let world: World;
  let base: string;
  beforeAll(async () => {
    world = await aWorld(library, { settings: { explorerQuery: '{ books { title } } # `${}`' } });
    base = world.gateway.explorerUrl!;
  });
  afterAll(() => world.stop());

  test('is a page whose parts all come from the gateway (X24)', async () => {
    const page = await fetch(base);
    const html = await page.text();
    expect(page.url).toBe(`${base}/`);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(page.headers.get('content-security-policy')).toContain("connect-src 'self'");
    const parts = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, part]) => new URL(part!, page.url));
    expect(parts.length).toBeGreaterThan(5);
    for (const part of parts) {
      expect(part.origin).toBe(new URL(base).origin);
      const answer = await fetch(part);
      expect(answer.status).toBe(200);
      expect((await answer.arrayBuffer()).byteLength).toBe(Number(answer.headers.get('content-length')));
    }
  });

  test('knows where the API is and what to show first', async () => {
    const script = await (await fetch(`${base}/initial_options.js`)).text();
    expect(script).toContain(world.gateway.url);
    expect(script).toContain(world.gateway.socketUrl);
    expect(script).toContain('{ books { title } } # \\`\\${}\\`');
  });

  test.each([
    '/../../package.json',
    '/%2e%2e/%2e%2e/package.json',
    '/..%2f..%2fpackage.json',
    '/nothing.js',
    '/assets',
    '/%00',
    '/%E0%A4%A',
  ])('has nothing at %s', async (path) => {
    const answer = await fetch(`${base}${path}`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] });
  });

  test('is where a browser ends up that opens the gateway', async () => {
    for (const path of ['/', '/graphql'])
      expect((await fetch(new URL(path, base), { headers: { accept: 'text/html' } })).url).toBe(`${base}/`);
    expect(await (await fetch(new URL('/', base))).json()).toEqual({ graphql: '/graphql' });
  });

  test('can be left out', async () => {
    const other = await aWorld(library, { settings: { explorer: false } });
    expect(other.gateway.explorerUrl).toBeNull();
    expect((await fetch(new URL('/explorer', other.gateway.url))).status).toBe(404);
    await other.stop();
  });
});
