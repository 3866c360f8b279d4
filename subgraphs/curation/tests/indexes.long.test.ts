import { explain, hasSeqScanOn, silentLogger, usedIndexes, type PlanNode } from '@marquee/platform';
import { afterTests, freshDatabase } from '@marquee/platform/testing';
import { openDatabase, type Database } from '../src/db';
import { usesOfCannedReasons } from '../src/modules/canned-reason/canned-reason.sql';
import { duplicateCandidates } from '../src/modules/assessment/duplicate.sql';
import { reviewsOfAuthors, reviewsOfEvents } from '../src/modules/review/review.sql';
import { driftParts } from '../src/modules/drift/drift.sql';
import { queueStatement } from '../src/modules/queue/queue.sql';
import { qualityWeeks } from '../src/modules/quality-trend/quality-trend.sql';
import { newestDecisions, trackRecords } from '../src/modules/track-record/track-record.sql';

const EVENTS = 30_000;
const ANY_ID = '00000000-0000-4000-8000-000000000000';
let db: Database;

beforeAll(async () => {
  const { url } = await freshDatabase('curation');
  db = openDatabase(url, silentLogger);
  afterTests(() => db.close());
  const client = await db.pool.connect();
  try {
    await client.query('SET statement_timeout = 0');
    await client.query(
      `INSERT INTO event_copies (event_id, version, status, visibility, title, description, category_slug, tags, starts_at, ends_at, timezone,
         creator_id, venue_id, venue_name, latitude, longitude, price, imported, deleted, was_published, content_hash, match_title, signature)
       SELECT gen_random_uuid(), 1, 'PUBLISHED', 'PUBLIC', 'Event ' || n, '', 'music', '{}', now() + n * interval '7 minutes', now() + n * interval '8 minutes',
         'UTC', gen_random_uuid(), gen_random_uuid(), 'Hall', 43 + random(), -80 + random(), '{"type": "FREE", "min": null}', true, false, true, n::text,
         md5(n::text) || ' ' || md5((n / 2)::text), (SELECT array_agg(hashint4(n * 64 + i)) FROM generate_series(0, 63) i)
       FROM generate_series(1, $1) n`,
      [EVENTS],
    );
    await client.query(
      'INSERT INTO event_bands SELECT hashint4(n::int * 16 + i), event_id FROM (SELECT event_id, row_number() OVER () AS n FROM event_copies) e, generate_series(0, 15) i',
    );
    // One in a hundred waits, one in three hundred is due for screening.
    await client.query(
      `INSERT INTO workflows (id, event_id, submission, event_version, creator_id, version, status, in_queue, queue_rank, queued_at, screening_due, created_at)
       SELECT gen_random_uuid(), event_id, 1, 1, creator_id, 1, (CASE WHEN n % 100 = 0 THEN 'PENDING' ELSE 'APPROVED' END)::"WorkflowStatus", n % 100 = 0,
         random() * 100, now(), n % 300 = 1, now() - n * interval '1 second'
       FROM (SELECT event_id, creator_id, row_number() OVER () AS n FROM event_copies) e`,
    );
    // A hundred reviews on each of a thousand events: with one each, any index that leads by event would do.
    await client.query(
      `INSERT INTO reviews (id, event_id, author_id, rating, text, created_at)
       SELECT gen_random_uuid(), event_id, author.id, 1 + (random() * 4)::int, '', now() - random() * interval '300 days'
       FROM (SELECT event_id, row_number() OVER () AS n FROM event_copies LIMIT 1000) e
       JOIN (SELECT gen_random_uuid() AS id, a FROM generate_series(0, 499) a) author ON author.a % 5 = e.n % 5`,
    );
    // One screening and one decision of each, in the order of time; one person has made a thousand.
    await client.query(
      `INSERT INTO assessments (id, workflow_id, event_version, completeness, content_quality, image_quality, spam_probability, duplicate_risk, overall,
         recommendation, flags, model_version, created_at)
       SELECT gen_random_uuid(), id, 1, 0.5, 0.5, 0.5, 0.1, 0, 0.5, 'PASS', '{}', 0, created_at FROM workflows ORDER BY created_at`,
    );
    await client.query(
      `INSERT INTO decisions (id, workflow_id, workflow_version, event_id, subject_kind, subject_id, creator_id, automatic, decision, created_at)
       SELECT gen_random_uuid(), id, 1, event_id, 'EVENT', event_id, creator_id, false, 'APPROVE', created_at FROM workflows ORDER BY created_at`,
    );
    // One decision in twenty names a canned reason, of which there are a hundred.
    await client.query(
      `UPDATE decisions SET canned_reason_id = ('00000000-0000-4000-8000-' || lpad((ctid::text::point)[1]::int % 100 || '', 12, '0'))::uuid
       WHERE (ctid::text::point)[1]::int % 20 = 0`,
    );
    await client.query(`UPDATE workflows SET creator_id = $1 WHERE id IN (SELECT id FROM workflows LIMIT 1000)`, [ANY_ID]);
    await client.query('ANALYZE');
  } finally {
    client.release();
  }
}, 120_000);

