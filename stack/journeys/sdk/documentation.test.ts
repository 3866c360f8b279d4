import { execFile, spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterTests } from '@marquee/platform/testing';
import { buildSchema } from 'graphql';
import sharp from 'sharp';
import WebSocket from 'ws';
import { type App, type Data, eventually } from '../client';
import { runningStack } from '../running-stack';
import { Story } from '../story';

const DOCS = join(__dirname, '../../../clients/docs');
const SNIPPETS = readdirSync(join(DOCS, 'snippets')).sort();
const run = promisify(execFile);

// What people read is what runs: each snippet of a page is a file, and this runs it against the whole supergraph.

let story: Story;
let endpoint: string;
let olga: { app: App; id: string };
let event: Data;
beforeAll(async () => {
  // The snippet of webhooks listens on this machine.
  const { world } = await runningStack({ WEBHOOKS_INSIDE: '127.0.0.1' });
  endpoint = world.endpoints[0];
  story = new Story(world);
  olga = await story.person('Olga', 0);
  event = await story.draft(olga.app, { capacity: 5 });
  await story.publish(olga.app, await story.curator(0), event.id);
  await eventually(
    () => story.page(olga.app, event.id),
    (page) => page?.status === 'PUBLISHED',
    20_000,
    'the event is on show',
  );
});
afterAll(() => story.end());

const ran = new Set<string>();
const load = (name: string): Promise<Data> => {
  ran.add(name);
  return import(join(DOCS, 'snippets', name));
};
const shell = (name: string): [string, string[], { env: Record<string, string> }] => {
  ran.add(name);
  return [
    'bash',
    ['-ec', readFileSync(join(DOCS, 'snippets', name), 'utf8')],
    { env: { PATH: process.env.PATH!, API: endpoint, EVENT_ID: event.id } },
  ];
};

async function signedIn(): Promise<Data> {
  const { signIn } = await load('sign-in.ts');
  const marquee = await signIn(endpoint, `olga_${story.tag}`, `lantern-${story.tag}-Olga`);
  afterTests(() => marquee.stop());
  return marquee;
}

async function aRoom(): Promise<string> {
  const { group } = await olga.app.succeed('CreateGroup', { name: `Readers ${story.tag} ${Math.random()}` });
  return group.chatRoom.id as string;
}

const say = (roomId: string, text: string) => olga.app.succeed('SendMessage', { roomId, text, clientMessageId: text });

