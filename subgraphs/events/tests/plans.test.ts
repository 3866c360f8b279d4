import { randomUUID } from 'node:crypto';
import { aViewer } from '@marquee/platform/testing';
import { CreateEventTemplateDocument, SaveSearchDocument } from './generated/documents';
import { sqlOn } from './sql';
import { startWorld } from './world';

const CONTENT = {
  title: 'Jam session',
  description: 'Bring your instrument and stay as long as you like.',
  categorySlug: 'music',
  format: 'VIRTUAL',
  timezone: 'Europe/Berlin',
  onlineUrl: 'https://example.com/stream',
  durationMinutes: 120,
} as const;

test('a plan lets its owner keep more searches and templates, until it ends, and what is there stays (P12)', async () => {
  const world = await startWorld();
  const sql = sqlOn(world);
  const ann = aViewer();
  await world.know([ann]);
  const has = (version: number, plan: string) => world.tell('plan.changed', ann.id, { userId: ann.id, version, plan });
  const save = async () => (await world.run(ann, SaveSearchDocument, { input: { name: 'Jazz', query: 'jazz' } })).saveSearch.__typename;
  const keep = async () =>
    (await world.run(ann, CreateEventTemplateDocument, { input: { name: 'Mine', content: CONTENT } })).createEventTemplate.__typename;
  await sql(
    `INSERT INTO saved_searches (id, user_id, name, query, filter, alert, looked_until, created_at, updated_at)
     SELECT gen_random_uuid(), $1, 'S', 'jazz', '{}', 'NONE', now(), now(), now() FROM generate_series(1, 50)`,
    [ann.id],
  );
  await sql(
    `INSERT INTO event_templates (id, owner_id, name, duration_minutes, content, created_at, updated_at)
     SELECT gen_random_uuid(), $1, 'T', 60, '{}', now(), now() FROM generate_series(1, 100)`,
    [ann.id],
  );
  expect([await save(), await keep()]).toEqual(['NotAllowed', 'NotAllowed']);
  await has(1, 'PLUS');
  expect([await save(), await keep()]).toEqual(['SaveSearchSuccess', 'NotAllowed']);
  await has(3, 'ORGANISER');
  // What is late changes nothing.
  await has(2, 'FREE');
  expect([await save(), await keep()]).toEqual(['SaveSearchSuccess', 'CreateEventTemplateSuccess']);
  await has(4, 'FREE');
  expect([await save(), await keep()]).toEqual(['NotAllowed', 'NotAllowed']);
  expect((await sql('SELECT count(*)::int AS n FROM saved_searches')).rows).toEqual([{ n: 52 }]);
  await world.tell('user.erased', ann.id, {
    userId: ann.id,
    version: 9,
    erasedAt: world.clock.now().toISOString(),
    erasureId: randomUUID(),
  });
  await has(5, 'PLUS');
  expect((await sql('SELECT count(*)::int AS n FROM plans')).rows).toEqual([{ n: 0 }]);
});
