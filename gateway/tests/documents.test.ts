import type { FormattedExecutionResult } from 'graphql';
import { sha256 } from '../src/persisted/trusted-documents';
import { aWorld, type World } from './kit';
import { library } from './library';
import { RawStream } from './multipart-client';
import { RawSocket, until } from './socket';

const TRUSTED = 'query Trusted { book(id: "b2") { title } }';
const BUILT = 'query Built { book(id: "b1") { title } }';
const REGISTERED = 'query Registered { book(id: "b3") { title } }';

let world: World;
beforeAll(async () => {
  world = await aWorld(library, { settings: { trustedDocuments: [TRUSTED, { id: 'build-7', text: BUILT }] } });
  await post({ query: REGISTERED, extensions: automatic(REGISTERED) });
});
afterAll(() => world.stop());

const automatic = (text: string, algorithm = '') => ({ persistedQuery: { version: 1, sha256Hash: `${algorithm}${sha256(text)}` } });

async function post(body: object): Promise<FormattedExecutionResult> {
  const headers = { 'content-type': 'application/json' };
  return (
    await fetch(world.gateway.url, { method: 'POST', headers, body: JSON.stringify(body) })
  ).json() as Promise<FormattedExecutionResult>;
}

async function get(body: Record<string, unknown>): Promise<FormattedExecutionResult> {
  const search = new URLSearchParams(
    Object.entries(body).map<[string, string]>(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
  const headers = { 'apollo-require-preflight': '1' };
  return (await fetch(`${world.gateway.url}?${search}`, { headers })).json() as Promise<FormattedExecutionResult>;
}

async function overSocket(payload: object): Promise<FormattedExecutionResult> {
  const socket = await new RawSocket(world.gateway.socketUrl).ready();
  socket.send({ id: '1', type: 'subscribe', payload });
  await until(() => socket.received.some(({ id }) => id === '1'));
  socket.close();
  const { type, payload: answer } = socket.received.find(({ id }) => id === '1')!;
  return type === 'error' ? { errors: answer as FormattedExecutionResult['errors'] } : (answer as FormattedExecutionResult);
}

async function asParts(body: object): Promise<FormattedExecutionResult> {
  return (await new RawStream(world.gateway.url, '', { body }).answer()).body;
}

const SPELLINGS: [string, (text: string) => Record<string, unknown>][] = [
  ['extensions.persistedQuery', (text) => ({ extensions: automatic(text) })],
  ['extensions.persistedQuery, with its algorithm', (text) => ({ extensions: automatic(text, 'sha256:') })],
  ['documentId', (text) => ({ documentId: sha256(text) })],
  ['documentId, with its algorithm', (text) => ({ documentId: `sha256:${sha256(text)}` })],
];

describe.each([
  ['POST', post],
  ['GET', get],
  ['a socket', overSocket],
  ['HTTP that takes parts', asParts],
])('over %s', (_way, send) => {
  test.each(SPELLINGS)('a document is called by %s, trusted or registered', async (_spelling, spell) => {
    expect(await send(spell(TRUSTED))).toEqual({ data: { book: { title: 'Solaris' } } });
    expect(await send(spell(REGISTERED))).toEqual({ data: { book: { title: 'The Lathe of Heaven' } } });
    expect(await send(spell(BUILT))).toEqual({ data: { book: { title: 'The Dispossessed' } } });
    expect(await send(spell('query Unknown { __typename }'))).toMatchObject({
      errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }],
    });
  });

  test('a trusted one by the id that a build gave it', async () => {
    expect(await send({ documentId: 'build-7' })).toEqual({ data: { book: { title: 'The Dispossessed' } } });
    expect(await send({ documentId: 'build-8' })).toMatchObject({ errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }] });
  });

  test('a text that is not the one of the hash is refused, and nothing is registered', async () => {
    const other = 'query Other { __typename }';
    expect(await send({ query: '{ __typename }', extensions: automatic(other) })).toMatchObject({
      errors: [{ message: 'The hash is not the SHA-256 of the query.', extensions: { code: 'BAD_USER_INPUT' } }],
    });
    expect(await send({ extensions: automatic(other) })).toMatchObject({ errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }] });
  });
});
