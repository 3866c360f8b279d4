import type { Step } from '../../context';
import type { Database } from '../../db';
import { guestNames } from '../attendance/attendee.sql';
import { headOf, lineOfGuest } from './guest-csv';
import { EXPORT_GUESTS } from './guest-export.sql';
import { tooManyExports } from './guest-export.refusals';

const HOUR = 3_600_000;
const MOST_IN_AN_HOUR = 10;
const PAGE = 500;

/** Held until the transaction ends, so that requests side by side count each other. */
export async function requireFewExports({ tx, now }: Step, owner: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('events:guest-exports:' || ${owner}))`;
  const since = new Date(now.getTime() - HOUR);
  const where = { owner, kind: EXPORT_GUESTS, createdAt: { gt: since } };
  const latest = await tx.longWork.findMany({ where, orderBy: { createdAt: 'desc' }, take: MOST_IN_AN_HOUR, select: { createdAt: true } });
  if (latest.length >= MOST_IN_AN_HOUR) throw tooManyExports(MOST_IN_AN_HOUR, new Date(latest.at(-1)!.createdAt.getTime() + HOUR));
}

/** The whole list as a file, a page at a time. */
export async function csvOfGuests({ prisma }: Database, eventId: string, signal: AbortSignal): Promise<{ csv: Buffer; guests: number }> {
  const questions = await prisma.registrationQuestion.findMany({ where: { eventId }, orderBy: [{ position: 'asc' }, { id: 'asc' }] });
  const parts = [headOf(questions)];
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    signal.throwIfAborted();
    const page = await prisma.attendance.findMany({
      where: { eventId, id: { gt: after } },
      include: { answers: true },
      orderBy: { id: 'asc' },
      take: PAGE,
    });
    const people = await prisma.personCopy.findMany({ where: { id: { in: page.map(({ userId }) => userId) }, active: true } });
    const byId = new Map(people.map((person) => [person.id, person]));
    const guestIds = page.flatMap(({ userId, guest }) => (guest ? [userId] : []));
    const guests = await prisma.$queryRaw<{ id: string; name: string }[]>(guestNames(guestIds));
    const guestById = new Map(guests.map(({ id, name }) => [id, name]));
    for (const { userId, answers, updatedAt, ...answer } of page) {
      const person = byId.get(userId);
      const told = new Map(answers.map(({ questionId, value }) => [questionId, value]));
      const names = { name: person?.displayName ?? guestById.get(userId) ?? null, username: person?.username ?? null };
      parts.push(lineOfGuest({ ...answer, ...names, answeredAt: updatedAt, answers: told }, questions));
    }
    if (page.length < PAGE) return { csv: Buffer.from(`\uFEFF${parts.join('')}`), guests: parts.length - 1 };
    after = page.at(-1)!.id;
  }
}
