import type { Handler } from '../context';
import { collectionInvited as contentOf } from '../modules/notification/notification-collection-content';
import { postNotification } from '../modules/notification/notification.store';

/** Tells a curator that they are asked to look after a collection. */
export const collectionInvited: Handler<'collection.invited'> = async ({ payload }, step) =>
  postNotification(step, [payload.userId], contentOf(payload));
