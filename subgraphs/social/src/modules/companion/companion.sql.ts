import type { Statement } from '@marquee/platform';
import { mayBeSeen } from '../event/event.sql';
import { notBlocked } from '../person/person.sql';

/** Of those who look for company at an event, so many are ranked. */
const LOOKED_AT = 300;

/**
 * Who looks for company at event $2, for $1, who does so, too, at $3. Each of them sees the event still, and has not answered that they do not
 * go. One statement; its rows are those of `candidatesFor`.
 */
export const companionCandidates = (viewerId: string, eventId: string, now: Date): Statement => ({
  name: 'social.companion-candidates',
  text: `SELECT p.id, (SELECT count(*)::int FROM friendships a JOIN friendships b ON b.user_id = a.friend_id AND b.friend_id = p.id
                       WHERE a.user_id = $1::uuid) AS mutual,
                p.interests, p.traits, p.latitude, p.longitude, p.activity_level AS "activityLevel",
                p.interests_visibility AS "interestsVisibility", p.location_visibility AS "locationVisibility"
         FROM (SELECT l.user_id AS id, l.event_id FROM companion_seekers l JOIN known_events e ON e.id = l.event_id
               WHERE l.event_id = $2::uuid AND l.user_id <> $1::uuid AND e.status = 'PUBLISHED' AND e.ends_at > $3
                 AND ${mayBeSeen('l.user_id', false)} AND ${notBlocked('l.user_id', '$1')}
                 AND EXISTS (SELECT 1 FROM companion_seekers me WHERE me.event_id = l.event_id AND me.user_id = $1::uuid)
                 AND NOT EXISTS (SELECT 1 FROM suggestion_dismissals d WHERE d.user_id = $1::uuid AND d.dismissed_id = l.user_id)
                 AND NOT EXISTS (SELECT 1 FROM attendances n WHERE n.event_id = l.event_id AND n.user_id = l.user_id
                                 AND n.status IN ('NOT_GOING', 'CANCELLED'))
               ORDER BY l.since DESC, l.user_id DESC LIMIT ${LOOKED_AT}) near
         JOIN people p ON p.id = near.id AND p.active`,
  values: [viewerId, eventId, now],
});
