import { Keyset } from '@marquee/platform';

/** The attendees of one event with one status. */
export const lastAnswerFirst = new Keyset('attendees', { updatedAt: 'time', id: 'id' }, 'greatest first');