describe('the snippets of the documentation', () => {
  test('a shell makes a first call, signs in, and learns what a query costs', async () => {
    const [call, signIn, cost] = await Promise.all(
      ['first-call.sh', 'first-sign-in.sh', 'cost.sh'].map(async (name) => JSON.parse((await run(...shell(name))).stdout) as Data),
    );
    expect(call.data.searchEvents.nodes[0].id).toEqual(expect.any(String));
    expect(signIn.data.login.session.accessToken).toEqual(expect.any(String));
    expect(cost.extensions.cost.requestedQueryCost).toBeGreaterThan(50);
  });

  test('a shell watches an event', async () => {
    const [command, args, options] = shell('watch.sh');
    const watching = spawn(command, args, { ...options, detached: true });
    let output = '';
    watching.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    afterTests(async () => void process.kill(-watching.pid!, 'SIGTERM'));
    const mo = await story.person('Mo', 0);
    let going = false;
    await eventually(
      async () => {
        going = !going;
        await mo.app.succeed('Rsvp', { eventId: event.id, status: going ? 'INTERESTED' : 'MAYBE' });
        return output;
      },
      (text) => text.includes('"going":'),
      20_000,
      'an event in the shell',
    );
  });

  test('an app signs in and knows who it is', async () => {
    const marquee = await signedIn();
    const { whoAmI, signIn } = await load('sign-in.ts');
    expect(await whoAmI(marquee)).toBe('Olga');
    await expect(signIn(endpoint, `olga_${story.tag}`, 'wrong')).rejects.toThrow();
  });

  test('pages, refusals and errors', async () => {
    const marquee = await signedIn();
    const { twoPages } = await load('paging.ts');
    expect(await twoPages(marquee)).toContain(event.title);
    const { goTo } = await load('errors.ts');
    expect(await goTo(marquee, event.id)).toBe('You are GOING');
    await marquee.signOut();
    expect(await goTo(marquee, event.id)).toBe('Sign in first.');
  });

  test('a room on the screen, with the package and without', async () => {
    const marquee = await signedIn();
    const roomId = await aRoom();
    await say(roomId, 'first');
    let shown: (string | null)[] = [];
    const heard: (string | null)[] = [];
    const { openRoom, followCounts } = await load('live.ts');
    const stops = [openRoom(marquee, roomId, (texts: string[]) => (shown = texts)), followCounts(marquee, event.id)];
    const { messages } = await load('live-without-package.ts');
    const socketUrl = endpoint.replace(/^http/, 'ws');
    stops.push(
      messages(
        socketUrl,
        async () => olga.app.accessToken!,
        roomId,
        0,
        (text: string | null) => heard.push(text),
        WebSocket,
      ),
    );
    await eventually(
      async () => shown.length,
      (length) => length === 1,
      10_000,
      'the room is shown',
    );
    await say(roomId, 'second');
    await vi.waitFor(
      () =>
        expect([shown, heard]).toEqual([
          ['first', 'second'],
          ['first', 'second'],
        ]),
      10_000,
    );
    for (const stop of stops) stop();
  });

  test('a picture is sent', async () => {
    const { upload } = await load('upload.ts');
    const bytes = new Uint8Array(
      await sharp({ create: { width: 64, height: 48, channels: 3, background: '#8a1c3b' } })
        .png()
        .toBuffer(),
    );
    expect(await upload(await signedIn(), bytes, 'image/png', 'A red wall')).toEqual(expect.any(String));
  });

  test('a server asks without a package', async () => {
    const { titles } = await load('server.ts');
    expect(await titles(endpoint, event.title)).toContain(event.title);
    await expect(titles(endpoint, event.title, 'Bearer no')).rejects.toThrow('UNAUTHENTICATED');
  });

  test('a key is made, used by a shell, and rotated', async () => {
    const marquee = await signedIn();
    const { makeKey, rotateKey } = await load('keys.ts');
    const { id, secret } = await makeKey(marquee, `lantern-${story.tag}-Olga`);
    const call = async (key: string) => {
      const [command, args, { env }] = shell('keyed-call.sh');
      return JSON.parse((await run(command, args, { env: { ...env, KEY: key } })).stdout) as Data;
    };
    expect((await call(secret)).data.searchEvents.nodes.length).toBeGreaterThan(0);
    const next = await rotateKey(marquee, id);
    expect(next).not.toBe(secret);
    for (const key of [next, secret]) expect((await call(key)).errors).toBeUndefined();
  });

  test('a key of test mode: somebody signs in there, and the clock is moved', async () => {
    const { makeTestKey, askTestMode, passHours } = await load('test-mode.ts');
    const key = await makeTestKey(await signedIn(), `lantern-${story.tag}-Olga`);
    const login = 'mutation ($input: LoginInput!) { login(input: $input) { ... on LoginSuccess { session { accessToken } } } }';
    const input = { emailOrUsername: 'member@demo.test', password: 'marquee-demo' };
    const { accessToken } = (await askTestMode(endpoint, key, login, { input }, null)).login.session;
    const { me } = await askTestMode(endpoint, key, '{ me { user { username } } }', {}, accessToken);
    expect(me.user.username).toBe('member');
    expect((await passHours(endpoint, key, 2)).getTime()).toBeGreaterThan(Date.now() + 7_000_000);
  }, 240_000);

  test('an app of others is made, and let in on a device', async () => {
    const [{ makeApp }, { signInOnDevice }] = [await load('oauth-make.ts'), await load('oauth.ts')];
    const { id } = await makeApp(await signedIn(), `lantern-${story.tag}-Olga`);
    const { username } = await story.person('Otis', 0);
    const allow = async (address: string) => {
      const { origin, pathname, search } = new URL(address);
      const form = { query: search.slice(1), username, password: `lantern-${story.tag}-Otis`, decision: 'allow' };
      const { status } = await fetch(`${origin}${pathname}`, { method: 'POST', body: new URLSearchParams(form) });
      expect(status).toBe(200);
    };
    let allowed: Promise<void> | undefined;
    const titles = await signInOnDevice(new URL(endpoint).origin, id, (address: string) => void (allowed = allow(address)));
    await allowed;
    expect(titles.length).toBeGreaterThan(0);
  });

  test('a program hears by a webhook that an event has come on show, and knows who tells it', async () => {
    const marquee = await signedIn();
    const [{ tellOfEvents }, { listen, verify }] = [await load('webhook-make.ts'), await load('webhook.ts')];
    let secret = '';
    const heard: [string, Data][] = [];
    // The secret is known once the address is.
    const server = listen('whsec_', () => {}) as Server;
    server.removeAllListeners('request');
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    secret = await tellOfEvents(marquee, url);
    const inner = listen(secret, (type: string, data: Data) => heard.push([type, data])) as Server;
    server.on('request', (request, response) => inner.emit('request', request, response));
    afterTests(async () => void server.close());
    const other = await story.draft(olga.app, { capacity: 5 });
    await story.publish(olga.app, await story.curator(0), other.id);
    await eventually(
      async () => heard.find(([type, data]) => type === 'event.published' && data.event.id === other.id),
      (found) => found !== undefined,
      30_000,
      'the program hears',
    );
    const forged = { 'webhook-id': 'a', 'webhook-timestamp': String(Math.floor(Date.now() / 1000)), 'webhook-signature': 'v1,AAAA' };
    expect(() => verify(secret, forged, '{}')).toThrow('not signed');
    expect(() => verify(secret, { ...forged, 'webhook-timestamp': '1' }, '{}')).toThrow('too old');
    expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(400);
  });

  test('React shows an event', async () => {
    const { App } = await load('react.tsx');
    const [{ createElement }, { renderToString }, { prerenderStatic }] = await Promise.all([
      import('react' as string),
      import('react-dom/server' as string),
      import('@apollo/client/react/ssr' as string),
    ]);
    const marquee = await signedIn();
    const { result } = await prerenderStatic({
      tree: createElement(App, { marquee, eventId: event.id }),
      context: { client: marquee.apollo },
      renderFunction: renderToString,
    });
    expect(result).toContain(`<h1>${event.title}</h1>`);
  });

  test('a phone keeps its session in the keychain', async () => {
    const { phone } = await load('react-native.ts');
    const kept = new Map<string, string>();
    const keychain = {
      read: async (key: string) => kept.get(key) ?? null,
      write: async (key: string, value: string) => void kept.set(key, value),
      remove: async (key: string) => void kept.delete(key),
    };
    (globalThis as { WebSocket?: unknown }).WebSocket ??= WebSocket;
    const { session, stop } = phone(endpoint, keychain, () => {});
    afterTests(stop);
    await session.begin({ accessToken: olga.app.accessToken!, refreshToken: 'r' });
    expect(await session.accessToken()).toBe(olga.app.accessToken);
    await session.end();
    expect(kept.size).toBe(0);
  });

  test('a test of a screen has answers of its own', async () => {
    const { clientWithCategories } = await load('testing.ts');
    const { operation } = await import('../operations');
    const { data } = await clientWithCategories(['Music']).query({ query: operation('Categories') });
    expect(data.categories).toMatchObject([{ slug: 'music', name: 'Music' }]);
  });

  test('are all run, and all shown', () => {
    const pages = readdirSync(join(DOCS, 'pages')).map((name) => readFileSync(join(DOCS, 'pages', name), 'utf8'));
    const named = pages.flatMap((text) => [...text.matchAll(/<!-- snippet (\S+) -->/g)].map(([, name]) => name!));
    expect([...new Set(named)].sort()).toEqual(SNIPPETS);
    expect([...ran].sort()).toEqual(SNIPPETS);
    // Nothing stands in a page that no test runs.
    expect(pages.filter((text) => text.includes('```'))).toEqual([]);
  });
});

