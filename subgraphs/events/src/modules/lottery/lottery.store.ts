import { randomBytes, randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { EventLottery } from '../../generated/prisma/client';
import { GuestList } from '../attendance/guest-list.store';
import { isOpen } from '../event/event-status';
import { draw, hashOfEntries, sha256, type Drawn } from './lottery-draw';

const placeOf = (eventId: string) => ({ table: 'event_lotteries', column: 'sealed_seed', id: eventId });

/** The seed is drawn and its hash kept; whoever reads the database alone does not learn it. */
export async function openLottery({ tx, kept, now }: Step, eventId: string, { places, closesAt }: { places: number; closesAt: Date }) {
  const seed = randomBytes(32).toString('hex');
  const sealedSeed = kept.fields.seal(placeOf(eventId), seed);
  await tx.eventLottery.create({ data: { eventId, places, closesAt, sealedSeed, seedHash: sha256(seed), openedAt: now } });
}

/** The lottery of an event, locked until the transaction ends: who enters and its close are one behind the other. */
export async function lockLottery({ tx }: Step, eventId: string): Promise<EventLottery | null> {
  await tx.$queryRaw`SELECT 1 FROM event_lotteries WHERE event_id = ${eventId}::uuid FOR UPDATE`;
  return tx.eventLottery.findUnique({ where: { eventId } });
}

export async function enterLottery({ tx, now }: Step, eventId: string, userId: string, companions: number): Promise<void> {
  await tx.lotteryEntry.upsert({
    where: { eventId_userId: { eventId, userId } },
    create: { id: randomUUID(), eventId, userId, companions, enteredAt: now },
    update: { companions },
  });
}

/** Entries stand from now on, and everybody may see them. */
export async function closeLottery(step: Step, eventId: string): Promise<void> {
  const { tx } = step;
  const lottery = await lockLottery(step, eventId);
  const now = step.kept.clock.now();
  if (lottery?.state !== 'OPEN' || lottery.closesAt > now) return;
  const entries = await entriesOf(step, eventId);
  await tx.eventLottery.update({ where: { eventId }, data: { state: 'CLOSED', closedAt: now, entriesHash: hashOfEntries(entries) } });
}

/** Reveals the seed, gives the winners their places, and lets the others wait in the order in which they were drawn. */
export async function drawLottery(step: Step, eventId: string): Promise<void> {
  const { tx, kept } = step;
  const list = await GuestList.open(step, eventId);
  const lottery = await lockLottery(step, eventId);
  if (!list || lottery?.state !== 'CLOSED') return;
  list.setLottery(false);
  if (list.ticketed || !isOpen(list.event, list.now)) {
    await tx.eventLottery.update({ where: { eventId }, data: { state: 'VOID' } });
    return list.save();
  }
  const seed = kept.fields.open(placeOf(eventId), lottery.sealedSeed);
  const drawnPlaces = Math.min(lottery.places, list.freePlaces);
  const drawn = draw(seed, await entriesOf(step, eventId), drawnPlaces);
  await keepRanks(step, drawn);
  await seat(step, list, drawn);
  await tx.eventLottery.update({ where: { eventId }, data: { state: 'DRAWN', seed, drawnPlaces, drawnAt: list.now } });
  await list.save();
}

async function entriesOf({ tx }: Step, eventId: string) {
  const rows = await tx.lotteryEntry.findMany({ where: { eventId }, orderBy: { id: 'asc' } });
  return rows.map(({ id, companions, userId }) => ({ id, people: 1 + companions, userId }));
}

const keepRanks = ({ tx }: Step, drawn: readonly Drawn[]) => tx.$executeRaw`
  UPDATE lottery_entries e SET rank = d.rank, won = d.won
  FROM unnest(${drawn.map(({ id }) => id)}::uuid[], ${drawn.map(({ rank }) => rank)}::int[], ${drawn.map(({ won }) => won)}::boolean[])
    AS d(id, rank, won) WHERE e.id = d.id`;

/** Who was erased or suspended since, or has a place by another way, is passed over: the places go to the queue. */
async function seat({ tx }: Step, list: GuestList, drawn: readonly (Drawn & { userId?: string | null })[]): Promise<void> {
  const userIds = drawn.flatMap(({ userId }) => userId ?? []);
  const gone = await tx.personCopy.findMany({ where: { id: { in: userIds }, active: false }, select: { id: true } });
  const known = await tx.attendance.findMany({ where: { eventId: list.event.id, userId: { in: userIds } } });
  const absent = new Set([...gone.map(({ id }) => id), ...known.filter(({ status }) => status === 'GOING').map(({ userId }) => userId)]);
  const before = new Map(known.map((answer) => [answer.userId, answer]));
  for (const status of ['GOING', 'WAITLISTED'] as const) {
    const present = drawn.flatMap(({ userId, won, people }) =>
      userId && won === (status === 'GOING') && !absent.has(userId) ? [{ userId, status, companions: people - 1 }] : [],
    );
    // Where nobody has answered before, all are written at once; the order of the queue is that of the drawing all the same.
    if (!present.some(({ userId }) => before.has(userId))) await list.putNew(present);
    else for (const { userId, ...answer } of present) await list.put(before.get(userId) ?? null, userId, answer);
  }
}

/** Entries of a person who was erased: those that are not hashed yet go, the others stay without the person. */
export async function forgetEntries({ tx }: Step, userId: string): Promise<void> {
  const open = await tx.$queryRaw<{ eventId: string }[]>`
    SELECT l.event_id AS "eventId" FROM event_lotteries l JOIN lottery_entries e ON e.event_id = l.event_id
    WHERE e.user_id = ${userId}::uuid AND l.state = 'OPEN' ORDER BY l.event_id FOR UPDATE OF l`;
  await tx.lotteryEntry.deleteMany({ where: { userId, eventId: { in: open.map(({ eventId }) => eventId) } } });
  await tx.lotteryEntry.updateMany({ where: { userId }, data: { userId: null } });
}
