import { none, type Invariant } from './invariant';

/** What leaves the app: nothing twice, nothing to whom it is not for, and nothing that nobody looks after. */
export const reachingInvariants: readonly Invariant[] = [
  none(
    'of a notification at most one delivery waits by each channel',
    'users',
    `SELECT notification_id, channel::text, count(*)::int FROM deliveries
     WHERE state = 'PENDING' AND notification_id IS NOT NULL GROUP BY 1, 2 HAVING count(*) > 1`,
  ),
  none(
    'a delivery is of the notification of its own person',
    'users',
    `SELECT d.id, d.user_id, n.user_id AS owner FROM deliveries d JOIN notifications n ON n.id = d.notification_id WHERE n.user_id <> d.user_id`,
  ),
  none(
    'what was handed over has been, and what was withdrawn says why',
    'users',
    `SELECT id, state::text, reason FROM deliveries
     WHERE (state = 'HANDED_OVER' AND (handled_at IS NULL OR (channel = 'EMAIL' AND mail_id IS NULL) OR (channel = 'PUSH' AND batch_id IS NULL)))
        OR (state = 'WITHDRAWN' AND reason IS NULL)`,
  ),
  none(
    'a mail and a push that are over say nothing any more',
    'users',
    `SELECT id::text FROM mails WHERE due_at IS NULL AND ("to" IS NOT NULL OR subject IS NOT NULL OR text IS NOT NULL)
     UNION ALL SELECT id::text FROM pushes WHERE due_at IS NULL AND (title IS NOT NULL OR body IS NOT NULL)`,
  ),
  none(
    'a mail and a push that are over were sent or given up, and not both',
    'users',
    `SELECT id::text FROM mails WHERE due_at IS NULL AND (sent_at IS NULL) = (failed_at IS NULL)
     UNION ALL SELECT id::text FROM pushes WHERE due_at IS NULL AND (sent_at IS NULL) = (failed_at IS NULL)`,
  ),
  none(
    'a device is on a session of its own person',
    'users',
    `SELECT d.id, d.user_id, s.user_id AS owner FROM devices d JOIN sessions s ON s.id = d.session_id WHERE s.user_id <> d.user_id`,
  ),
  none(
    'nobody has more than 20 devices, or 200 muted subjects',
    'users',
    `SELECT user_id, count(*)::int FROM devices GROUP BY 1 HAVING count(*) > 20
     UNION ALL SELECT user_id, count(*)::int FROM muted_subjects GROUP BY 1 HAVING count(*) > 200`,
  ),
  none(
    'a person has an announcement at most once, and a part of one reaches no more people than there were',
    'users',
    `SELECT subject AS what, count(*)::int FROM notifications WHERE type = 'SYSTEM_ANNOUNCEMENT' GROUP BY subject, user_id HAVING count(*) > 1
     UNION ALL SELECT a.id::text, sum(p.reached_count)::int FROM announcements a JOIN announcement_parts p ON p.announcement_id = a.id
               GROUP BY a.id HAVING sum(p.reached_count) > (SELECT count(*) FROM users)`,
  ),
];
