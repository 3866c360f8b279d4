import type { Handler } from '../context';
import { eventAnnounced as contentOf } from '../modules/notification/notification-content';
import { postNotification } from '../modules/notification/notification.store';

/** Tells guests of an event what its team has to say. */
export const eventAnnounced: Handler<'event.announced'> = async ({ payload }, step) =>
  postNotification(step, payload.userIds, contentOf(payload));
