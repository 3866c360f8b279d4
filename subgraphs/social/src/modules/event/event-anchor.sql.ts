import { mayBeSeen } from './event.sql';

/**
 * SQL: may the viewer in the parameter see what group `g` is around? Always, unless it is a crew around an event that they may not see.
 * Comparing with a visitor's null gives null, which is not true.
 */
export const seesAnchor = (viewer: string, staff = false) => `NOT EXISTS (
  SELECT 1 FROM crews c JOIN known_events e ON e.id = c.event_id WHERE c.group_id = g.id AND (${mayBeSeen(viewer, staff)}) IS NOT TRUE)`;

/** SQL: may the viewer in the parameter know what goes on in group `g`, without being in it? `staff`: they see every event. */
export const isPublicTo = (viewer: string, staff = false) => `(g.privacy = 'PUBLIC' AND ${seesAnchor(viewer, staff)})`;
