import { openFieldCipher } from '@marquee/platform';
import type pg from 'pg';
import { tokenPlace } from '../src/modules/device/device.store';

export const SECRET = 'only-for-measuring-0123456789-abcdefghij';
export const fields = openFieldCipher({}, SECRET);

const idOf = (n: number) => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
export const personId = idOf;
export const addressOf = (n: number) => `p${n}@people.example`;
export const tokenOf = (n: number) => `token-${n}`;

/** Who wants what: 80 % have shown their address, 60 % have a device; of all a tenth wants no mail, a tenth no push, a twentieth nothing in the app. */
export const wantsMail = (n: number) => n % 5 !== 0 && n % 10 !== 1;
export const wantsPush = (n: number) => n % 5 < 3 && n % 10 !== 2;
export const wantsApp = (n: number) => n % 20 !== 3;

const AT_ONCE = 5_000;

/** People 1 to `count` with preferences, sessions and devices. */
export async function fillPeople(client: pg.Client, count: number): Promise<void> {
  const id = `('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;
  for (let from = 1; from <= count; from += AT_ONCE) {
    const range = [from, Math.min(count, from + AT_ONCE - 1)];
    await client.query(
      `INSERT INTO users (id, email, email_key, username, username_key, display_name, email_verified_at, created_at, updated_at)
       SELECT ${id}, 'p' || n || '@people.example', 'p' || n || '@people.example', 'p' || n, 'p' || n, 'Person ' || n,
              CASE WHEN n % 5 <> 0 THEN now() END, now(), now() FROM generate_series($1::int, $2::int) n`,
      range,
    );
    await client.query(
      `INSERT INTO notification_choices (user_id, type, channel, enabled)
       SELECT ${id}, 'SYSTEM_ANNOUNCEMENT', c.channel::notification_channel, false FROM generate_series($1::int, $2::int) n
       JOIN (VALUES ('EMAIL', 10, 1), ('PUSH', 10, 2), ('IN_APP', 20, 3)) c(channel, every, at) ON n % c.every = c.at`,
      range,
    );
    await client.query(
      `INSERT INTO sessions (id, user_id, salt, network, created_at, last_used_at, expires_at)
       SELECT ${id}, ${id}, '\\x00', '10.0.0.0/24', now(), now(), now() + interval '30 days' FROM generate_series($1::int, $2::int) n WHERE n % 5 < 3`,
      range,
    );
    const devices = Array.from({ length: range[1]! - from + 1 }, (_, index) => from + index)
      .filter((n) => n % 5 < 3)
      .map((n) => ({
        id: idOf(n),
        token: fields.seal(tokenPlace(idOf(n)), tokenOf(n)),
        key: fields.index('devices.token', `FCM ${tokenOf(n)}`),
      }));
    await client.query(
      `INSERT INTO devices (id, user_id, session_id, provider, platform, token, token_key, created_at, registered_at)
       SELECT d.id, d.id, d.id, 'FCM', 'ANDROID', d.token, d.key, now(), now() FROM jsonb_to_recordset($1::jsonb) AS d(id uuid, token text, key text)`,
      [JSON.stringify(devices)],
    );
  }
  await client.query('ANALYZE');
}
