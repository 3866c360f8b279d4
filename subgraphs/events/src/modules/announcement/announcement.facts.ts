import type { Announcement } from '../../generated/prisma/client';

/** How many guests one fact names. */
const MANY = 500;

/** What guests are told: as many facts as there are guests to name, each of them about some. */
export const announced = ({ id, eventId, authorId, text }: Announcement, eventTitle: string, userIds: readonly string[]) =>
  Array.from({ length: Math.ceil(userIds.length / MANY) }, (_, part) => ({
    topic: 'event.announced' as const,
    key: eventId,
    payload: {
      ...{ announcementId: id, part, version: 1, eventId, eventTitle, authorId, text },
      userIds: userIds.slice(part * MANY, (part + 1) * MANY),
    },
  }));
