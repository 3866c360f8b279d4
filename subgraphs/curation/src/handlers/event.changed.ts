import type { Handler } from '../context';
import { followEvent } from '../modules/submission/submission.store';

/** Keeps the copy of an event, screens its new text, and takes it out of the queue when there is nothing left to decide. */
export const eventChanged: Handler<'event.changed'> = ({ payload: event }, step) => followEvent(step, event);
