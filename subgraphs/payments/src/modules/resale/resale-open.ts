import type { EventCopy } from '../../generated/prisma/client';
import { doorDecides, type DoorHours } from '../event/door-window';

/** Are tickets of the event resold: it is to come, and its door not about to open? */
export const isResaleOpen = (event: Pick<EventCopy, 'status' | 'startsAt' | 'endsAt'>, now: Date, hours: DoorHours): boolean =>
  event.status === 'PUBLISHED' && event.endsAt > now && !doorDecides(event, now, hours);
