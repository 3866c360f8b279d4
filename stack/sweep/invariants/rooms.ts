import { none, type Invariant } from './invariant';

/** Chat: gap-free, counted right, and only among those who may be there. */
export const roomInvariants: readonly Invariant[] = [
  none(
    'messages of a room are numbered without a gap',
    'social',
    `SELECT r.id, r.last_sequence AS last, count(m.*)::int AS messages, max(m.sequence) AS newest FROM rooms r LEFT JOIN messages m ON m.room_id = r.id
     GROUP BY r.id HAVING r.last_sequence <> count(m.*) OR coalesce(max(m.sequence), 0) <> r.last_sequence`,
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
    'the room of a group holds its members',
    'social',
    `SELECT r.id AS room, coalesce(m.user_id, g.user_id) AS person, m.active AS "inRoom", g.active AS "inGroup"
     FROM rooms r
     JOIN (SELECT group_id, user_id, active FROM group_members) g ON g.group_id = r.group_id
     LEFT JOIN room_members m ON m.room_id = r.id AND m.user_id = g.user_id
     WHERE coalesce(m.active, false) <> g.active AND m.banned_at IS NULL`,
  ),
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
