import { createHash } from 'node:crypto';
import { GraphError } from '@marquee/platform';
import { anIssuer, aWorld, AUDIENCE, ISSUER, type SubgraphPlan, type World } from './kit';
import { cacheLinks } from './live/chat';

const state = { title: 'Solaris', fails: false };
const book = () => ({ id: 'b1', __typename: 'Book', title: state.title });

const PLANS: SubgraphPlan[] = [
  {
    name: 'books',
    sdl: `${cacheLinks}
      type Query {
        book: Book
        bare: Bare
        kept: Bare @cacheControl(maxAge: 30)
        number: Int
        keptNumber: Int @cacheControl(maxAge: 20)
        page: Page @cacheControl(maxAge: 40)
        item: Item
        either: Either
        account: Account
        greeting: String @cacheControl(maxAge: 50, scope: PRIVATE)
      }
      type Mutation { retitle: Book }
      type Book implements Item @key(fields: "id") @cacheControl(maxAge: 60) {
        id: ID!
        title: String
        sold: Int @cacheControl(maxAge: 5)
        mine: String @cacheControl(scope: PRIVATE)
        bare: Bare
        broken: String
      }
      type Bare { text: String }
      type Page @cacheControl(inheritMaxAge: true) { books: [Book!]! size: Size }
      type Size @cacheControl(inheritMaxAge: true) { total: Int }
      interface Item { id: ID! title: String }
      type Film implements Item @cacheControl(maxAge: 15) { id: ID! title: String }
      union Either = Book | Bare
      type Account @cacheControl(maxAge: 70, scope: PRIVATE) { name: String }
    `,
    resolvers: {
      Query: {
        book,
        bare: () => ({ text: 'x' }),
        kept: () => ({ text: 'x' }),
        number: () => 1,
        keptNumber: () => 1,
        page: () => ({ books: [book()], size: { total: 1 } }),
        item: book,
        either: book,
        account: () => ({ name: 'Ada' }),
        greeting: (_: unknown, __: unknown, { caller }: { caller: { viewer: { username: string } | null } }) =>
          `Hello ${caller.viewer?.username ?? 'stranger'}`,
      },
      Mutation: { retitle: book },
      Book: {
        broken: () => {
          if (state.fails) throw new GraphError('NOT_FOUND', 'Gone.');
          return 'whole';
        },
      },
    },
  },
  {
    name: 'stars',
    sdl: `${cacheLinks} type Query { stars: Int } type Book @key(fields: "id") { id: ID! stars: Int @cacheControl(maxAge: 8) }`,
    resolvers: { Book: { __resolveReference: (reference: object) => reference, stars: () => 5 } },
  },
];

