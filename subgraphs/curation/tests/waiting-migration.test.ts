import { randomUUID } from 'node:crypto';
import { databaseBefore, type DatabaseBefore } from '@marquee/platform/testing';

// What was there before every flag came before somebody is seen by a curator, or by nobody where it is over.

let before: DatabaseBefore;
beforeAll(async () => {
  before = await databaseBefore('curation', '20261129032000_what_waits_is_seen');
});

async function event(status: string, { deleted = false } = {}): Promise<string> {
  const id = randomUUID();
  await before.sql(
    `INSERT INTO event_copies (event_id, version, status, visibility, title, description, category_slug, starts_at, ends_at, timezone, creator_id,
       price, imported, deleted, was_published, content_hash, match_title)
     VALUES ($1, 1, $2, 'PUBLIC', 'Choir', 'We sing.', 'music', now(), now() + interval '1 hour', 'UTC', gen_random_uuid(), '{}', false, $3, true, '', '')`,
    [id, status, deleted],
  );
  return id;
}

async function workflow(eventId: string, status: string, parts: { submission?: number; inQueue?: boolean; due?: boolean } = {}) {
  const { submission = 1, inQueue = false, due = false } = parts;
  const id = randomUUID();
  await before.sql(
    `INSERT INTO workflows (id, event_id, submission, event_version, creator_id, status, in_queue, queue_rank, queued_at, screening_due, created_at)
     VALUES ($1, $2, $3, 1, gen_random_uuid(), $4::"WorkflowStatus", $5, 9, now(), $6, now())`,
    [id, eventId, submission, status, inQueue, due],
  );
  return id;
}

const flag = (eventId: string, workflowId: string, status = 'OPEN') =>
  before.sql(
    `INSERT INTO flags (id, event_id, workflow_id, reason, weight, status, content_hash, event_version, created_at)
     VALUES (gen_random_uuid(), $1, $2, 'SPAM', 1, $3::"FlagStatus", '', 1, now())`,
    [eventId, workflowId, status],
  );

test('open flags come before somebody, and what was given back before nobody', async () => {
  const flagged = await event('PUBLISHED');
  const [first, current] = [await workflow(flagged, 'APPROVED'), await workflow(flagged, 'APPROVED', { submission: 2 })];
  await flag(flagged, first);
  await flag(flagged, current);
  const settled = await event('PUBLISHED');
  const upheld = await workflow(settled, 'APPROVED');
  await flag(settled, upheld, 'DISMISSED');
  const gone = await event('PUBLISHED', { deleted: true });
  const goneFlagged = await workflow(gone, 'APPROVED');
  await flag(gone, goneFlagged);
  const returned = await workflow(await event('REJECTED'), 'REJECTED', { inQueue: true, due: true });
  for (const id of [flagged, gone])
    await before.sql(
      `INSERT INTO approved_contents (event_id, title, description, category_slug, approved_at) VALUES ($1, 'Choir', 'We sing.', 'music', now())`,
      [id],
    );
  await before.migrate();

  const waits = async (id: string) =>
    (await before.sql('SELECT in_queue, queue_rank, screening_due FROM workflows WHERE id = $1', [id])).rows[0] as unknown;
  expect(await waits(current)).toEqual({ in_queue: true, queue_rank: 0, screening_due: false });
  const rest = { in_queue: false, queue_rank: 9, screening_due: false };
  expect([await waits(first), await waits(upheld), await waits(goneFlagged), await waits(returned)]).toEqual([rest, rest, rest, rest]);
  // Nobody had read these texts: they are no measure of small changes.
  expect((await before.sql('SELECT event_id FROM approved_contents')).rows).toEqual([]);
});
