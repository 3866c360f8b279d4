import { none, type Invariant } from './invariant';

/** Pictures of people, and the events that show them. */
export const pictureInvariants: readonly Invariant[] = [
  none(
    'a picture that an event shows can be shown, and is held for it',
    'events',
    `SELECT e.id AS event, shown.id AS picture, i.state::text FROM events e
     CROSS JOIN LATERAL (SELECT unnest(e.gallery_ids) AS id UNION SELECT e.video_poster_id WHERE e.video_poster_id IS NOT NULL) shown
     LEFT JOIN images i ON i.id = shown.id
     WHERE i.state IS DISTINCT FROM 'READY' OR NOT EXISTS (SELECT FROM image_uses u WHERE u.image_id = shown.id AND u.event_id = e.id)`,
  ),
  none(
    'a picture that was deleted is the cover of nothing, and has no files',
    'events',
    `SELECT i.id, e.id AS event FROM images i LEFT JOIN events e ON e.image_url = i.address
     WHERE i.state = 'GONE' AND (e.id IS NOT NULL OR EXISTS (SELECT FROM image_files f WHERE f.image_id = i.id))`,
  ),
  none(
    'what was handed over is drawn or refused, and what can be shown has its files',
    'events',
    `SELECT i.id, i.state::text, i.fault FROM images i WHERE i.source_url IS NULL
       AND (i.state = 'WAITING' OR i.state = 'READY' AND NOT EXISTS (SELECT FROM image_files f WHERE f.image_id = i.id)
         OR (i.state = 'REFUSED') <> (i.fault IS NOT NULL))`,
  ),
];
