import { DATABASES } from '../ground';
import { none, same, type Invariant } from './invariant';

const EVENT = (text: string) => ({ database: 'events' as const, text });

/** Who made an event; nobody when they were erased: some keep their id, which leads nowhere, others a pseudonym. */
const MAKER = `CASE WHEN NOT EXISTS (SELECT FROM people p WHERE p.id = creator_id AND p.erased) THEN creator_id END`;
const KNOWN_MAKER = `CASE WHEN EXISTS (SELECT FROM people p WHERE p.id = creator_id AND NOT p.erased) THEN creator_id END`;

/** Where the copies of answers are. */
const ANSWERS = { social: 'attendances', curation: 'attendance_copies', payments: 'event_guests' };

/** What one subgraph keeps of another is what the other has. */
export const copyInvariants: readonly Invariant[] = [
  ...DATABASES.map((database) =>
    none(
      `no fact failed for good in ${database}`,
      database,
      'SELECT topic, left(error, 300) AS error FROM dead_letters WHERE replayed_at IS NULL',
    ),
  ),
  same(
    'events as payments knows them',
    EVENT(
      `SELECT id AS key, version, status::text, visibility::text, group_id AS group, ${MAKER} AS creator, starts_at AS starts, hidden, requires_approval, invitation_only, min_points, min_rating FROM events`,
    ),
    {
      database: 'payments',
      text: `SELECT id AS key, version, status, visibility, group_id AS group, ${KNOWN_MAKER} AS creator, starts_at AS starts, hidden, requires_approval, invitation_only, min_points, min_rating FROM events WHERE status <> 'DELETED'`,
    },
  ),
  same(
    'events as social knows them',
    EVENT(
      `SELECT id AS key, version, status::text, visibility::text, group_id AS group, ${MAKER} AS creator, starts_at AS starts, title FROM events`,
    ),
    {
      database: 'social',
      text: 'SELECT id AS key, version, status::text, visibility::text, group_id AS group, creator_id AS creator, starts_at AS starts, title FROM known_events WHERE NOT deleted',
    },
  ),
  same(
    'events as curation knows them',
    EVENT(
      'SELECT id AS key, version, status::text, visibility::text, group_id AS group, creator_id AS creator, starts_at AS starts, title FROM events',
    ),
    {
      database: 'curation',
      text: 'SELECT event_id AS key, version, status, visibility, group_id AS group, creator_id AS creator, starts_at AS starts, title FROM event_copies WHERE NOT deleted',
    },
  ),
  ...(['events', 'social', 'payments', 'curation'] as const).map((database) => {
    const earned = database === 'events' || database === 'payments' ? 'points, reputation' : 'reputation';
    return same(
      `people as ${database} knows them`,
      {
        database: 'users',
        text: `SELECT id AS key, version, suspended_at IS NULL AND deactivated_at IS NULL AS active, ${earned} FROM users`,
      },
      {
        database,
        text:
          database === 'curation'
            ? `SELECT user_id AS key, version, active, ${earned} FROM person_copies WHERE erased_at IS NULL`
            : `SELECT id AS key, version, active, ${earned} FROM people WHERE NOT erased`,
      },
    );
  }),
  ...(['social', 'curation', 'payments'] as const).map((database) =>
    same(
      `attendances as ${database} knows them`,
      EVENT(`SELECT event_id || ' ' || user_id AS key, version, status::text FROM attendances WHERE NOT guest`),
      {
        database,
        text: `SELECT event_id || ' ' || user_id AS key, version, status::text FROM ${ANSWERS[database]}`,
      },
    ),
  ),
  ...(['events', 'payments'] as const).map((database) =>
    same(
      `members of groups as ${database} knows them`,
      { database: 'social', text: `SELECT group_id || ' ' || user_id AS key, version FROM group_members WHERE active` },
      {
        database,
        text: `SELECT group_id || ' ' || user_id AS key, version FROM group_members WHERE ${database === 'events' ? 'role IS NOT NULL' : 'active'}`,
      },
    ),
  ),
  ...(
    [
      ['events', 'organization_members'],
      ['payments', 'organization_members'],
      ['curation', 'organization_members'],
      ['social', 'known_organization_members'],
    ] as const
  ).map(([database, table]) =>
    same(
      `who works for an organisation, as ${database} knows it`,
      {
        database: 'users',
        text: `SELECT organization_id || ' ' || user_id AS key, role::text FROM organization_members WHERE role IS NOT NULL`,
      },
      { database, text: `SELECT organization_id || ' ' || user_id AS key, role::text FROM ${table} WHERE role IS NOT NULL` },
    ),
  ),
  ...(
    [
      ['payments', `SELECT e.id || ' ' || (t->>'userId') AS key, t->>'role' AS role FROM events e, jsonb_array_elements(e.team) t`],
      [
        'curation',
        `SELECT e.event_id || ' ' || (t->>'userId') AS key, t->>'role' AS role FROM event_copies e, jsonb_array_elements(e.team) t WHERE NOT e.deleted`,
      ],
      ['social', `SELECT event_id || ' ' || user_id AS key, role::text FROM known_event_roles`],
    ] as const
  ).map(([database, text]) =>
    same(
      `the team of an event, as ${database} knows it`,
      EVENT(`SELECT event_id || ' ' || user_id AS key, role::text FROM event_team WHERE state = 'MEMBER'`),
      { database, text },
    ),
  ),
  same(
    'what an event costs is what its tiers cost',
    {
      database: 'payments',
      text: `SELECT event_id AS key, min(price_minor)::text AS min, max(price_minor)::text AS max FROM ticket_tiers t
        WHERE on_sale OR NOT EXISTS (SELECT FROM ticket_tiers o WHERE o.event_id = t.event_id AND o.on_sale) GROUP BY event_id`,
    },
    EVENT(`SELECT e.id AS key, coalesce(price_min, 0)::text AS min, coalesce(price_max, price_min, 0)::text AS max
      FROM events e JOIN event_sales s ON s.event_id = e.id WHERE s.tiers <> '[]'`),
  ),
  ...(
    [
      ['payments', 'event_invitations'],
      ['curation', 'event_invitations'],
      ['social', 'known_event_invitations'],
    ] as const
  ).map(([database, table]) =>
    same(
      `who is invited to an event, as ${database} knows it`,
      EVENT(`SELECT event_id || ' ' || user_id AS key, version FROM event_invitations WHERE invited`),
      { database, text: `SELECT event_id || ' ' || user_id AS key, version FROM ${table} WHERE invited` },
    ),
  ),
  same(
    'who is in a block, as events knows it',
    {
      database: 'social',
      text: `SELECT DISTINCT least(requester_id, addressee_id) || ' ' || greatest(requester_id, addressee_id) AS key FROM connections WHERE status = 'BLOCKED'`,
    },
    {
      database: 'events',
      text: `SELECT DISTINCT least(user_id, other_id) || ' ' || greatest(user_id, other_id) AS key FROM person_edges WHERE blocked`,
    },
  ),
];
