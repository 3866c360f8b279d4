import { createHash } from 'node:crypto';
import { aWorld, type World } from './kit';
import { library } from './library';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('documents that are called by their hash', () => {
  const TRUSTED = 'query Trusted { book(id: "b2") { title } }';
  let world: World;
  beforeAll(async () => {
    world = await aWorld(library, { settings: { trustedDocuments: [TRUSTED] } });
  });
  afterAll(() => world.stop());

  const send = async (body: object, accept = 'application/json') => {
    const answer = await fetch(world.gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify(body),
    });
    return { status: answer.status, ...((await answer.json()) as { data?: unknown; errors?: { extensions: { code: string } }[] }) };
  };

  test('a trusted document needs no registration, in any spelling of its id', async () => {
    const answer = { status: 200, data: { book: { title: 'Solaris' } } };
    expect(await send({ documentId: sha256(TRUSTED) })).toEqual(answer);
    expect(await send({ documentId: `sha256:${sha256(TRUSTED)}` })).toEqual(answer);
    expect(await send({ extensions: { persistedQuery: { version: 1, sha256Hash: sha256(TRUSTED) } } })).toEqual(answer);
  });

  test('a document that is not valid is not kept', async () => {
    const query = '{ nothing }';
    const extensions = { persistedQuery: { version: 1, sha256Hash: sha256(query) } };
    expect((await send({ query, extensions })).errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect((await send({ extensions })).errors?.[0]?.extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  test('a version that nobody knows is refused', async () => {
    expect(await send({ extensions: { persistedQuery: { version: 2, sha256Hash: sha256(TRUSTED) } } })).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    });
  });

  test('a status speaks of the document only where the media type lets it', async () => {
    for (const query of ['{', '{ nothing }', 'query A { sum: __typename } query B { sum: __typename }']) {
      expect((await send({ query })).status).toBe(200);
      expect((await send({ query }, 'application/graphql-response+json')).status).toBe(400);
    }
  });
});
