import { randomUUID } from 'node:crypto';
import { databaseBefore, type DatabaseBefore } from '@marquee/platform/testing';

// What waited in two lists waits in one, and the version before this one, which knows nothing of it, still brings things into it.

let before: DatabaseBefore;
beforeAll(async () => {
  before = await databaseBefore('curation', '20261130100828_one_queue');
});

async function event(): Promise<string> {
  const id = randomUUID();
  await before.sql(
    `INSERT INTO event_copies (event_id, version, status, visibility, title, description, category_slug, starts_at, ends_at, timezone, creator_id,
       city, price, imported, deleted, was_published, content_hash, match_title)
     VALUES ($1, 1, 'PUBLISHED', 'PUBLIC', 'Choir', 'We sing.', 'music', now(), now() + interval '1 hour', 'UTC', gen_random_uuid(), 'Lyon', '{}', false,
       false, true, '', '')`,
    [id],
  );
  return id;
}

async function workflow(eventId: string, inQueue: boolean, rank = 9): Promise<string> {
  const id = randomUUID();
  await before.sql(
    `INSERT INTO workflows (id, event_id, submission, event_version, creator_id, status, in_queue, queue_rank, queued_at, screening_due, created_at)
     VALUES ($1, $2, 1, 1, gen_random_uuid(), 'PENDING', $3, $4, now(), false, now())`,
    [id, eventId, inQueue, rank],
  );
  return id;
}

async function reportedProfile(reason: string): Promise<string> {
  const [id, subject] = [randomUUID(), randomUUID()];
  await before.sql(
    `INSERT INTO cases (id, kind, subject_id, in_queue, queue_rank, queued_at, created_at) VALUES ($1, 'PROFILE', $2, true, 3, now(), now())`,
    [id, subject],
  );
  await before.sql(
    `INSERT INTO reports (id, kind, subject_id, case_id, reason, weight, status, created_at)
     VALUES (gen_random_uuid(), 'PROFILE', $1, $2, $3::"ReportReason", 1, 'OPEN', now())`,
    [subject, id, reason],
  );
  return id;
}

const entries = async () => {
  const { rows } = await before.sql('SELECT id, kind, place, city FROM queue_entries ORDER BY place DESC');
  return (rows as { id: string; kind: string; place: number; city: string | null }[]).map(({ id, kind, place, city }) => [
    id,
    kind,
    place,
    city,
  ]);
};

test('what waits is in the queue, and so is what the version before brings there', async () => {
  const [first, second] = [await event(), await event()];
  const waiting = await workflow(first, true);
  const done = await workflow(second, false);
  const danger = await reportedProfile('DANGEROUS');
  await before.sql(
    `INSERT INTO decisions (id, workflow_id, workflow_version, event_id, creator_id, automatic, decision, created_at)
     VALUES (gen_random_uuid(), $1, 1, $2, gen_random_uuid(), true, 'APPROVE', now())`,
    [done, second],
  );
  await before.migrate();
  expect(await entries()).toEqual([
    [danger, 'PROFILE', 10_000_003, null],
    [waiting, 'EVENT', 9, 'lyon'],
  ]);
  expect((await before.sql('SELECT subject_kind, subject_id FROM decisions')).rows).toEqual([
    { subject_kind: 'EVENT', subject_id: second },
  ]);

  const third = await event();
  const later = await workflow(third, true, 2);
  await before.sql('UPDATE workflows SET in_queue = false WHERE id = $1', [waiting]);
  await before.sql('UPDATE workflows SET in_queue = true, queue_rank = 5 WHERE id = $1', [done]);
  await before.sql(
    `INSERT INTO flags (id, event_id, workflow_id, reason, weight, status, content_hash, event_version, created_at)
     VALUES (gen_random_uuid(), $1, $2, 'SPAM', 1, 'OPEN', '', 1, now())`,
    [third, later],
  );
  expect((await entries()).slice(1)).toEqual([
    [done, 'EVENT', 5, 'lyon'],
    [later, 'EVENT', 2, 'lyon'],
  ]);
  expect((await before.sql('SELECT subject_kind, subject_id FROM flags')).rows).toEqual([{ subject_kind: 'EVENT', subject_id: third }]);
});
