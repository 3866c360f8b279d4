import { setTimeout as pause } from 'node:timers/promises';
import { fixtureDatabase } from '../db/fixtures/database';
import { silentLogger } from '../logger';
import { Collector } from '../testing/collector';
import { startTracing, type Tracer } from '.';
import { statementName } from './statement-name';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = `00-${TRACE}-b7ad6b7169203331-01`;
const UNSAMPLED = `00-${TRACE}-b7ad6b7169203331-00`;

describe('spans', () => {
  let collector: Collector;
  let tracer: Tracer;
  beforeEach(async () => {
    collector = await Collector.start();
    tracer = await startTracing({ endpoint: collector.url, serviceName: 'users', share: 1 }, silentLogger);
  });
  afterEach(() => collector.stop());

  test('statements belong to the operation that wants them, also those that wait for a connection', async () => {
    const db = await fixtureDatabase();
    db.statements.tracer = tracer;
    // More at once than there are connections.
    const works = Array.from({ length: 30 }, (_, n) =>
      tracer.run({ name: `operation ${n}`, kind: 'server' }, async () => {
        await db.pool.query(`SELECT ${n} FROM pg_sleep(0.01)`);
        await db.transaction((tx) => Promise.resolve(tx.$queryRaw`SELECT 1 FROM pg_class LIMIT 1`));
      }),
    );
    await Promise.all(works);
    await tracer.stop();
    for (let n = 0; n < works.length; n++) {
      const { spanId, traceId } = collector.named(`operation ${n}`)[0]!;
      const own = collector.spans.filter((span) => span.parentSpanId === spanId);
      expect(own.map(({ name }) => name)).toEqual(['SELECT pg_sleep', 'SELECT pg_class']);
      expect(own.every((span) => span.traceId === traceId)).toBe(true);
    }
  });

  test('a fact is followed where its cause is, in a trace of its own that points back', async () => {
    const causes: (string | undefined)[] = [];
    await tracer.run({ name: 'change', kind: 'server', parent: PARENT }, async () => {
      await pause(1);
      causes.push(tracer.here);
    });
    await tracer.run({ name: 'take in', kind: 'consumer', cause: causes[0] }, async () => {});
    await tracer.run({ name: 'not followed', kind: 'consumer', cause: UNSAMPLED }, async () => causes.push(tracer.here));
    await tracer.stop();
    expect(causes).toEqual([`00-${TRACE}-${collector.named('change')[0]!.spanId}-01`, undefined]);
    const [took] = collector.named('take in');
    expect(took).toMatchObject({ parentSpanId: undefined, links: [TRACE] });
    expect(took!.traceId).not.toBe(TRACE);
    expect(collector.named('not followed')).toEqual([]);
  });

  test('work that throws is marked, and throws what it throws', async () => {
    await expect(tracer.run({ name: 'broken', kind: 'server' }, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await tracer.stop();
    expect(collector.named('broken')).toMatchObject([{ failed: true }]);
  });
});

test.each([
  ['SELECT "public"."users"."id" FROM "public"."users" WHERE "id" = $1', 'SELECT users'],
  ['  update only sessions set x = 1', 'UPDATE sessions'],
  ['INSERT INTO outbox (id) SELECT 1', 'INSERT outbox'],
  ['WITH due AS (SELECT id FROM orders) SELECT 1', 'WITH orders'],
  ['/* why */ SELECT 1', 'SELECT'],
  ['SET LOCAL lock_timeout = 3', 'SET'],
  ['', 'SQL'],
])('%s is called %s', (text, name) => expect(statementName(text)).toBe(name));
