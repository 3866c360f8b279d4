import type { Handler } from '../context';
import { collectionGrew as contentOf } from '../modules/notification/notification-collection-content';
import { postNotification } from '../modules/notification/notification.store';

/** Tells those who follow a collection what is new in it. */
export const collectionGrew: Handler<'collection.grew'> = async ({ payload }, step) => {
  const content = contentOf(payload);
  if (content) await postNotification(step, payload.userIds, content);
};
