import { fixtureDatabase } from '../db/fixtures/database';
import { raw, sqltag as sql } from '@prisma/client/runtime/client';
import type { Database } from '../db';
import type { PrismaClient } from '../generated/prisma/client';
import type { Connection, Page, PageArguments } from './connection';
import { encodeCursor } from './cursor';
import { Keyset } from './keyset';

interface Row {
  balance: number;
  id: string;
}

let db: Database<PrismaClient>;
beforeAll(async () => {
  db = await fixtureDatabase();
  // Three of each balance, so that the id has to decide.
  await db.prisma.account.createMany({ data: Array.from({ length: 12 }, (_, n) => ({ name: `a${n}`, balance: n % 4 })) });
});

const keysets = {
  'greatest first': new Keyset('accounts', { balance: 'integer', id: 'id' }, 'greatest first'),
  'least first': new Keyset('accounts', { balance: 'integer', id: 'id' }, 'least first'),
};
type Order = keyof typeof keysets;

/** The three ways to read a page. */
const ways: Record<string, (keyset: (typeof keysets)[Order], page: Page) => Promise<Row[]>> = {
  Prisma: (keyset, page) => db.prisma.account.findMany(keyset.prisma(page, {})),
  'a prepared statement': (keyset, page) => {
    const { condition, order, values, variant } = keyset.sql(page, { balance: 'balance', id: 'id' }, 2);
    const text = `SELECT balance, id FROM "Account" WHERE ${condition} ORDER BY ${order} LIMIT $1`;
    return db.query<Row>({ name: `accounts_${variant}`, text, values: [page.limit + 1, ...values] });
  },
  'a tagged statement': (keyset, page) => {
    const { condition, order } = keyset.tagged(page, { balance: sql`balance`, id: raw('id') });
    return db.prisma.$queryRaw<Row[]>(sql`SELECT balance, id FROM "Account" WHERE ${condition} ORDER BY ${order} LIMIT ${page.limit + 1}`);
  },
};

const cases = Object.keys(ways).flatMap((way) => (Object.keys(keysets) as Order[]).map((order) => [way, order] as const));

describe.each(cases)('a list read by %s, %s', (way, order) => {
  const keyset = keysets[order];
  const read = async (args: PageArguments): Promise<Connection<Row>> => {
    const page = keyset.page(args);
    return keyset.connection(await ways[way]!(keyset, page), page, { totalCount: () => db.prisma.account.count() });
  };
  const whole = async () => {
    const rows = await db.prisma.account.findMany({ orderBy: [{ balance: 'asc' }, { id: 'asc' }] });
    const ids = rows.map(({ id }) => id);
    return order === 'least first' ? ids : ids.reverse();
  };

  test('is the same forward, page by page', async () => {
    const ids: string[] = [];
    for (let after: string | null = null; ;) {
      const { nodes, pageInfo }: Connection<Row> = await read({ first: 5, after });
      ids.push(...nodes.map(({ id }) => id));
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    expect(ids).toEqual(await whole());
  });

  test('is the same backward, page by page', async () => {
    const ids: string[] = [];
    for (let before: string | null = null; ;) {
      const { nodes, pageInfo }: Connection<Row> = await read({ last: 5, before });
      ids.unshift(...nodes.map(({ id }) => id));
      if (!pageInfo.hasPreviousPage) break;
      before = pageInfo.startCursor;
    }
    expect(ids).toEqual(await whole());
  });
});

test('a page has twenty where nothing is said, and a hundred at most, forward and backward (X20)', () => {
  const keyset = keysets['least first'];
  expect([keyset.page({}), keyset.page({ first: 100 }), keyset.page({ last: 100 })].map(({ limit }) => limit)).toEqual([20, 100, 100]);
  for (const [argument, args] of Object.entries({ first: { first: 101 }, last: { last: 101 } }))
    expect(() => keyset.page(args)).toThrow(`${argument}: must be between 0 and 100`);
});

const ID = '00000000-0000-4000-8000-000000000001';
test.each([
  ['with a fraction for a whole number', [1.5, ID]],
  ['with a number that Postgres cannot hold', [2 ** 40, ID]],
  ['with text for a number', ['1', ID]],
  ['with something else for an id', [1, 'x']],
  ['with too few parts', [1]],
])('a cursor %s is refused and never reaches the database', (_what, key) => {
  expect(() => keysets['least first'].page({ after: encodeCursor('accounts', key) })).toThrow('after: is not a cursor of this list');
});

test.each([
  'yesterday',
  '+275760-09-13T00:00:00.000Z',
  '0000-01-01T00:00:00.000Z',
  '9999-12-31T23:59:59-14:00',
  '2026',
  '2026-1',
  '2026-01-01 (noon)',
  '2026-13-01',
])('%s is no instant of a cursor', (at) => {
  const dated = new Keyset('dated', { at: 'time', id: 'id' }, 'greatest first');
  expect(() => dated.page({ before: encodeCursor('dated', [at, ID]) })).toThrow('before: is not a cursor of this list');
});

test('a cursor of one room is none of another', () => {
  const messages = new Keyset('messages', { sequence: 'integer' }, 'least first');
  expect(messages.page({ after: encodeCursor('messages:a', [1]) }, { of: 'a' }).from).toEqual([1]);
  expect(() => messages.page({ after: encodeCursor('messages:a', [1]) }, { of: 'b' })).toThrow('not a cursor of this list');
});
