import { none, type Invariant } from './invariant';

/** Crews: small, and over with what they are around. */
export const crewInvariants: readonly Invariant[] = [
  none(
    'a crew ends seven days after its event, or earlier where that is called off',
    'social',
    `SELECT c.group_id FROM crews c JOIN known_events e ON e.id = c.event_id WHERE c.ended_at IS NULL AND NOT (
       CASE WHEN e.deleted OR e.status = 'CANCELLED' THEN c.ends_at <= e.ends_at + interval '7 days' ELSE c.ends_at = e.ends_at + interval '7 days' END)`,
  ),
  none(
    'a crew has 20 people at most, and takes nobody in once it is over',
    'social',
    `SELECT g.id FROM groups g JOIN crews c ON c.group_id = g.id
     WHERE g.max_members > 20 OR (c.ended_at IS NOT NULL AND g.archived_at IS NULL AND g.closed_at IS NULL)`,
  ),
  none(
    'nobody who was erased has said anything of somebody in a crew, and nothing is said of them',
    'social',
    `SELECT p.id FROM people p WHERE p.erased AND (EXISTS (SELECT 1 FROM crew_feedback f WHERE f.giver_id = p.id OR f.receiver_id = p.id)
       OR EXISTS (SELECT 1 FROM crew_karma k WHERE k.user_id = p.id))`,
  ),
  none(
    'nobody is found at an event that is over, called off or gone, nor anybody who was erased',
    'social',
    `SELECT s.user_id FROM companion_seekers s LEFT JOIN known_events e ON e.id = s.event_id LEFT JOIN people p ON p.id = s.user_id
     WHERE e.status <> 'PUBLISHED' OR e.deleted OR p.erased`,
  ),
];
