import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import { notBlocked } from '../person/person.sql';
import { Prisma } from '../../generated/prisma/client';
import { collectionGrew } from './collection.facts';
import { lockCollection } from './collection.store';

const HOUR_MS = 3_600_000;
/** People named by one fact. */
const AT_ONCE = 500;
const MOST_NAMED = 20;

/** Published collections with something new, whose followers were not told lately: ids from `last` on. */
export async function collectionsWithNews({ tx, now, kept }: Step, last: string | null): Promise<string[]> {
  const before = new Date(now.getTime() - kept.settings.CURATION_COLLECTION_NEWS_HOURS * HOUR_MS);
  const rows = await tx.collection.findMany({
    where: {
      ...{ status: 'PUBLISHED', entries: { some: { told: false } }, ...(last && { id: { gt: last } }) },
      OR: [{ toldAt: null }, { toldAt: { lte: before } }],
    },
    orderBy: { id: 'asc' },
    take: 100,
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** Tells the followers what is new and on show now. Twice changes nothing: what was told is. */
export async function tellNews(step: Step, collectionId: string): Promise<void> {
  const { tx, now, tell } = step;
  const one = await lockCollection(step, collectionId);
  if (one.status !== 'PUBLISHED') return;
  const untold = await tx.collectionEntry.findMany({
    where: { collectionId, told: false },
    select: { id: true, eventId: true, removedAt: true },
  });
  const stay = untold.filter(({ removedAt }) => removedAt === null).map(({ eventId }) => eventId);
  const events = await tx.eventCopy.findMany({
    where: { eventId: { in: stay }, status: 'PUBLISHED', visibility: 'PUBLIC', hidden: false, deleted: false, endsAt: { gt: now } },
    orderBy: [{ startsAt: 'asc' }, { eventId: 'asc' }],
    select: { eventId: true, title: true },
  });
  await tx.collectionEntry.updateMany({ where: { id: { in: untold.map(({ id }) => id) } }, data: { told: true } });
  if (events.length === 0) return;
  await tx.collection.update({ where: { id: collectionId }, data: { toldAt: now } });
  const followers = await tx.$queryRaw<{ userId: string }[]>`
    SELECT f.user_id AS "userId" FROM collection_follows f
    WHERE f.collection_id = ${collectionId}::uuid AND ${Prisma.raw(notBlocked('f.user_id', `'${one.ownerId}'`))} ORDER BY f.user_id`;
  const tellingId = randomUUID();
  const named = events.slice(0, MOST_NAMED);
  for (let part = 0; part * AT_ONCE < followers.length; part++) {
    const userIds = followers.slice(part * AT_ONCE, (part + 1) * AT_ONCE).map(({ userId }) => userId);
    await tell(collectionGrew(one, { tellingId, part, count: events.length, events: named, userIds }));
  }
}

/** Who opened what on which day is needed for that day alone. */
export async function forgetViews({ tx, now }: Step): Promise<void> {
  await tx.collectionView.deleteMany({ where: { day: { lt: new Date(now.getTime() - 48 * HOUR_MS) } } });
}
