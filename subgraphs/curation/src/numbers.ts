import type { BusinessNumber } from '@marquee/platform';

/** Read every minute by each process. What happens is counted where it happens: `marquee_mutations_total`. */
export const numbers: readonly BusinessNumber[] = [
  {
    name: 'marquee_curation_queue',
    help: 'Submissions that wait for a decision, by state: waiting, claimed.',
    labels: ['state'],
    sql: `SELECT state, count(workflows.id) AS value
          FROM (VALUES ('waiting'), ('claimed')) AS states (state)
          LEFT JOIN workflows ON in_queue AND (claimed_until > now()) IS TRUE = (state = 'claimed')
          GROUP BY state`,
  },
  {
    name: 'marquee_curation_oldest_seconds',
    help: 'Age of the submission that has waited longest; 0 when none waits.',
    sql: `SELECT coalesce(extract(epoch FROM now() - min(queued_at)), 0) AS value FROM workflows WHERE in_queue`,
  },
  {
    name: 'marquee_flags',
    help: 'Flags that nobody has settled.',
    sql: `SELECT count(*) AS value FROM flags WHERE status = 'OPEN'`,
  },
  {
    name: 'marquee_screening_drift',
    help: 'How far what is screened has moved from before the classifier was trained (population stability index), by feature; 0 while it is stable, or little is known.',
    labels: ['feature'],
    sql: `SELECT DISTINCT ON (feature) feature, CASE WHEN state IN ('MOVING', 'DRIFTED') THEN index ELSE 0 END AS value
          FROM screening_drifts ORDER BY feature, day DESC`,
  },
  {
    name: 'marquee_moderation_cases',
    help: 'Reported things that wait for a decision.',
    sql: `SELECT count(*) AS value FROM cases WHERE in_queue`,
  },
];