describe('how long answers may be kept', () => {
  let world: World;
  let token: string;
  beforeAll(async () => {
    const issuer = await anIssuer();
    token = await issuer.token();
    world = await aWorld(PLANS, { tokens: { keys: issuer.keys, issuer: ISSUER, audience: AUDIENCE }, settings: { rateLimitField: true } });
  });
  afterAll(() => world.stop());

  const get = (query: string, headers: Record<string, string> = {}, more: Record<string, string> = {}) =>
    fetch(`${world.gateway.url}?${new URLSearchParams({ query, ...more }).toString()}`, {
      headers: { 'apollo-require-preflight': 'yes', ...headers },
    });

  test.each([
    ['{ book { title } }', 'public, max-age=60', 'a hint of the type, for fields without one'],
    ['{ book { title sold } }', 'public, max-age=5', 'the smallest wins'],
    ['{ book { title stars } }', 'public, max-age=8', 'of every subgraph'],
    ['{ book { title } keptNumber }', 'public, max-age=20', 'of every root field'],
    ['{ bare { text } }', 'no-store', 'without a hint, fields of the root are not kept'],
    ['{ number }', 'no-store', 'nor are their numbers'],
    ['{ book { bare { text } } }', 'no-store', 'nor are fields that have fields'],
    ['{ kept { text } }', 'public, max-age=30', 'a hint of the field'],
    ['{ page { books { title } size { total } } }', 'public, max-age=40', 'what inherits is kept as long as what it is of'],
    ['{ item { title } }', 'public, max-age=15', 'an interface as the least of its types'],
    ['{ either { ... on Book { title } } }', 'no-store', 'a union of which one type has no hint is not kept'],
    ['{ book { mine } }', 'private, max-age=60', 'PRIVATE of a field'],
    ['{ account { name } }', 'private, max-age=70', 'PRIVATE of a type'],
    ['{ book { ...F } } fragment F on Book { ... on Item { title } sold }', 'public, max-age=5', 'through fragments'],
    ['{ book { title sold @skip(if: true) mine @include(if: false) } }', 'public, max-age=60', 'what is left out does not count'],
    ['{ book { title } rateLimit { limit } }', 'no-store', 'the gateway’s own field'],
    ['{ __schema { queryType { name } } }', 'no-store', 'the schema'],
    ['{ __typename book { __typename } }', 'public, max-age=60', 'names of types say nothing of their own'],
  ])('%s: %s (%s)', async (query, expected) => {
    expect((await get(query)).headers.get('cache-control')).toBe(expected);
    expect((await world.ask(query)).headers.get('cache-control')).toBe(expected);
  });

  test('variables that leave fields out count with their values, each for itself', async () => {
    const query = 'query ($signedIn: Boolean!) { book { title mine @include(if: $signedIn) } }';
    const keeping = async (signedIn: boolean) =>
      (await get(query, {}, { variables: JSON.stringify({ signedIn }) })).headers.get('cache-control');
    expect([await keeping(false), await keeping(true), await keeping(false)]).toEqual([
      'public, max-age=60',
      'private, max-age=60',
      'public, max-age=60',
    ]);
  });

  test('a person keeps what is theirs, and asks each time; nobody else is given it', async () => {
    const mine = await get('{ greeting }', { authorization: `Bearer ${token}` });
    expect(mine.headers.get('cache-control')).toBe('private, no-cache');
    expect(mine.headers.get('vary')!.split(', ')).toEqual(expect.arrayContaining(['authorization', 'accept', 'accept-encoding', 'origin']));
    expect(await mine.json()).toEqual({ data: { greeting: 'Hello ada' } });
    const etag = mine.headers.get('etag')!;
    expect((await get('{ greeting }', { authorization: `Bearer ${token}`, 'if-none-match': etag })).status).toBe(304);
    expect(await (await get('{ greeting }', { 'if-none-match': etag })).json()).toEqual({ data: { greeting: 'Hello stranger' } });
    expect((await get('{ bare { text } }', { authorization: `Bearer ${token}` })).headers.get('cache-control')).toBe('no-store');
  });

  test('what a client has already is not sent again, until it is another', async () => {
    state.title = 'Solaris';
    const first = await get('{ book { title } }');
    const etag = first.headers.get('etag')!;
    expect(etag).toMatch(/^W\/"[\w-]{27}"$/);
    for (const known of [etag, etag.slice(2), `"other", ${etag}`, '*']) {
      const again = await get('{ book { title } }', { 'if-none-match': known });
      expect([again.status, again.headers.get('etag'), again.headers.get('cache-control')]).toEqual([304, etag, 'public, max-age=60']);
      expect(again.headers.get('content-length')).toBeNull();
      expect(await again.text()).toBe('');
    }
    expect((await get('{ book { title } }', { 'if-none-match': '"other"' })).status).toBe(200);
    state.title = 'Fiasco';
    const changed = await get('{ book { title } }', { 'if-none-match': etag });
    expect([changed.status, await changed.json()]).toEqual([200, { data: { book: { title: 'Fiasco' } } }]);
    expect(changed.headers.get('etag')).not.toBe(etag);
  });

  test('the same by the hash of a document', async () => {
    const query = '{ book { id title } }';
    const extensions = JSON.stringify({ persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') } });
    const byHash = (headers: Record<string, string> = {}) =>
      fetch(`${world.gateway.url}?${new URLSearchParams({ extensions }).toString()}`, {
        headers: { 'apollo-require-preflight': 'yes', ...headers },
      });
    const unknown = await byHash();
    expect([unknown.headers.get('cache-control'), unknown.headers.get('etag')]).toEqual(['no-store', null]);
    await get(query, {}, { extensions });
    const known = await byHash();
    expect(known.headers.get('cache-control')).toBe('public, max-age=60');
    expect((await byHash({ 'if-none-match': known.headers.get('etag')! })).status).toBe(304);
  });

  test('answers with errors, reports, refusals and changes are never kept', async () => {
    const keeping = async (query: string, headers: Record<string, string> = {}) => {
      const answer = await get(query, headers);
      return [answer.headers.get('cache-control'), answer.headers.get('etag')];
    };
    expect(await keeping('{ book { broken } }')).toEqual(['public, max-age=60', expect.any(String)]);
    state.fails = true;
    expect(await keeping('{ book { broken } }')).toEqual(['no-store', null]);
    state.fails = false;
    expect(await keeping('{ book { title } }', { 'x-cost-report': '1' })).toEqual(['no-store', null]);
    expect(await keeping('{ nothing }')).toEqual(['no-store', null]);
    expect((await world.ask('mutation { retitle { title } }')).headers.get('cache-control')).toBe('no-store');
    expect((await world.ask('{ book { title } }')).headers.get('etag')).toBeNull();
  });
});
