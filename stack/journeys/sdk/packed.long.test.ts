import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterTests } from '@marquee/platform/testing';
import { build } from 'esbuild';
import { runningStack } from '../running-stack';
import { Story } from '../story';

// `npm pack`, put into a folder of its own as npm would, and used by programs that know nothing else of this repository.

const run = promisify(execFile);
const ROOT = join(__dirname, '../../..');
const PEERS = ['@apollo/client', 'graphql', 'graphql-ws', 'rxjs', 'ws', '@graphql-typed-document-node/core', '@types/node'];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'marquee-packed-'));
  afterTests(async () => rmSync(folder, { recursive: true, force: true }));
  const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], {
    cwd: join(ROOT, 'clients/sdk'),
    encoding: 'utf8',
  });
  const home = join(folder, 'node_modules/@marquee/client');
  mkdirSync(home, { recursive: true });
  execFileSync('tar', ['xzf', join(folder, packed.trim().split('\n').at(-1)!), '-C', home, '--strip-components', '1']);
  for (const peer of PEERS) {
    mkdirSync(dirname(join(folder, 'node_modules', peer)), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', peer), join(folder, 'node_modules', peer));
  }
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
}, 120_000);

const write = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};

test('it loads as a module and as CommonJS, with the same names', async () => {
  const names = 'console.log(JSON.stringify([Object.keys(client).sort(), Object.keys(operations).length]))';
  const [module, common] = await Promise.all([
    run(process.execPath, [
      write('a.mjs', `import * as client from '@marquee/client'; import * as operations from '@marquee/client/operations'; ${names}`),
    ]),
    run(process.execPath, [
      write('b.cjs', `const client = require('@marquee/client'), operations = require('@marquee/client/operations'); ${names}`),
    ]),
  ]);
  expect(common.stdout).toBe(module.stdout);
  expect(JSON.parse(module.stdout)).toEqual([
    expect.arrayContaining(['createMarquee', 'followRoom', 'resumable', 'typePolicies']),
    expect.any(Number),
  ]);
});

test.each(['node16', 'bundler'])('its types fit a strict program (moduleResolution %s)', async (moduleResolution) => {
  write(
    'typed.ts',
    `import { createMarquee, isRefusal } from '@marquee/client';
import { EventPageDocument, RsvpDocument } from '@marquee/client/operations';
export async function page(id: string): Promise<string | undefined> {
  const { apollo } = createMarquee({ url: 'http://localhost:4000/graphql', name: 'typed' });
  const { data } = await apollo.query({ query: EventPageDocument, variables: { id } });
  const outcome = await apollo.mutate({ mutation: RsvpDocument, variables: { input: { eventId: id, status: 'GOING' } } });
  if (outcome.data && isRefusal(outcome.data.rsvp)) return outcome.data.rsvp.message;
  // @ts-expect-error -- there is no such status
  await apollo.mutate({ mutation: RsvpDocument, variables: { input: { eventId: id, status: 'PERHAPS' } } });
  return data?.event?.title;
}
`,
  );
  const module = moduleResolution === 'node16' ? 'node16' : 'esnext';
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const options = ['--noEmit', '--strict', '--target', 'es2022', '--lib', 'es2022,dom', '--skipLibCheck', '--types', 'node'];
  await run(process.execPath, [tsc, ...options, '--module', module, '--moduleResolution', moduleResolution, 'typed.ts'], { cwd: folder });
});

test('one operation brings one operation into a bundle', async () => {
  const bundled = async (text: string) => {
    const outcome = await build({
      stdin: { contents: text, resolveDir: folder },
      bundle: true,
      minify: true,
      write: false,
      format: 'esm',
      external: PEERS.flatMap((name) => [name, `${name}/*`]),
    });
    return outcome.outputFiles[0]!.text;
  };
  const one = await bundled(`import { CategoriesDocument } from '@marquee/client/operations'; console.log(CategoriesDocument);`);
  expect(one).toContain('query Categories');
  expect(one).not.toContain('EventPage');
  expect(one.length).toBeLessThan(1_000);
  const link = await bundled(`import { resumable } from '@marquee/client'; console.log(resumable);`);
  expect(link.length).toBeLessThan(6_000);
});

