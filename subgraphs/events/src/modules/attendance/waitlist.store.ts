import type { Step } from '../../context';
import type { Attendance, WaitlistMove } from '../../generated/prisma/client';
import { offeredPlacesOf, partySize } from './party';
import type { Served } from './queue';
import { inOrder, MOST_YIELDS, yieldsOf } from './queue-order';

export type Move = Pick<WaitlistMove, 'kind' | 'queueNumber' | 'yields' | 'people' | 'places'>;

/** Beside as many parties as there are places, so many are looked at that may be too large. */
const LARGE_ONES = 50;

/** Those first in the queue to whom nothing is offered: enough to fill so many places. */
export async function headOfQueue({ tx }: Step, eventId: string, places: number): Promise<Attendance[]> {
  const first = await tx.attendance.findMany({
    where: { eventId, status: 'WAITLISTED', offerExpiresAt: null },
    orderBy: { queueNumber: 'asc' },
    take: places + LARGE_ONES + MOST_YIELDS,
  });
  return inOrder(first).slice(0, places + LARGE_ONES);
}

/** Behind how many that come later this person waits. Their row is locked by the change, or by who else writes for them. */
export async function yieldsOfPerson({ tx, kept }: Step, userId: string): Promise<number> {
  const { WAITLIST_RELIABILITY, WAITLIST_YIELDS } = kept.settings;
  if (WAITLIST_YIELDS === 0) return 0;
  const person = await tx.personCopy.findUnique({ where: { id: userId }, select: { reliability: true } });
  return yieldsOf(person?.reliability ?? 1, { least: WAITLIST_RELIABILITY / 100, yields: WAITLIST_YIELDS });
}

/** Those who wait and before whom this newcomer stands, as moves. */
export async function passedBy({ tx }: Step, newcomer: Attendance): Promise<Move[]> {
  const { eventId, queueNumber, yields } = newcomer;
  const passed = await tx.$queryRaw<{ queueNumber: number; yields: number }[]>`
    SELECT queue_number AS "queueNumber", yields FROM attendances
    WHERE event_id = ${eventId}::uuid AND status = 'WAITLISTED' AND yields > 0 AND queue_number < ${queueNumber} AND queue_number >= ${queueNumber! - MOST_YIELDS}
      AND (queue_number + yields, yields) > (${queueNumber! + yields}, ${yields}) AND offer_expires_at IS NULL`;
  return passed.map((one) => ({ ...one, kind: 'YIELDED', people: partySize(newcomer), places: one.yields }));
}

/** Offers of one size are one statement. */
export async function offerPlaces({ tx }: Step, offers: Served['offers'], expiresAt: Date, now: Date): Promise<Attendance[]> {
  const offered: Attendance[] = [];
  for (const offeredPlaces of new Set(offers.map(({ places }) => places))) {
    const ids = offers.filter(({ places }) => places === offeredPlaces).map(({ id }) => id);
    const data = { offerExpiresAt: expiresAt, offeredPlaces, version: { increment: 1 }, updatedAt: now };
    offered.push(...(await tx.attendance.updateManyAndReturn({ where: { id: { in: ids } }, data })));
  }
  return offered;
}

/**
 * Keeps how often and since when parties are held up, and whether places are kept for them: from then on nobody who comes later stands before
 * them. Returns what they are told of.
 */
export async function noteHeldUp(
  { tx }: Step,
  queue: ReadonlyMap<string, Attendance>,
  heldUp: Served['heldUp'],
  { now, lastQueued }: { now: Date; lastQueued: number },
): Promise<Move[]> {
  const news = heldUp
    .map((held) => ({ ...held, before: queue.get(held.id)! }))
    .filter(({ before, skipped, saved }) => !before.heldUpSince || before.skipped !== skipped || (saved && !before.placesSaved));
  if (news.length === 0) return [];
  await tx.$executeRaw`
    UPDATE attendances a SET skipped = n.skipped, places_saved = n.saved, held_up_since = coalesce(a.held_up_since, ${now}),
      yields = CASE WHEN n.saved THEN least(a.yields, ${lastQueued} - a.queue_number) ELSE a.yields END
    FROM unnest(${news.map(({ id }) => id)}::uuid[], ${news.map(({ skipped }) => skipped)}::int[],
      ${news.map(({ saved }) => saved)}::boolean[]) AS n(id, skipped, saved) WHERE a.id = n.id`;
  return news.flatMap(({ before, skipped, saved }) => {
    const about = { queueNumber: before.queueNumber!, yields: before.yields, people: partySize(before), places: skipped };
    return [
      ...(skipped > before.skipped ? [{ ...about, kind: 'SKIPPED' as const }] : []),
      ...(saved && !before.placesSaved ? [{ ...about, kind: 'SAVED' as const }] : []),
    ];
  });
}

/** What one answer's change means to the queue; null: nothing. */
export function moveOf(before: Attendance | null, now: Attendance | null): Move | null {
  if (before?.status !== 'WAITLISTED' || before.offerExpiresAt) return null;
  const about = { queueNumber: before.queueNumber!, yields: before.yields, people: partySize(before) };
  if (now?.status !== 'WAITLISTED') return { ...about, kind: 'LEFT', places: 0 };
  return now.offerExpiresAt ? { ...about, kind: 'SERVED', places: offeredPlacesOf(now) } : null;
}

export async function keepMoves({ tx }: Step, eventId: string, at: Date, moves: readonly Move[]): Promise<void> {
  if (moves.length > 0) await tx.waitlistMove.createMany({ data: moves.map((move) => ({ ...move, eventId, at })) });
}
