import { byId, byKey, rowsOf } from '@marquee/platform';
import type { EventCopy } from '../../generated/prisma/client';
import type { Kept } from '../../kept';

/** One person and one group or event. */
interface Pair {
  userId: string;
  id: string;
}

const pair = ({ userId, id }: Pair) => `${userId} ${id}`;

const eventsById = rowsOf<EventCopy>('EventCopy', 'id = ANY($1::uuid[])');

export const eventLoaders = ({ db }: Kept) => ({
  eventById: byId(
    (ids: readonly string[]) => eventsById(db, [ids]),
    (event) => event.id,
  ),
  /** Is the person an active member of the group? */
  membership: byKey<Pair, boolean>(
    async (pairs) => {
      const rows = await db.prisma.groupMemberCopy.findMany({
        where: { active: true, groupId: { in: pairs.map(({ id }) => id) }, userId: { in: pairs.map(({ userId }) => userId) } },
      });
      return new Map(rows.map(({ userId, groupId }) => [pair({ userId, id: groupId }), true]));
    },
    pair,
    false,
  ),
  /** Does the person attend the event, or hold an order for it? */
  guest: byKey<Pair, boolean>(
    async (pairs) => {
      const where = { eventId: { in: pairs.map(({ id }) => id) }, userId: { in: pairs.map(({ userId }) => userId) } };
      const [guests, buyers] = await Promise.all([
        db.prisma.attendanceCopy.findMany({ where }),
        db.prisma.order.findMany({ where, select: { eventId: true, userId: true }, distinct: ['eventId', 'userId'] }),
      ]);
      return new Map([...guests, ...buyers].map(({ userId, eventId }) => [pair({ userId, id: eventId }), true]));
    },
    pair,
    false,
  ),
});
