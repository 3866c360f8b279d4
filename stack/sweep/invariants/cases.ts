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
    'a case that waits has an open report',
    'curation',
    `SELECT c.id FROM cases c WHERE c.in_queue AND NOT EXISTS (SELECT FROM reports r WHERE r.case_id = c.id AND r.status = 'OPEN')`,
  ),
  none(
    'each version of a case is written down',
    'curation',
    `SELECT c.id FROM cases c WHERE (SELECT count(*) FROM case_acts a WHERE a.case_id = c.id) <> c.version`,
  ),
];