const plan = (statement: { text: string; values: unknown[] }): Promise<PlanNode> => explain(db.pool, statement.text, statement.values);
const page = (from: [string | number, string] | null) => ({ list: 'x', limit: 20, from, backward: false });

describe('with 30,000 events', () => {
  it.each([
    ['first', null],
    ['next', [50, ANY_ID] as [number, string]],
  ])('the %s page of the queue reads its own index and nothing else', async (_which, from) => {
    const queue = await plan(queueStatement(page(from), null));
    expect(usedIndexes(queue)).toEqual(['workflows_queue']);
    expect(queue['Total Cost']).toBeLessThan(200);
  });

  it('what is due for screening is found by its own index', async () => {
    const due = await plan({ text: 'SELECT id FROM workflows WHERE screening_due ORDER BY created_at LIMIT $1', values: [20] });
    expect(usedIndexes(due)).toEqual(['workflows_screening_due']);
  });

  it('likely duplicates are found by time, by title and by text, each by its index', async () => {
    const copy = await db.prisma.eventCopy.findFirstOrThrow();
    const sql = duplicateCandidates(copy);
    const candidates = await plan({ text: sql.text, values: sql.values });
    expect(hasSeqScanOn(candidates, 'event_copies') || hasSeqScanOn(candidates, 'event_bands')).toBe(false);
    expect(usedIndexes(candidates)).toEqual(expect.arrayContaining(['event_copies_starts_at_idx', 'event_bands_pkey']));
    // Within a day there are few; where thousands start on one day the trigrams narrow it down.
    const title = await plan({ text: 'SELECT event_id FROM event_copies WHERE match_title % $1', values: [copy.matchTitle] });
    expect(usedIndexes(title)).toEqual(['event_copies_match_title_idx']);
  });

  it('the record of a person reads what is theirs alone, each part by its index', async () => {
    const record = await plan(trackRecords([ANY_ID], ['EVENT', 'REVIEW'], new Date()));
    expect(usedIndexes(record)).toEqual(
      expect.arrayContaining(['workflows_creator_id_created_at_id_idx', 'decisions_creator_id_created_at_idx']),
    );
    for (const table of ['workflows', 'decisions', 'reviews']) expect([table, hasSeqScanOn(record, table)]).toEqual([table, false]);
    expect(usedIndexes(await plan(newestDecisions([ANY_ID])))).toEqual(['decisions_creator_id_created_at_idx']);
  });

  it('the trends of a week read the screenings of that week', async () => {
    const until = new Date();
    const from = new Date(until.getTime() - 600_000);
    const weeks = await plan(qualityWeeks({ from, until, viewerId: ANY_ID }));
    expect(usedIndexes(weeks)).toContain('assessments_created_at_idx');
    expect(hasSeqScanOn(weeks, 'assessments')).toBe(false);
    const at = (minutesAgo: number) => new Date(until.getTime() - minutesAgo * 60_000);
    const drift = await plan(driftParts({ referenceFrom: at(90), referenceUntil: at(80), recentFrom: from, now: until }));
    expect(usedIndexes(drift)).toContain('assessments_created_at_idx');
    expect(hasSeqScanOn(drift, 'assessments')).toBe(false);
  });

  it('how often canned reasons were named is counted from the indexes of those who name them', async () => {
    const uses = await plan(usesOfCannedReasons([ANY_ID]));
    expect(usedIndexes(uses)).toContain('decisions_canned_reason_id_idx');
    expect(hasSeqScanOn(uses, 'decisions')).toBe(false);
  });

  it('reviews are paged by the index of their list, and ratings summed from the index alone', async () => {
    const { rows } = await db.pool.query<{ id: string }>('SELECT DISTINCT event_id AS id FROM reviews LIMIT 20');
    const ids = rows.map(({ id }) => id);
    for (const from of [null, ['2026-01-01T00:00:00.000Z', ANY_ID] as [string, string]]) {
      const ofEvents = await plan(reviewsOfEvents(ids, page(from), [null, false]));
      expect(usedIndexes(ofEvents)).toEqual(['reviews_event_id_created_at_id_idx']);
      const { authorId } = await db.prisma.review.findFirstOrThrow();
      const ofAuthors = await plan(reviewsOfAuthors([authorId], page(from), [null, false]));
      expect(usedIndexes(ofAuthors)).toEqual(expect.arrayContaining(['reviews_author_id_created_at_id_idx', 'event_copies_pkey']));
      expect(hasSeqScanOn(ofAuthors, 'reviews') || hasSeqScanOn(ofAuthors, 'event_copies')).toBe(false);
    }
    const rating = await plan({
      text: 'SELECT event_id, sum(rating), count(*) FROM reviews WHERE event_id = ANY ($1::uuid[]) AND removed_at IS NULL GROUP BY event_id',
      values: [ids],
    });
    expect(hasSeqScanOn(rating, 'reviews')).toBe(false);
  });
});
