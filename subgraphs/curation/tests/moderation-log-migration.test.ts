import { randomUUID } from 'node:crypto';
import { databaseBefore, type DatabaseBefore } from '@marquee/platform/testing';

// What was done before there was a log is in it, and so is what the version before this one, which knows nothing of it, goes on to write.

let before: DatabaseBefore;
beforeAll(async () => {
  before = await databaseBefore('curation', '20261201023329_moderation_log');
});

const [curator, colleague] = [randomUUID(), randomUUID()];

async function event(): Promise<string> {
  const id = randomUUID();
  await before.sql(
    `INSERT INTO event_copies (event_id, version, status, visibility, title, description, category_slug, starts_at, ends_at, timezone, creator_id,
       price, imported, deleted, was_published, content_hash, match_title)
     VALUES ($1, 1, 'PUBLISHED', 'PUBLIC', 'Choir', 'We sing.', 'music', now(), now() + interval '1 hour', 'UTC', gen_random_uuid(), '{}', false, false, true, '', '')`,
    [id],
  );
  return id;
}

/** A workflow that was claimed, decided, appealed against and hidden, as its versions tell. */
async function workflow(): Promise<string> {
  const [id, eventId] = [randomUUID(), await event()];
  await before.sql(
    `INSERT INTO workflows (id, event_id, submission, event_version, creator_id, status, in_queue, queue_rank, queued_at, screening_due, created_at)
     VALUES ($1, $2, 1, 1, gen_random_uuid(), 'FLAGGED', true, 9, now(), false, now())`,
    [id, eventId],
  );
  const version = (n: number, status: string, inQueue: boolean, curatorId: string | null, claimed: boolean) =>
    before.sql(
      `INSERT INTO workflow_versions (workflow_id, version, status, in_queue, curator_id, claimed_until, event_version, created_at)
       VALUES ($1, $2::int, $3::"WorkflowStatus", $4, $5, CASE WHEN $6 THEN now() END, 1, now() + $2::int * interval '1 second')`,
      [id, n, status, inQueue, curatorId, claimed],
    );
  await version(1, 'PENDING', true, null, false);
  await version(2, 'IN_REVIEW', true, curator, true);
  await version(3, 'REJECTED', false, curator, false);
  await before.sql(
    `INSERT INTO decisions (id, workflow_id, workflow_version, event_id, creator_id, curator_id, automatic, decision, notes, created_at)
     VALUES (gen_random_uuid(), $1, 2, $2, gen_random_uuid(), $3, false, 'REJECT', 'No.', now() + interval '3 seconds')`,
    [id, eventId, curator],
  );
  await version(4, 'APPEALED', true, null, false);
  await version(5, 'APPROVED', false, null, false);
  await before.sql(
    `INSERT INTO decisions (id, workflow_id, workflow_version, event_id, creator_id, automatic, decision, created_at)
     VALUES (gen_random_uuid(), $1, 4, $2, gen_random_uuid(), false, 'APPROVE', now() + interval '5 seconds')`,
    [id, eventId],
  );
  await version(6, 'FLAGGED', true, null, false);
  return id;
}

async function decidedCase(): Promise<string> {
  const id = randomUUID();
  await before.sql(
    `INSERT INTO cases (id, kind, subject_id, version, status, in_queue, queue_rank, queued_at, evidence, created_at)
     VALUES ($1, 'GROUP', gen_random_uuid(), 3, 'REMOVED', false, 3, now(), '{"name": "Walkers"}', now())`,
    [id],
  );
  for (const [n, kind, actor] of [
    [1, 'QUEUED', null],
    [2, 'CLAIMED', colleague],
    [3, 'REMOVED', null],
  ] as const)
    await before.sql(
      `INSERT INTO case_acts (case_id, version, kind, actor_id, created_at) VALUES ($1, $2::int, $3::"CaseActKind", $4, now() + $2::int * interval '1 second')`,
      [id, n, kind, actor],
    );
  return id;
}

const logOf = async (entryId: string) => {
  const { rows } = await before.sql('SELECT verb, by, actor_id, title FROM moderation_acts WHERE entry_id = $1 ORDER BY at', [entryId]);
  return (rows as { verb: string; by: string; actor_id: string | null; title: string }[]).map((row) => [
    row.verb,
    row.by,
    row.actor_id,
    row.title,
  ]);
};

test('what was done before is in the log, nameless where the account was erased, and what the version before goes on to do', async () => {
  const [ofEvent, ofGroup] = [await workflow(), await decidedCase()];
  await before.migrate();
  const whole = [
    ['CLAIMED', 'STAFF', curator, 'Choir'],
    ['REJECTED', 'STAFF', curator, 'Choir'],
    ['APPEALED', 'AUTHOR', null, 'Choir'],
    ['APPROVED', 'ERASED', null, 'Choir'],
    ['HIDDEN', 'MACHINE', null, 'Choir'],
  ];
  expect(await logOf(ofEvent)).toEqual(whole);
  expect(await logOf(ofGroup)).toEqual([
    ['CLAIMED', 'STAFF', colleague, 'Walkers'],
    ['REMOVED', 'ERASED', null, 'Walkers'],
  ]);
  expect(await logOf(await workflow())).toEqual(whole);
});
