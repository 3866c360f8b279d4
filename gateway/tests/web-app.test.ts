import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aWorld, type World } from './kit';
import { library } from './library';

describe('the web app', () => {
  let world: World;
  let folder: string;
  let made = 0;
  const at = (path: string, headers: Record<string, string> = {}) =>
    fetch(new URL(path, world.gateway.url), { headers, redirect: 'manual' });
  const asPage = { accept: 'text/html' };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'marquee-web-app-'));
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'index.html'), '<!doctype html><title>The app</title>');
    writeFileSync(join(folder, 'sw.js'), '// works');
    writeFileSync(join(folder, 'assets', 'main-1a2b.js'), `const text = '${'words '.repeat(400)}';`);
    world = await aWorld(library, { webApp: async () => (made++, folder) });
  });
  afterAll(async () => {
    await world.stop();
    rmSync(folder, { recursive: true });
  });

  test('is what a browser finds at the start, and at each path that nothing else is at', async () => {
    for (const path of ['/', '/events/some-id', '/tickets']) {
      const answer = await at(path, asPage);
      expect([path, answer.status, answer.headers.get('content-type')]).toEqual([path, 200, 'text/html; charset=utf-8']);
      expect(await answer.text()).toContain('The app');
      expect(answer.headers.get('cache-control')).toBe('no-cache');
    }
  });

  test('takes no path from what was there before', async () => {
    expect((await at('/explorer', asPage)).headers.get('location')).toBe('/explorer/');
    expect(await (await at('/explorer/', asPage)).text()).toContain('Altair');
    expect((await at('/graphql', asPage)).headers.get('location')).toBe('/explorer');
    expect(await (await at('/')).json()).toEqual({ graphql: '/graphql' });
    for (const path of ['/livez', '/readyz', '/schema.graphql']) expect(await (await at(path, asPage)).text()).not.toContain('The app');
    // Programs are told that there is nothing.
    expect((await at('/events/some-id', { accept: 'application/json' })).status).toBe(404);
    expect((await fetch(new URL('/events/some-id', world.gateway.url), { method: 'POST', headers: asPage })).status).toBe(404);
  });

  test('runs nothing but its own files', async () => {
    const policy = (await at('/', asPage)).headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
  });

  test('has files that are loaded once, small ones as they are and large ones compressed', async () => {
    const script = await at('/assets/main-1a2b.js', { 'accept-encoding': 'br' });
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect([script.headers.get('content-encoding'), script.headers.get('vary')]).toEqual(['br', 'accept-encoding']);
    expect(await script.text()).toContain('words words');
    const worker = await at('/sw.js');
    expect([worker.headers.get('cache-control'), await worker.text()]).toEqual(['no-cache', '// works']);
    expect((await at('/sw.js', { 'if-none-match': worker.headers.get('etag')! })).status).toBe(304);
  });

  test('is not made for who does not ask for it', async () => {
    const before = made;
    for (const path of ['/a/b.js', '/assets/..%2findex.html', '/.hash', '/.well-known/jwks.json', '/x/y.js', '/%E0%A4%A'])
      expect([path, (await at(path)).status]).toEqual([path, 404]);
    await at('/explorer/main.js');
    expect(made).toBe(before);
    for (const path of ['/assets/none-1.js', '/none.js']) expect([path, (await at(path)).status]).toEqual([path, 404]);
  });
});
