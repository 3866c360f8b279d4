import type { Handler } from '../context';
import { collectionDecided as contentOf } from '../modules/notification/notification-collection-content';
import { postNotification } from '../modules/notification/notification.store';

/** Tells those who look after a collection what another curator decided about it. */
export const collectionDecided: Handler<'collection.decided'> = async ({ payload }, step) =>
  postNotification(step, payload.curatorIds, contentOf(payload));
