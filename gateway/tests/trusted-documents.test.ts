import type { GraphQLFormattedError } from 'graphql';
import { sha256 } from '../src/persisted/trusted-documents';
import { aWorld, anIssuer, AUDIENCE, ISSUER, type World } from './kit';
import { aMarket } from './market';
import { RawSocket, until } from './socket';

const KNOWN = 'query Known { things(first: 1) { id } }';
const OTHER = '{ things(first: 2) { id } }';
const MANY_TOKENS = `{ ${'a: __typename '.repeat(400)} }`;
const DEAR = '{ things(first: 3000) { id } }';
const DOCUMENTS = [KNOWN, MANY_TOKENS, DEAR, { id: 'from-a-build', text: OTHER }];

interface Answer {
  data?: unknown;
  errors?: GraphQLFormattedError[];
}

async function post(world: World, body: object, headers: Record<string, string> = {}): Promise<Answer> {
  const answer = await fetch(world.gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return (await answer.json()) as Answer;
}

async function overSocket(world: World, payload: object, init?: object): Promise<Answer> {
  const socket = await new RawSocket(world.gateway.socketUrl).ready(init);
  socket.send({ id: '1', type: 'subscribe', payload });
  await until(() => socket.received.some(({ id }) => id === '1'));
  socket.close();
  const { type, payload: answer } = socket.received.find(({ id }) => id === '1')!;
  return type === 'error' ? { errors: answer as GraphQLFormattedError[] } : (answer as Answer);
}

const codeOf = ({ errors }: Answer) => errors?.[0]?.extensions?.code;
const automatic = (text: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: sha256(text) } } });
const held = { 'apollographql-client-name': 'web' };

describe('trusted documents', () => {
  let world: World;
  beforeAll(async () => {
    world = await aWorld(aMarket().plans, { settings: { trustedDocuments: DOCUMENTS } });
  });
  afterAll(() => world.stop());

  test('are called by the id of their build, by their hash, or sent in full', async () => {
    const other = { data: { things: [{ id: 't0' }, { id: 't1' }] } };
    expect(await post(world, { documentId: 'from-a-build' })).toEqual(other);
    expect(await post(world, { documentId: `sha256:${sha256(OTHER)}` })).toEqual(other);
    expect(await post(world, automatic(OTHER))).toEqual(other);
    expect(await post(world, { query: OTHER })).toEqual(other);
  });

  test('may have more tokens and cost more than others', async () => {
    expect((await post(world, { documentId: sha256(DEAR) })).errors).toBeUndefined();
    expect(codeOf(await post(world, { query: DEAR.replace('3000', '3001') }))).toBe('QUERY_TOO_COMPLEX');
    // 1,202 tokens pass; the aliases among them do not.
    expect(codeOf(await post(world, { query: MANY_TOKENS }))).toBe('QUERY_TOO_COMPLEX');
    expect(codeOf(await post(world, { query: `${MANY_TOKENS} ` }))).toBe('GRAPHQL_PARSE_FAILED');
  });
});

describe.each([
  ['everybody', 'everybody' as const, {}],
  ['clients by name', ['web', 'ios'], held],
])('where %s may send nothing else', (_title, heldToTrusted, headers) => {
  let world: World;
  beforeAll(async () => {
    world = await aWorld(aMarket().plans, { settings: { trustedDocuments: DOCUMENTS, heldToTrusted } });
  });
  afterAll(() => world.stop());

  test('trusted documents pass, over HTTP and on sockets', async () => {
    expect(codeOf(await post(world, { query: KNOWN }, headers))).toBeUndefined();
    expect(codeOf(await post(world, { documentId: sha256(KNOWN) }, headers))).toBeUndefined();
    expect(codeOf(await overSocket(world, { query: KNOWN }, headers))).toBeUndefined();
  });

  test('others are refused, over HTTP and on sockets, and nothing can be registered', async () => {
    const query = '{ __typename }';
    expect(codeOf(await post(world, { query }, headers))).toBe('FORBIDDEN');
    expect(codeOf(await overSocket(world, { query }, headers))).toBe('FORBIDDEN');
    expect(codeOf(await post(world, { query, ...automatic(query) }, headers))).toBe('FORBIDDEN');
    expect(codeOf(await post(world, automatic(query), headers))).toBe('PERSISTED_QUERY_NOT_SUPPORTED');
    expect(codeOf(await post(world, { documentId: sha256(query) }, headers))).toBe('PERSISTED_QUERY_NOT_FOUND');
  });
});

test('what another client registered is not for a client that is held to trusted documents', async () => {
  const world = await aWorld(aMarket().plans, { settings: { trustedDocuments: DOCUMENTS, heldToTrusted: ['web'] } });
  try {
    const query = '{ __typename }';
    expect(codeOf(await post(world, { query, ...automatic(query) }))).toBeUndefined();
    expect(codeOf(await post(world, automatic(query)))).toBeUndefined();
    expect(codeOf(await post(world, automatic(query), held))).toBe('PERSISTED_QUERY_NOT_SUPPORTED');
  } finally {
    await world.stop();
  }
});

test('the schema may be for people who are signed in', async () => {
  const issuer = await anIssuer();
  const world = await aWorld(aMarket().plans, {
    tokens: { keys: issuer.keys, issuer: ISSUER, audience: AUDIENCE },
    settings: { limits: { introspection: 'signed-in', hideSchemaDetails: true } },
  });
  try {
    const query = '{ __schema { queryType { name } } }';
    const token = await issuer.token();
    // In both orders: an operation that was prepared for one must not serve the other.
    for (let round = 0; round < 2; round++) {
      expect(codeOf(await post(world, { query }))).toBe('GRAPHQL_VALIDATION_FAILED');
      expect((await post(world, { query }, { authorization: `Bearer ${token}` })).data).toEqual({
        __schema: { queryType: { name: 'Query' } },
      });
      expect(codeOf(await overSocket(world, { query }))).toBe('GRAPHQL_VALIDATION_FAILED');
      expect(codeOf(await overSocket(world, { query }, { token }))).toBeUndefined();
    }
  } finally {
    await world.stop();
  }
});