describe('against the running API', () => {
  let story: Story;
  let url: string;
  beforeAll(async () => {
    const { world } = await runningStack();
    url = world.endpoints[0];
    story = new Story(world);
  });
  afterAll(() => story.end());

  /** What a phone has and has not: no DOM, and a fetch whose answer is text and has no body to stream (Node's own needs streams behind it). */
  const PHONE = `
import WebSocket from 'ws';
const real = globalThis.fetch;
globalThis.fetch = async (...given) => {
  const answer = await real(...given);
  const text = await answer.text();
  return { ok: answer.ok, status: answer.status, statusText: answer.statusText, headers: answer.headers, url: answer.url, text: async () => text, json: async () => JSON.parse(text) };
};
for (const name of ['document', 'window', 'localStorage', 'navigator']) delete globalThis[name];
export class Socket extends WebSocket { constructor(...given) { super(...given); Socket.last = this; } }
globalThis.WebSocket = Socket;
`;

  test('a phone without streams in fetch and without DOM follows a room through drops', async () => {
    const olga = await story.person('Olga', 0);
    const { group } = await olga.app.succeed('CreateGroup', { name: `Phones ${story.tag}` });
    const roomId = group.chatRoom.id as string;
    write('phone.mjs', PHONE);
    const program = write(
      'follow.mjs',
      `import { Socket } from './phone.mjs';
import { createMarquee, followRoom } from '@marquee/client';
import { RoomWithLogDocument, SendMessageDocument } from '@marquee/client/operations';
const [url, roomId, accessToken] = process.argv.slice(2);
const { apollo, session, stop } = createMarquee({ url, name: 'packed', webSocketImpl: Socket, retryWait: () => new Promise((done) => setTimeout(done, 20)) });
await session.begin({ accessToken, refreshToken: 'not used' });
const say = (text) => apollo.mutate({ mutation: SendMessageDocument, variables: { input: { roomId, text, clientMessageId: text } } });
const texts = [];
const seen = (text) => new Promise((done) => { const look = () => texts.includes(text) ? done() : waiting.add(look); const waiting = wakes; look(); });
const wakes = new Set();
followRoom(apollo, roomId).subscribe({ next: (change) => {
  if (change.__typename === 'MessageAdded') texts.push(change.added.text);
  for (const wake of [...wakes]) { wakes.delete(wake); wake(); }
}, error: (error) => { console.error(error); process.exit(1); } });
await say('before');
for (let round = 0; round < 5; round++) {
  await say('in ' + round);
  await seen('in ' + round);
  Socket.last.terminate();
  await say('out ' + round);
}
await say('end');
await seen('end');
const { chatRoom } = apollo.readQuery({ query: RoomWithLogDocument, variables: { id: roomId } });
console.log(JSON.stringify(chatRoom.messages.nodes.map(({ text }) => text)));
await stop();
process.exit(0);
`,
    );
    const { stdout } = await run(process.execPath, [program, url, roomId, olga.app.accessToken!], { timeout: 60_000 });
    expect(JSON.parse(stdout)).toEqual(['before', ...[0, 1, 2, 3, 4].flatMap((round) => [`in ${round}`, `out ${round}`]), 'end']);
  });

  test('a stream over multipart HTTP goes on after it was cut, with the link for it', async () => {
    const olga = await story.person('Hedda', 0);
    const { group } = await olga.app.succeed('CreateGroup', { name: `Parts ${story.tag}` });
    const roomId = group.chatRoom.id as string;
    const program = write(
      'multipart.mjs',
      `import { ApolloClient, ApolloLink, HttpLink } from '@apollo/client';
import { createCache, ResumableLink } from '@marquee/client';
import { MessageAddedDocument, SendMessageDocument } from '@marquee/client/operations';
const [uri, roomId, accessToken] = process.argv.slice(2);
let cut;
const http = new HttpLink({ uri, headers: { authorization: 'Bearer ' + accessToken }, fetch: async (input, init) => {
  const answer = await fetch(input, init);
  if (!answer.headers.get('content-type').startsWith('multipart/')) return answer;
  const broken = new ReadableStream({ start(controller) { cut = () => controller.error(new TypeError('network')); (async () => { try { for await (const part of answer.body) controller.enqueue(part); controller.close(); } catch {} })(); } });
  return new Response(broken, { headers: answer.headers });
} });
const client = new ApolloClient({ cache: createCache(), link: ApolloLink.from([new ResumableLink(), http]) });
const say = (text) => client.mutate({ mutation: SendMessageDocument, variables: { input: { roomId, text, clientMessageId: text } } });
const texts = [];
client.subscribe({ query: MessageAddedDocument, variables: { roomId, since: 0 } }).subscribe({ next: async ({ data, error }) => {
  if (error) { console.error(error); process.exit(1); }
  const { text } = data.messageAdded;
  texts.push(text);
  if (text === 'end') { console.log(JSON.stringify(texts)); process.exit(0); }
  if (text.startsWith('in')) { cut(); await say(text.replace('in', 'out')); await say(text === 'in 2' ? 'end' : 'in ' + (Number(text.at(-1)) + 1)); }
} });
await say('in 0');
`,
    );
    const { stdout } = await run(process.execPath, [program, url, roomId, olga.app.accessToken!], { timeout: 60_000 });
    expect(JSON.parse(stdout)).toEqual(['in 0', 'out 0', 'in 1', 'out 1', 'in 2', 'out 2', 'end']);
  });
});
