/** Everybody who may be in the room of event `e`, or is in it. */
const EVERYBODY = `
  SELECT e.creator_id AS user_id WHERE e.creator_id IS NOT NULL
  UNION SELECT user_id FROM known_event_roles WHERE event_id = e.id
  UNION SELECT user_id FROM known_organization_members WHERE organization_id = e.organization_id AND role IS NOT NULL
  UNION SELECT user_id FROM attendances WHERE event_id = e.id
  UNION SELECT user_id FROM room_members WHERE room_id = r.id`;

/**
 * Rows of `RoomFacts`: what is known of the rooms of the events $1 and of the person $2, or of everybody. It reads and decides nothing: who
 * may be in a room is decided by schema/rules/event-room.ts.
 */
const roomFacts = (people: string) => `
  SELECT r.id AS "roomId", e.id AS "eventId", r.purpose, e.status, e.visibility, e.hidden, e.was_published AS "wasPublished", e.deleted,
         e.creator_id AS "creatorId", e.organization_id AS "organizationId", c.user_id AS "userId",
         coalesce(p.active, true) AS active, m.banned_at IS NOT NULL AS banned,
         ARRAY(SELECT t.role::text FROM known_event_roles t WHERE t.event_id = e.id AND t.user_id = c.user_id) AS "teamRoles",
         om.role AS "organizationRole",
         a.status AS answer, a.checked_in_at IS NOT NULL AS "checkedIn",
         EXISTS (SELECT 1 FROM ticket_orders t WHERE t.event_id = e.id AND t.user_id = c.user_id AND t.tickets_left > 0) AS "holdsTickets",
         gm.user_id IS NOT NULL AS member, i.user_id IS NOT NULL AS invited,
         CASE WHEN m.active THEN m.role END AS present
  FROM rooms r JOIN known_events e ON e.id = r.owner_id
  CROSS JOIN LATERAL (${people}) c
  LEFT JOIN people p ON p.id = c.user_id
  LEFT JOIN room_members m ON m.room_id = r.id AND m.user_id = c.user_id
  LEFT JOIN known_organization_members om ON om.organization_id = e.organization_id AND om.user_id = c.user_id
  LEFT JOIN attendances a ON a.event_id = e.id AND a.user_id = c.user_id
  LEFT JOIN group_members gm ON gm.group_id = e.group_id AND gm.user_id = c.user_id AND gm.active
  LEFT JOIN known_event_invitations i ON i.event_id = e.id AND i.user_id = c.user_id AND i.invited
  WHERE r.kind = 'EVENT' AND r.owner_id = ANY ($1::uuid[])`;

export const FACTS_OF_EVERYBODY = roomFacts(EVERYBODY);
export const FACTS_OF_ONE = roomFacts('SELECT $2::uuid AS user_id');

/** Events with a room for which it may matter whether person $1 is suspended. */
export const EVENTS_OF_PERSON = `
  SELECT r.owner_id AS id FROM rooms r JOIN known_events e ON e.id = r.owner_id AND e.creator_id = $1::uuid WHERE r.kind = 'EVENT'
  UNION SELECT r.owner_id FROM rooms r JOIN known_event_roles t ON t.event_id = r.owner_id AND t.user_id = $1::uuid WHERE r.kind = 'EVENT'
  UNION SELECT r.owner_id FROM known_organization_members om JOIN known_events e ON e.organization_id = om.organization_id
        JOIN rooms r ON r.kind = 'EVENT' AND r.owner_id = e.id WHERE om.user_id = $1::uuid AND om.role IS NOT NULL
  UNION SELECT r.owner_id FROM rooms r JOIN attendances a ON a.event_id = r.owner_id AND a.user_id = $1::uuid WHERE r.kind = 'EVENT'
  UNION SELECT r.owner_id FROM rooms r JOIN room_members m ON m.room_id = r.id AND m.user_id = $1::uuid WHERE r.kind = 'EVENT'`;
