import { eventRoomRole, type RoomVisitor } from '@marquee/schema/rules/event-room';
import { none, type Invariant } from './invariant';
import { readSources } from './sources';

const EVENTS = 40;
const PEOPLE = 5;

/** Chat: gap-free, counted right, and only among those who may be there. */
export const roomInvariants: readonly Invariant[] = [
  none(
    'messages of a room are numbered without a gap',
    'social',
    `SELECT r.id, r.last_sequence AS last, count(m.*)::int AS messages, max(m.sequence) AS newest FROM rooms r LEFT JOIN messages m ON m.room_id = r.id
     GROUP BY r.id HAVING r.last_sequence <> count(m.*) OR coalesce(max(m.sequence), 0) <> r.last_sequence`,
  ),
  none(
    'the log of a room is numbered without a gap',
    'social',
    `SELECT l.room_id, l.last_change AS last, l.forgotten, count(c.number)::int AS changes FROM room_logs l
     LEFT JOIN room_changes c ON c.room_id = l.room_id AND c.number IS NOT NULL
     GROUP BY l.room_id HAVING l.last_change - l.forgotten <> count(c.number) OR coalesce(max(c.number), l.forgotten) <> l.last_change`,
  ),
  none(
    'the log of a room names each message that was said, changed, taken back or answered with a sign, and each member who came',
    'social',
    `SELECT m.id, w.kind FROM messages m CROSS JOIN LATERAL (
       SELECT 'MESSAGE_ADDED' AS kind UNION SELECT 'MESSAGE_EDITED' WHERE m.edits > 0 UNION SELECT 'MESSAGE_DELETED' WHERE m.deleted_at IS NOT NULL
       UNION SELECT 'REACTIONS' WHERE EXISTS (SELECT 1 FROM message_reactions r WHERE r.message_id = m.id)) w
     WHERE NOT EXISTS (SELECT 1 FROM room_changes c WHERE c.room_id = m.room_id AND c.message_id = m.id AND c.kind::text = w.kind)
       AND m.room_id NOT IN (SELECT room_id FROM room_logs WHERE forgotten > 0)
     UNION ALL
     SELECT m.user_id, 'MEMBER' FROM room_members m
     WHERE m.active AND m.room_id NOT IN (SELECT room_id FROM room_logs WHERE forgotten > 0)
       AND NOT EXISTS (SELECT 1 FROM room_changes c WHERE c.room_id = m.room_id AND c.user_id = m.user_id AND c.kind = 'MEMBER')`,
  ),
  none(
    'a message that was taken back says nothing, and what it said is kept',
    'social',
    `SELECT m.id FROM messages m WHERE m.deleted_at IS NOT NULL AND (m.text IS NOT NULL OR m.pinned_at IS NOT NULL
       OR (m.sender_id IS NOT NULL AND NOT m.expired AND NOT EXISTS (SELECT 1 FROM message_versions v WHERE v.message_id = m.id AND v.version = m.edits + 1)
         AND NOT EXISTS (SELECT 1 FROM message_removals x WHERE x.message_id = m.id)))`,
  ),
  none(
    'what a room tells of itself is of nobody and says nothing, and names only people who are there',
    'social',
    `SELECT m.id FROM messages m WHERE m.notice IS NOT NULL AND (m.sender_id IS NOT NULL OR m.text IS NOT NULL OR m.pinned_at IS NOT NULL
       OR EXISTS (SELECT 1 FROM people p WHERE p.erased AND (p.id = m.notice_by OR p.id = ANY (m.notice_people))))
     UNION ALL SELECT m.id FROM messages m WHERE m.notice IS NULL AND (m.notice_by IS NOT NULL OR m.notice_people <> '{}' OR m.notice_about IS NOT NULL)`,
  ),
  none(
    'a group has as many members as it says, and never too many',
    'social',
    `SELECT g.id, g.member_count AS said, g.max_members AS most, count(m.*)::int AS members FROM groups g
     LEFT JOIN group_members m ON m.group_id = g.id AND m.active WHERE g.closed_at IS NULL
     GROUP BY g.id HAVING g.member_count <> count(m.*) OR count(m.*) > g.max_members`,
  ),
  none(
    'a group that is open has an owner',
    'social',
    `SELECT g.id FROM groups g WHERE g.closed_at IS NULL AND NOT EXISTS (
       SELECT 1 FROM group_members m WHERE m.group_id = g.id AND m.active AND m.role = 'OWNER')`,
  ),
  none(
    'a group has one owner',
    'social',
    `SELECT m.group_id FROM group_members m JOIN groups g ON g.id = m.group_id AND g.closed_at IS NULL
     WHERE m.active AND m.role = 'OWNER' GROUP BY m.group_id HAVING count(*) > 1`,
  ),
  none(
    'nobody is in a group that they are banned from, is invited to it, or asks in it',
    'social',
    `SELECT b.group_id, b.user_id FROM group_bans b WHERE b.ends_at IS NULL AND (
       EXISTS (SELECT 1 FROM group_members m WHERE m.group_id = b.group_id AND m.user_id = b.user_id AND m.active)
       OR EXISTS (SELECT 1 FROM group_invitations i WHERE i.group_id = b.group_id AND i.user_id = b.user_id AND i.open)
       OR EXISTS (SELECT 1 FROM group_requests q WHERE q.group_id = b.group_id AND q.user_id = b.user_id AND q.open))`,
  ),
  none(
    'no member asks to be let in, and nobody a group that is closed',
    'social',
    `SELECT q.group_id, q.user_id FROM group_requests q JOIN groups g ON g.id = q.group_id
     LEFT JOIN group_members m ON m.group_id = q.group_id AND m.user_id = q.user_id AND m.active
     WHERE q.open AND (m.user_id IS NOT NULL OR g.closed_at IS NOT NULL)`,
  ),
  none(
    'the room of a group holds its members, and nobody while the group is closed',
    'social',
    `SELECT r.id AS room, coalesce(m.user_id, g.user_id) AS person, m.active AS "inRoom", g.active AS "inGroup"
     FROM rooms r
     JOIN (SELECT gm.group_id, gm.user_id, gm.active AND gr.closed_at IS NULL AS active
           FROM group_members gm JOIN groups gr ON gr.id = gm.group_id) g ON g.group_id = r.group_id
     LEFT JOIN room_members m ON m.room_id = r.id AND m.user_id = g.user_id
     WHERE coalesce(m.active, false) <> g.active AND m.banned_at IS NULL`,
  ),
  {
    name: 'the room of an event holds exactly who may be there',
    async check(city) {
      const { events, active, rolesOf, tiesOf, answerOf } = await readSources(city, EVENTS);
      const members = await city.rows<{ eventId: string; userId: string; role: string; active: boolean; banned: boolean }>(
        'social',
        `SELECT r.event_id AS "eventId", m.user_id AS "userId", m.role::text, m.active, m.banned_at IS NOT NULL AS banned
         FROM rooms r JOIN room_members m ON m.room_id = r.id WHERE r.event_id = ANY ($1)`,
        [events.map(({ id }) => id)],
      );
      const rooms = await city.rows<{ eventId: string }>('social', `SELECT event_id AS "eventId" FROM rooms WHERE event_id IS NOT NULL`);
      const withRoom = new Set(rooms.map(({ eventId }) => eventId));
      const inside = new Map(members.map((member) => [`${member.eventId} ${member.userId}`, member]));
      const odd: string[] = [];
      for (const event of events.filter(({ id }) => withRoom.has(id))) {
        for (const person of city.known.people) {
          const member = inside.get(`${event.id} ${person.id}`);
          const expected = eventRoomRole(
            { ...event, deleted: false },
            {
              active: active.has(person.id),
              banned: member?.banned ?? false,
              roles: rolesOf(event, person.id),
              ties: tiesOf(event, person.id),
              answer: answerOf(event, person.id) as RoomVisitor['answer'],
            },
          );
          const present = member?.active ? member.role : null;
          if (present !== expected) odd.push(`${person.username} is ${present} in the room of ${event.id}, the sources say ${expected}`);
        }
      }
      return odd;
    },
  },
  none(
    'a stranger who has not accepted is written three messages at most, and has written none',
    'social',
    `SELECT r.id AS room, r.last_sequence AS messages FROM rooms r JOIN room_members m ON m.room_id = r.id AND m.answer <> 'ACCEPTED'
     WHERE r.kind NOT IN ('DIRECT', 'PEOPLE') OR (r.kind = 'DIRECT' AND r.last_sequence > 3)
       OR EXISTS (SELECT 1 FROM messages s WHERE s.room_id = r.id AND s.sender_id = m.user_id)`,
  ),
  none(
    'the rooms of a group for a purpose hold its members, backstage those who run it, and nobody while the group is closed',
    'social',
    `SELECT r.id AS room, gm.user_id AS person, r.purpose::text FROM rooms r JOIN groups g ON g.id = r.owner_id JOIN group_members gm ON gm.group_id = g.id
     LEFT JOIN room_members m ON m.room_id = r.id AND m.user_id = gm.user_id
     WHERE r.kind = 'GROUP' AND r.purpose <> 'MAIN' AND coalesce(m.active, false)
       <> (gm.active AND g.closed_at IS NULL AND (r.purpose <> 'BACKSTAGE' OR gm.role <> 'MEMBER'))`,
  ),
  none(
    'a room of several has 50 people at most, and one owner, who has accepted it, as long as anybody has',
    'social',
    `SELECT r.id AS room, count(*)::int AS people, count(*) FILTER (WHERE m.role = 'OWNER')::int AS owners
     FROM rooms r JOIN room_members m ON m.room_id = r.id AND m.active WHERE r.kind = 'PEOPLE' GROUP BY r.id
     HAVING count(*) > 50 OR count(*) FILTER (WHERE m.role = 'OWNER') <> least(1, count(*) FILTER (WHERE m.answer = 'ACCEPTED'))
       OR bool_or(m.role = 'OWNER' AND m.answer <> 'ACCEPTED')`,
  ),
  none(
    'of what a room keeps no longer nothing is left but its number',
    'social',
    `SELECT m.id FROM messages m WHERE m.expired AND (m.text IS NOT NULL OR m.deleted_at IS NULL OR m.pinned_at IS NOT NULL
       OR EXISTS (SELECT 1 FROM message_versions v WHERE v.message_id = m.id) OR EXISTS (SELECT 1 FROM message_reactions x WHERE x.message_id = m.id))`,
  ),
  none(
    'nobody has read or got what was not said, and a mark as unread is among what they have read',
    'social',
    `SELECT m.room_id, m.user_id, m.last_read_sequence AS read, m.delivered_sequence AS got, m.unread_from AS mark, r.last_sequence AS last
     FROM room_members m JOIN rooms r ON r.id = m.room_id
     WHERE m.last_read_sequence > r.last_sequence OR m.delivered_sequence > r.last_sequence OR m.unread_from < 1`,
  ),
  {
    name: 'unread is what the member has not read and can read',
    async check(city) {
      const odd: string[] = [];
      const people = city.known.people.filter((person) => !person.suspended && person.token);
      for (const person of people.slice(0, PEOPLE)) {
        const { data, errors } = await city.post(person, '{ chatRooms(first: 20) { nodes { id unreadCount } } }');
        if (errors) {
          odd.push(`${person.username}: ${errors[0]!.message}`);
          continue;
        }
        const rooms = data.chatRooms.nodes as { id: string; unreadCount: number }[];
        const counted = await city.rows<{ id: string; unread: number }>(
          'social',
          `SELECT m.room_id AS id, count(s.*)::int AS unread FROM room_members m
           JOIN rooms r ON r.id = m.room_id
           LEFT JOIN messages s ON s.room_id = m.room_id AND s.sequence > least(m.unread_from - 1, m.last_read_sequence) AND s.sender_id IS NOT NULL
             AND s.deleted_at IS NULL AND s.sender_id <> m.user_id
             AND (r.kind = 'DIRECT' OR NOT EXISTS (SELECT 1 FROM blocks b
                  WHERE (b.blocker_id = s.sender_id AND b.blocked_id = m.user_id) OR (b.blocker_id = m.user_id AND b.blocked_id = s.sender_id)))
           WHERE m.user_id = $1 AND m.room_id = ANY ($2) GROUP BY m.room_id`,
          [person.id, rooms.map(({ id }) => id)],
        );
        const unread = new Map(counted.map((row) => [row.id, row.unread]));
        for (const { id, unreadCount } of rooms)
          if (unreadCount !== unread.get(id))
            odd.push(`${person.username} has ${unreadCount} unread in ${id}, the rows say ${unread.get(id)}`);
      }
      return odd;
    },
  },
  {
    name: 'what was acknowledged as said is there, once',
    async check(city) {
      const said = city.known.acknowledged
        .filter(({ operation }) => operation.kind === 'sendMessage')
        .map(({ outcome }) => outcome.data.sent.id as string);
      const there = new Set((await city.rows<{ id: string }>('social', 'SELECT id FROM messages')).map(({ id }) => id));
      return said.filter((id) => !there.has(id)).map((id) => `message ${id} is gone`);
    },
  },
];
