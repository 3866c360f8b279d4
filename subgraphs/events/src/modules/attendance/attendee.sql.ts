import { Keyset } from '@marquee/platform';
import { Prisma } from '../../generated/prisma/client';

/** The attendees of one event with one status. */
export const lastAnswerFirst = new Keyset('attendees', { updatedAt: 'time', id: 'id' }, 'greatest first');

/** The names on the tickets of guests without accounts, by the ids of their orders (`id`, `name`); no row where there is none. */
export const guestNames = (orderIds: readonly string[]) => Prisma.sql`
  SELECT DISTINCT ON (o.id) o.id, t.attendee_name AS name FROM unnest(${[...orderIds]}::uuid[]) AS o(id) JOIN tickets t ON t.user_id = o.id
  WHERE t.attendee_name IS NOT NULL ORDER BY o.id, t.refunded_at NULLS FIRST, t.id`;
