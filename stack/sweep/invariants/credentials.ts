import { none, type Invariant } from './invariant';

/** By what people come into their accounts. */
export const credentialInvariants: readonly Invariant[] = [
  none(
    'an address that was shown to be somebody’s is one person’s',
    'users',
    `SELECT email_key, count(*)::int AS people FROM users WHERE email_verified_at IS NOT NULL GROUP BY email_key HAVING count(*) > 1`,
  ),
  none(
    'an address lies encrypted and is found by its index, a pending one, too, and where a mail goes',
    'users',
    `SELECT id::text FROM users WHERE strpos(email || email_key, '@') > 0 OR strpos(pending_email || pending_email_key, '@') > 0
     UNION ALL SELECT id::text FROM mails WHERE strpos("to", '@') > 0`,
  ),
  none(
    'backup codes stand beside an app that has shown its secret, ten at most',
    'users',
    `SELECT b.user_id, count(*)::int AS codes FROM backup_codes b LEFT JOIN totps t ON t.user_id = b.user_id AND t.confirmed_at IS NOT NULL
     GROUP BY b.user_id HAVING count(*) > 10 OR bool_or(t.user_id IS NULL)`,
  ),
  {
    name: 'signing in asks whoever was told so for a code, and nobody who was not',
    async check(city) {
      const rows = await city.rows<{ id: string; on: boolean }>(
        'users',
        `SELECT u.id, t.confirmed_at IS NOT NULL AS "on" FROM users u LEFT JOIN totps t ON t.user_id = u.id`,
      );
      const on = new Map(rows.map((row) => [row.id, row.on]));
      // Who was erased is no row; what was sent while a process died may have been taken without a word.
      return city.known.people.flatMap(({ id, username, factor }) => {
        const is = on.get(id);
        const sure = is !== undefined && !factor?.ending && (factor || !city.ground.crash);
        return sure && is !== (factor !== null) ? [`${username}: ${is ? 'is asked' : 'is not asked'}`] : [];
      });
    },
  },
  none(
    'of the codes that are sent to somebody the newest alone is good, and for five guesses',
    'users',
    `SELECT user_id, count(*)::int AS codes, max(guesses) AS guesses FROM mail_codes WHERE ended_at IS NULL OR guesses > 5
     GROUP BY user_id HAVING count(*) > 1 OR max(guesses) > 5`,
  ),
  none(
    'an account of another provider was linked as it is written down, or registered by',
    'users',
    `SELECT l.id, l.provider FROM linked_accounts l
     WHERE NOT EXISTS (SELECT FROM account_events e WHERE e.user_id = l.user_id AND e.kind = 'ACCOUNT_LINKED')`,
  ),
  none(
    'who may not sign in has no key that is good, and nobody more than 20; of a key two secrets are good at most',
    'users',
    `SELECT k.id::text FROM api_keys k JOIN users u ON u.id = k.user_id
       WHERE k.ended_at IS NULL AND (u.suspended_at IS NOT NULL OR u.deactivated_at IS NOT NULL)
     UNION ALL SELECT user_id::text FROM api_keys WHERE ended_at IS NULL GROUP BY user_id HAVING count(*) > 20
     UNION ALL SELECT key_id::text FROM api_key_secrets GROUP BY key_id HAVING count(*) > 2 OR count(*) FILTER (WHERE until IS NULL) <> 1`,
  ),
  none(
    'an app acts for nobody who may not sign in or has ended it; of one person in 20 copies at most, and each refresh token was exchanged once',
    'users',
    `SELECT g.id::text FROM app_grants g JOIN users u ON u.id = g.user_id LEFT JOIN app_authorizations z ON z.id = g.authorization_id
       WHERE g.ended_at IS NULL AND (u.suspended_at IS NOT NULL OR u.deactivated_at IS NOT NULL OR z.ended_at IS NOT NULL)
     UNION ALL SELECT z.id::text FROM app_authorizations z JOIN users u ON u.id = z.user_id
       WHERE z.ended_at IS NULL AND (u.suspended_at IS NOT NULL OR u.deactivated_at IS NOT NULL)
     UNION ALL SELECT g.app_id::text FROM app_grants g WHERE g.ended_at IS NULL AND g.expires_at > now()
       GROUP BY g.app_id, g.authorization_id, g.user_id HAVING count(*) > 20
     UNION ALL SELECT t.grant_id::text FROM app_tokens t JOIN app_grants g ON g.id = t.grant_id
       WHERE t.kind = 'REFRESH' AND t.used_at IS NULL AND g.ended_at IS NULL GROUP BY t.grant_id HAVING count(*) > 1
     UNION ALL SELECT app_id::text FROM app_secrets GROUP BY app_id HAVING count(*) > 2 OR count(*) FILTER (WHERE until IS NULL) <> 1`,
  ),
  none(
    'a suspended account has no open session',
    'users',
    `SELECT s.id, s.user_id FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.suspended_at IS NOT NULL AND s.ended_at IS NULL`,
  ),
];
