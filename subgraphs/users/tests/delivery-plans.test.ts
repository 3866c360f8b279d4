import { explain, hasSeqScanOn, usedIndexes } from '@marquee/platform';
import { startWorld, type World } from './world';

const PEOPLE = 20_000;
const ID = `('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;

/** What the jobs that send ask for, again and again, beside much that is over. */
describe('with much that was sent', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
    const client = await world.db.pool.connect();
    await client.query('SET statement_timeout = 0');
    for (const text of [
      `INSERT INTO users (id, email, email_key, username, username_key, display_name, time_zone, created_at, updated_at)
       SELECT ${ID}, n || '@x.test', n || '@x.test', 'u_' || n, 'u_' || n, 'P', CASE WHEN n % 100 = 0 THEN 'Asia/Tokyo' END, now(), now()
       FROM generate_series(1, ${PEOPLE}) n`,
      `INSERT INTO sessions (id, user_id, salt, network, created_at, last_used_at, expires_at)
       SELECT id, id, '\\x00', 'n', now(), now(), now() + interval '1 day' FROM users`,
      `INSERT INTO devices (id, user_id, session_id, provider, platform, token, token_key, created_at, registered_at)
       SELECT id, id, id, 'FCM', 'IOS', 'x', id::text, now(), now() FROM users`,
      `INSERT INTO notifications (id, user_id, type, parameters, subject, created_at)
       SELECT id, id, 'SYSTEM_ANNOUNCEMENT', '{}', 'announcement:x', now() FROM users`,
      `INSERT INTO deliveries (id, notification_id, user_id, type, channel, state, priority, scheduled_for, gathered, batch_id, created_at)
       SELECT gen_random_uuid(), u.id, u.id, 'SYSTEM_ANNOUNCEMENT', 'PUSH', CASE WHEN u.n % 50 = 0 THEN 'PENDING' ELSE 'HANDED_OVER' END::delivery_state,
              1, now(), false, u.id, now() FROM (SELECT id, row_number() OVER () AS n FROM users) u`,
      `INSERT INTO pushes (id, user_id, device_id, notification_id, batch_id, data, collapse_key, due_at, created_at)
       SELECT gen_random_uuid(), u.id, u.id, u.id, u.id, '{}', 'k', CASE WHEN u.n % 50 = 0 THEN now() END, now()
       FROM (SELECT id, row_number() OVER () AS n FROM users) u`,
      `INSERT INTO mails (id, kind, user_id, priority, due_at, created_at)
       SELECT gen_random_uuid(), 'k', u.id, 3, CASE WHEN u.n % 50 = 0 THEN now() END, now() FROM (SELECT id, row_number() OVER () AS n FROM users) u`,
      `INSERT INTO sms_codes (id, user_id, purpose, number, number_key, network, created_at, expires_at, ended_at)
       SELECT gen_random_uuid(), id, 'SIGN_IN', 'x', id::text, id::text, now(), now(), now() FROM users`,
      'ANALYZE',
    ])
      await client.query(text);
    client.release(true);
  });

  it.each([
    [
      'what is due',
      'deliveries',
      `SELECT d.id FROM deliveries d JOIN notifications n ON n.id = d.notification_id WHERE d.state = 'PENDING' AND d.scheduled_for <= now()
       ORDER BY d.priority, d.scheduled_for LIMIT 100 FOR UPDATE SKIP LOCKED`,
      'deliveries_due_by_priority',
    ],
    [
      'pushes',
      'pushes',
      `SELECT id FROM pushes WHERE due_at <= now() ORDER BY priority, due_at LIMIT 100 FOR UPDATE SKIP LOCKED`,
      'pushes_due',
    ],
    [
      'mails to everybody',
      'mails',
      `SELECT id FROM mails WHERE due_at <= now() AND priority = 3 AND attempts < 3 ORDER BY due_at LIMIT 9 FOR UPDATE SKIP LOCKED`,
      'mails_due',
    ],
    [
      'the pushes of a delivery',
      'pushes',
      `SELECT max(attempts) FROM pushes WHERE batch_id = ${ID.replace('n)', '7)')}`,
      'pushes_batch_id_idx',
    ],
    [
      'the devices of a person',
      'devices',
      `SELECT 1 FROM devices d JOIN sessions s ON s.id = d.session_id WHERE d.user_id = ${ID.replace('n)', '7)')}`,
      'devices_user_id_registered_at_idx',
    ],
    ['a token', 'devices', `SELECT * FROM devices WHERE token_key = 'x'`, 'devices_token_key_key'],
    [
      'the people of a zone',
      'users',
      `SELECT id FROM users u WHERE u.time_zone = 'Asia/Tokyo' AND id > ${ID.replace('n)', '7)')} ORDER BY id LIMIT 50`,
      'users_time_zone_id_idx',
    ],
    [
      'what goes by an announcement',
      'notifications',
      `SELECT id FROM notifications WHERE subject = 'announcement:y' AND read_at IS NULL LIMIT 500`,
      'notifications_subject_idx',
    ],
    [
      'messages to a number',
      'sms_codes',
      `SELECT created_at FROM sms_codes WHERE number_key = 'x' AND created_at > now() - interval '1 day' ORDER BY created_at DESC OFFSET 5 LIMIT 1`,
      'sms_codes_number_key_created_at_idx',
    ],
    [
      'messages out for a network',
      'sms_codes',
      `SELECT created_at FROM sms_codes WHERE network = 'x' AND created_at > now() - interval '1 day' ORDER BY created_at DESC OFFSET 9 LIMIT 1`,
      'sms_codes_network_created_at_idx',
    ],
  ])('%s reads an index', async (_title, table, text, index) => {
    const plan = await explain(world.db.pool, text, []);
    expect(usedIndexes(plan)).toContain(index);
    expect(hasSeqScanOn(plan, table)).toBe(false);
  });
});