describe('the documentation', () => {
  let pages: Map<string, string>;
  beforeAll(async () => {
    ({ pages } = (await import(join(DOCS, 'build.mjs'))).render());
  });

  test('has every type and every field, and no link that leads nowhere (X24)', () => {
    const schema = buildSchema(readFileSync(join(DOCS, '../../schema/api.graphql'), 'utf8'));
    const missing: string[] = [];
    for (const type of Object.values(schema.getTypeMap())) {
      if (type.name.startsWith('__') || ['String', 'Int', 'Float', 'Boolean', 'ID'].includes(type.name)) continue;
      const page = pages.get(`reference/${type.name}.html`) ?? pages.get(`reference/${type.name.toLowerCase()}.html`) ?? '';
      if (!page) missing.push(type.name);
      if ('getFields' in type)
        for (const field of Object.keys(type.getFields())) if (!page.includes(`id="${field}"`)) missing.push(`${type.name}.${field}`);
    }
    for (const [path, html] of pages) {
      const main = html.slice(html.indexOf('<main'));
      for (const [, href] of main.matchAll(/href="([^"]+)"/g)) {
        if (/^(https?:|\/)/.test(href!)) continue;
        const { pathname, hash } = new URL(href!, `http://docs/${path}`);
        const target = pages.get(pathname.slice(1));
        if (target === undefined || (hash && !target.includes(`id="${hash.slice(1)}"`))) missing.push(`${path} → ${href}`);
      }
    }
    expect(missing).toEqual([]);
  });

  test('is served beside the API, from its own origin alone, and known copies cost no bytes', async () => {
    const base = new URL('/docs', endpoint);
    const first = await fetch(base);
    expect([first.status, new URL(first.url).pathname]).toEqual([200, '/docs/']);
    expect(first.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(await first.text()).toContain('First call');
    for (const part of ['style.css', 'search.js', 'search.json', 'minisearch.js', 'reference/mutation.html', 'live.html'])
      expect([part, (await fetch(new URL(`/docs/${part}`, base))).status]).toEqual([part, 200]);
    const again = await fetch(first.url, { headers: { 'if-none-match': first.headers.get('etag')! } });
    expect(again.status).toBe(304);
    for (const path of ['/docs/../package.json', '/docs/%2e%2e%2fpackage.json', '/docs/.hash', '/docs/nothing.html', '/docs/%E0%A4%A'])
      expect([path, (await fetch(new URL(path, base))).status]).toEqual([path, 404]);
  });
});
