import type { Handler } from '../context';
import { importEnded as textOf } from '../modules/notification/notification-text';
import { postNotification } from '../modules/notification/notification.store';

/** Tells who started an import that it has come to its end. */
export const importEnded: Handler<'import.ended'> = async ({ payload }, step) =>
  postNotification(step, [payload.importerId], textOf(payload));
