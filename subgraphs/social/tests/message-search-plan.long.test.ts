import { hasSeqScanOn, silentLogger, usedIndexes, type Page, type PlanNode } from '@marquee/platform';
import { afterTests, freshDatabase } from '@marquee/platform/testing';
import { Client } from 'pg';
import { openDatabase, type Database } from '../src/db';
import { messagesFound } from '../src/modules/message/message-search.sql';

const id = (kind: string, n: number | string) => `('0000000${kind}-0000-4000-8000-' || lpad((${n})::text, 12, '0'))::uuid`;
const ada = '00000000-0000-4000-8000-000000000001';
const room1 = '00000002-0000-4000-8000-000000000001';
const first: Page = { list: 'any', limit: 20, from: null, backward: false };
const deep: Page = { ...first, from: ['2026-01-01T00:10:00.000Z', ada] };

let db: Database;
beforeAll(async () => {
  const { url } = await freshDatabase('social');
  db = openDatabase(url, silentLogger);
  afterTests(() => db.close());
  // Not through the pool: its statements may take no longer than a request may wait.
  const client = new Client(url);
  await client.connect();
  // 100,000 messages in 500 rooms, all with one word in common; Ada is in ten of the rooms.
  for (const statement of [
    `INSERT INTO rooms (id, kind, direct_low, direct_high, last_message_at, created_at, last_sequence)
     SELECT ${id('2', 'n')}, 'DIRECT', ${id('0', 'n')}, ${id('1', 'n')}, now(), now(), 200 FROM generate_series(1, 500) n`,
    `INSERT INTO room_members (room_id, user_id, role, joined_at) SELECT ${id('2', 'n')}, '${ada}', 'MEMBER', now() FROM generate_series(1, 10) n`,
    `INSERT INTO room_members (room_id, user_id, role, joined_at) SELECT ${id('2', 'n')}, ${id('1', 'n')}, 'MEMBER', now() FROM generate_series(1, 500) n`,
    'ALTER TABLE messages DISABLE TRIGGER message_inserted',
    `INSERT INTO messages (id, room_id, sequence, sender_id, client_message_id, text, sent_at)
     SELECT gen_random_uuid(), ${id('2', '1 + n % 500')}, 1 + n / 500, ${id('1', '1 + n % 500')}, n::text, 'lantern ' || (n / 500 % 50),
            timestamptz '2026-01-01' + make_interval(secs => n) FROM generate_series(0, 99999) n`,
    'VACUUM ANALYZE',
  ])
    await client.query(statement);
  await client.end();
}, 120_000);

test.each([
  ['in one room', room1, first],
  ['in one room, far within', room1, deep],
  ['in all rooms', null, first],
  ['in all rooms, far within', null, deep],
])('among 100,000 messages words are found by index %s', async (_, roomId, page) => {
  const statement = messagesFound(ada, ['lantern', '7'], roomId, page);
  // As Postgres keeps it for a prepared statement, whatever the values; and as it is for these.
  const generic = await db.pool.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(`EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${statement.text}`);
  const { Plan } = generic.rows[0]!['QUERY PLAN'][0];
  expect([hasSeqScanOn(Plan, 'messages'), hasSeqScanOn(Plan, 'room_members')]).toEqual([false, false]);
  expect(usedIndexes(Plan)).toContain('messages_words');
  const run = await db.pool.query<{ 'QUERY PLAN': [{ Plan: PlanNode; 'Execution Time': number }] }>(
    `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${statement.text}`,
    statement.values as unknown[],
  );
  const { Plan: real } = run.rows[0]!['QUERY PLAN'][0];
  // What is looked at is what Ada's rooms have of the words, not what all have: 10 rooms of 4 messages each, of 2,000 in the graph.
  expect(rowsRead(real, 'messages')).toBeLessThanOrEqual(40);
});

/** So many rows of this table were taken from the heap. */
const rowsRead = (node: PlanNode, table: string): number => {
  const own = (node as { 'Relation Name'?: string })['Relation Name'] === table ? rowsOf(node) : 0;
  return own + ((node as { Plans?: PlanNode[] }).Plans ?? []).reduce((sum, child) => sum + rowsRead(child, table), 0);
};
const rowsOf = (node: PlanNode): number => {
  const { 'Actual Rows': rows = 0, 'Actual Loops': loops = 1 } = node as { 'Actual Rows'?: number; 'Actual Loops'?: number };
  return rows * loops;
};
