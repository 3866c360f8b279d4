import type { Handler } from '../context';
import { keepRating } from '../modules/rating/rating.store';

/** How guests rate an event, and so its organiser. */
export const reviewChanged: Handler<'review.changed'> = ({ payload, occurredAt }, step) => keepRating(step, payload, new Date(occurredAt));
