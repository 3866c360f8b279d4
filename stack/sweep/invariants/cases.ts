import { none, type Invariant } from './invariant';

/** What is reported is waiting or settled, and what was decided has happened. */
export const caseInvariants: readonly Invariant[] = [
  none(
    'an open report is of a case that waits',
    'curation',
    `SELECT r.id FROM reports r LEFT JOIN cases c ON c.id = r.case_id WHERE r.status = 'OPEN' AND c.in_queue IS NOT TRUE`,
  ),
  none('every report has its evidence, or came to nothing', 'curation', `SELECT id FROM reports WHERE status = 'AWAITED'`),
  none(
    'a case that waits has an open report, is appealed against, or something is proposed',
    'curation',
    `SELECT c.id FROM cases c WHERE c.in_queue AND NOT c.proposal AND c.status <> 'APPEALED' AND NOT EXISTS (SELECT FROM reports r WHERE r.case_id = c.id AND r.status = 'OPEN')`,
  ),
  none(
    'an open appeal is of a workflow that waits',
    'curation',
    `SELECT a.id FROM appeals a JOIN workflows w ON w.id = a.workflow_id WHERE a.outcome IS NULL AND NOT w.in_queue`,
  ),
  none(
    'nobody decides about an appeal against their own decision',
    'curation',
    `SELECT a.id FROM appeals a JOIN decisions d ON d.id = a.decision_id JOIN decisions b ON b.id = a.decided_by_id
     WHERE d.curator_id = b.curator_id`,
  ),
  none(
    'an open appeal of an author is of a case that waits for somebody else, and the other way round',
    'curation',
    `SELECT coalesce(a.case_id, c.id) AS id FROM (SELECT case_id FROM case_appeals WHERE outcome IS NULL) a
     FULL JOIN (SELECT id FROM cases WHERE status = 'APPEALED' AND in_queue) c ON c.id = a.case_id WHERE a.case_id IS NULL OR c.id IS NULL`,
  ),
  none(
    'nobody decides about an appeal of an author against their own decision',
    'curation',
    `SELECT a.id FROM case_appeals a JOIN case_acts d ON d.case_id = a.case_id AND d.version = a.decision
     JOIN case_acts b ON b.case_id = a.case_id AND b.kind IN ('APPEAL_UPHELD', 'RESTORED', 'APPROVED') AND b.version > a.decision
     WHERE a.outcome IN ('UPHELD', 'REVERSED') AND b.actor_id = d.actor_id AND b.created_at = a.decided_at`,
  ),
  none(
    'each version of a case is written down',
    'curation',
    `SELECT c.id FROM cases c WHERE (SELECT count(*) FROM case_acts a WHERE a.case_id = c.id) <> c.version`,
  ),
  none(
    'a collection in review waits for a decision, and so do other words for one that is published',
    'curation',
    `SELECT c.id FROM collections c WHERE (c.status = 'IN_REVIEW' OR c.proposed IS NOT NULL)
       AND NOT EXISTS (SELECT FROM cases k WHERE k.kind = 'COLLECTION' AND k.subject_id = c.id AND k.in_queue AND k.proposal)`,
  ),
  none(
    'the shares of a collection are at most the whole',
    'curation',
    `SELECT collection_id AS id FROM collection_curators GROUP BY collection_id HAVING sum(share_percent) > 100`,
  ),
  none(
    'a hidden organisation says nothing, and what it said is kept; a shown one has nothing that was taken',
    'users',
    `SELECT id FROM organizations WHERE (hidden_at IS NOT NULL AND (website_url IS NOT NULL OR verified)) OR (hidden_at IS NULL AND taken IS NOT NULL)`,
  ),
  none(
    'a hidden place says nothing, and a shown one has nothing that was taken',
    'events',
    `SELECT id FROM venues WHERE (hidden_at IS NOT NULL AND (address IS NOT NULL OR description IS NOT NULL OR website IS NOT NULL OR taken IS NULL))
       OR (hidden_at IS NULL AND taken IS NOT NULL)`,
  ),
  none(
    'a group that was removed after reports has nobody in its room',
    'social',
    `SELECT g.id FROM groups g JOIN rooms r ON r.group_id = g.id JOIN room_members m ON m.room_id = r.id AND m.active
     WHERE g.closed_at IS NOT NULL`,
  ),
  none(
    'what waits stands in the queue of all that waits, once and as it is',
    'curation',
    `SELECT coalesce(q.id, w.id) AS id FROM queue_entries q FULL JOIN (
       SELECT id, subject_kind AS kind, subject_id, queue_rank, curator_id, claimed_until,
         EXISTS (SELECT FROM flags f WHERE f.workflow_id = workflows.id AND f.status = 'OPEN' AND (f.by_staff OR f.reason = 'DANGEROUS')) AS urgent
       FROM workflows WHERE in_queue
       UNION ALL SELECT id, kind, subject_id, queue_rank, curator_id, claimed_until,
         EXISTS (SELECT FROM reports r WHERE r.case_id = cases.id AND r.status = 'OPEN' AND (r.by_staff OR r.reason = 'DANGEROUS'))
       FROM cases WHERE in_queue) w USING (id)
     WHERE (q.kind, q.subject_id, q.queue_rank, q.curator_id, q.claimed_until, q.urgent)
       IS DISTINCT FROM (w.kind, w.subject_id, w.queue_rank, w.curator_id, w.claimed_until, w.urgent)`,
  ),
];
