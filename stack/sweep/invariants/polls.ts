import { none, type Invariant } from './invariant';

/** Polls: what was counted is what was answered, and nobody's answer stays who was erased. */
export const pollInvariants: readonly Invariant[] = [
  none(
    'nobody who was erased has asked or answered a poll',
    'social',
    `SELECT p.id FROM people p WHERE p.erased AND (
       EXISTS (SELECT 1 FROM polls w WHERE w.author_id = p.id) OR EXISTS (SELECT 1 FROM poll_votes v WHERE v.user_id = p.id))`,
  ),
  none(
    'an answer names options of its poll, one where there may be one',
    'social',
    `SELECT v.poll_id FROM poll_votes v JOIN polls p ON p.id = v.poll_id
     WHERE cardinality(v.choices) = 0 OR (p.method = 'SINGLE' AND cardinality(v.choices) > 1)
       OR EXISTS (SELECT 1 FROM unnest(v.choices) c(id) WHERE NOT EXISTS (SELECT 1 FROM poll_options o WHERE o.id = c.id AND o.poll_id = p.id))`,
  ),
  none(
    'nobody agrees to go by an anonymous poll, or by one without events',
    'social',
    `SELECT v.poll_id FROM poll_votes v JOIN polls p ON p.id = v.poll_id
     WHERE v.go_if_chosen AND (p.anonymous OR NOT EXISTS (SELECT 1 FROM poll_options o WHERE o.id = ANY (v.choices) AND o.event_id IS NOT NULL))`,
  ),
  none(
    'nobody lets a group know when they are free that they are not in',
    'social',
    'SELECT m.group_id FROM group_members m WHERE m.shares_free_busy AND NOT m.active',
  ),
  none(
    'what was counted of a closed poll is what was answered, but for people who are erased; of an anonymous one no answer is kept',
    'social',
    `SELECT p.id FROM polls p WHERE p.closed_at IS NOT NULL AND (
       (SELECT count(*) FROM poll_votes v WHERE v.poll_id = p.id) > CASE WHEN p.anonymous THEN 0 ELSE p.voters END
       OR (p.method <> 'APPROVAL' AND (SELECT sum(o.votes) FROM poll_options o WHERE o.poll_id = p.id) <> p.voters))`,
  ),
];
