import { createHash } from 'node:crypto';
import { aShopWorld, SOLD } from './shop-world';
import { RawSocket, until } from './socket';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('documents that are called by their hash on a socket', () => {
  const TRUSTED = 'query Trusted { book(id: "b2") { title } }';
  const ANSWER = { data: { book: { title: 'Solaris' } } };
  let shop: Awaited<ReturnType<typeof aShopWorld>>;
  let socket: RawSocket;
  let next = 0;
  beforeAll(async () => {
    shop = await aShopWorld({ settings: { trustedDocuments: [TRUSTED] } });
    socket = await new RawSocket(shop.world.gateway.socketUrl).ready();
  });
  afterAll(async () => {
    socket.close();
    await shop.world.stop();
  });

  /** The payload of the answer, or of the error. */
  const send = async (payload: object) => {
    const id = `op-${next++}`;
    socket.send({ id, type: 'subscribe', payload });
    await until(() => socket.received.some((message) => message.id === id && message.type !== 'complete'));
    return socket.received.find((message) => message.id === id)!.payload;
  };
  const persistedQuery = (text: string, version = 1) => ({ persistedQuery: { version, sha256Hash: sha256(text) } });

  test.each([
    ['documentId', { documentId: sha256(TRUSTED) }],
    ['documentId with its algorithm', { documentId: `sha256:${sha256(TRUSTED)}` }],
    ['extensions.persistedQuery', { extensions: persistedQuery(TRUSTED) }],
    ['an empty query beside it', { query: '', extensions: persistedQuery(TRUSTED) }],
    ['a query that is null', { query: null, documentId: sha256(TRUSTED) }],
  ])('a trusted one needs no text: %s', async (_title, payload) => {
    expect(await send(payload)).toEqual(ANSWER);
  });

  test('one that is sent with its text is known from then on, on every way in', async () => {
    const query = '{ sold }';
    const extensions = persistedQuery(query);
    expect(await send({ extensions })).toMatchObject([
      { message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } },
    ]);
    expect(await send({ query, extensions })).toEqual({ data: { sold: 3 } });
    expect(await send({ extensions })).toEqual({ data: { sold: 3 } });
    const answer = await fetch(shop.world.gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ extensions }),
    });
    expect(await answer.json()).toEqual({ data: { sold: 3 } });
  });

  test('one that is not valid is not kept', async () => {
    const query = '{ nothing }';
    expect(await send({ query, extensions: persistedQuery(query) })).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
    expect(await send({ extensions: persistedQuery(query) })).toMatchObject([{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }]);
  });

  test.each([
    ['a hash of another text', { query: '{ sold }', extensions: persistedQuery('{ books { id } }') }],
    ['a version that nobody knows', { extensions: persistedQuery(TRUSTED, 2) }],
    ['a hash that is no text', { extensions: { persistedQuery: { version: 1, sha256Hash: 5 } } }],
  ])('%s is refused, and the socket stays', async (_title, payload) => {
    expect(await send(payload)).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  test('a subscription can be called by its hash', async () => {
    socket.send({ id: 'live', type: 'subscribe', payload: { query: SOLD, extensions: persistedQuery(SOLD) } });
    await until(() => shop.sales.listenerCount === 1);
    const other = await new RawSocket(shop.world.gateway.socketUrl).ready();
    other.send({ id: '1', type: 'subscribe', payload: { documentId: sha256(SOLD) } });
    await until(() => shop.world.gateway.statistics.listeners === 2);
    shop.sales.publish({ bookId: 'b1', copies: 2 });
    await until(() => other.received.some(({ type }) => type === 'next'));
    other.close();
  });

  test('what names no document is still no message of the protocol', async () => {
    const stranger = await new RawSocket(shop.world.gateway.socketUrl).ready();
    stranger.send({ id: '1', type: 'subscribe', payload: { documentId: 5 } });
    expect(await stranger.closed).toEqual({ code: 4400, reason: 'Invalid message' });
  });
});
