import type { Handler } from '../context';
import { importEnded as contentOf } from '../modules/notification/notification-content';
import { postNotification } from '../modules/notification/notification.store';

/** Tells who started an import that it has come to its end. */
export const importEnded: Handler<'import.ended'> = async ({ payload }, step) =>
  postNotification(step, [payload.importerId], contentOf(payload));
