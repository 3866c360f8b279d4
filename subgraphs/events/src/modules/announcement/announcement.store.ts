import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { WholeEvent } from '../event/event.types';
import { announced } from './announcement.facts';
import type { AnnounceToGuests } from './announcement.input';
import { tooManyAnnouncements } from './announcement.refusals';

const DAY = 86_400_000;

/** Refuses more announcements than a day has; whoever calls it holds the event, so that two of one moment are counted. */
export async function requireFewAnnouncements({ tx, kept }: Step, eventId: string): Promise<void> {
  const most = kept.settings.ANNOUNCEMENTS_A_DAY;
  // Under the lock, so that none that was waited for is missed.
  const since = new Date(kept.clock.now().getTime() - DAY);
  const latest = await tx.announcement.findMany({
    where: { eventId, createdAt: { gt: since } },
    orderBy: { createdAt: 'desc' },
    take: most,
  });
  if (latest.length >= most) throw tooManyAnnouncements(most, new Date(latest.at(-1)!.createdAt.getTime() + DAY));
}

/** Keeps what the team tells, and tells it to those who are guests now. Returns its id. */
export async function announce(step: Step, event: WholeEvent, authorId: string, { statuses, text }: AnnounceToGuests): Promise<string> {
  const guests = await step.tx.attendance.findMany({
    where: { eventId: event.id, status: { in: statuses }, userId: { not: authorId } },
    select: { userId: true },
    orderBy: { userId: 'asc' },
  });
  const announcement = await step.tx.announcement.create({
    data: { id: randomUUID(), eventId: event.id, authorId, statuses, text, guestCount: guests.length, createdAt: step.kept.clock.now() },
  });
  await step.tell(
    ...announced(
      announcement,
      event.title,
      guests.map(({ userId }) => userId),
    ),
  );
  return announcement.id;
}
