import { randomUUID } from 'node:crypto';
import { channels } from '../../channels';
import type { Step } from '../../context';
import type { Attendance, AttendanceCounts, Event } from '../../generated/prisma/client';
import type { AttendanceStatus, Visibility } from '../../generated/prisma/enums';
import { isOpen } from '../event/event-status';
import { attendanceChanged } from './attendance.facts';
import { freePlaces, overbook, recount, waiting, type Numbers } from './counts';
import { offerExpiry } from './offer';

/** What the list needs to know of its event. */
export type ListedEvent = Pick<Event, 'id' | 'creatorId' | 'status' | 'startsAt' | 'endsAt'>;

/**
 * The guest list of one event, opened for writing: its row of counts is locked until the transaction ends, so everything that gives or
 * takes places is one behind the other, in every process. What must hold is kept here: never more places taken than there are, a
 * freed place goes to the head of the queue at once, and the counts equal the answers. `save` writes the counts and tells what happened.
 */
export class GuestList {
  private readonly touched = new Map<string, { before: Attendance | null; now: Attendance | null }>();
  /** When the lock was got: the step began before the wait for it, and an offer may have run out meanwhile. */
  readonly now: Date;
  private numbers: Numbers;
  private lastQueued: number;

  private constructor(
    private readonly step: Step,
    readonly event: ListedEvent,
    private readonly counts: AttendanceCounts,
  ) {
    this.now = step.kept.clock.now();
    this.numbers = counts;
    this.lastQueued = counts.lastQueued;
  }

  /** Null when the event does not exist. Offers whose time is over have gone on to the next in the queue before anything else happens. */
  static async open(step: Step, eventId: string): Promise<GuestList | null> {
    const counts = await lockCounts(step, eventId);
    if (!counts) return null;
    // Read after the lock was got: before it, the event may have been cancelled while we waited.
    const event = await step.tx.event.findUniqueOrThrow({
      where: { id: eventId },
      select: { id: true, creatorId: true, status: true, startsAt: true, endsAt: true },
    });
    const list = new GuestList(step, event, counts);
    if (counts.offered > 0) {
      await list.endOffers(list.now);
      await list.offerFreePlaces();
    }
    return list;
  }

  get hasFreePlace(): boolean {
    return freePlaces(this.numbers) > 0;
  }

  /** Places taken or held by offers. */
  get taken(): number {
    return this.numbers.going + this.numbers.offered;
  }

  async find(userId: string): Promise<Attendance | null> {
    return this.step.tx.attendance.findUnique({ where: { eventId_userId: { eventId: this.event.id, userId } } });
  }

  /** Makes or changes one person's answer. `ticket`: the place is paid for, and is given beyond capacity if it must be. */
  async put(
    before: Attendance | null,
    userId: string,
    data: { status: AttendanceStatus; visibility?: Visibility; checkedInAt?: Date; ticket?: boolean },
  ): Promise<Attendance> {
    const { now } = this;
    const { tx } = this.step;
    const queued = data.status === 'WAITLISTED';
    const columns = {
      status: data.status,
      ticketed: data.ticket ?? (before?.ticketed === true && data.status === 'GOING'),
      queueNumber: queued ? (before?.queueNumber ?? ++this.lastQueued) : null,
      offerExpiresAt: queued ? (before?.offerExpiresAt ?? null) : null,
      checkedInAt: data.checkedInAt ?? (data.status === 'GOING' ? (before?.checkedInAt ?? null) : null),
      updatedAt: now,
      ...(data.visibility ? { visibility: data.visibility } : {}),
    };
    const answer = before
      ? await tx.attendance.update({ where: { id: before.id }, data: { ...columns, version: { increment: 1 } } })
      : await tx.attendance.create({
          data: { id: randomUUID(), eventId: this.event.id, userId, createdAt: now, visibility: 'PRIVATE', ...columns },
        });
    this.noteAnswer(before, answer);
    if (data.ticket) this.numbers = overbook(this.numbers);
    return answer;
  }

  /** Takes an answer off the list without a trace: its person is gone. */
  async remove(attendance: Attendance): Promise<void> {
    await this.step.tx.attendance.delete({ where: { id: attendance.id } });
    this.noteAnswer(attendance, null);
  }

  /** Not below what is taken: the caller has asked. */
  setCapacity(capacity: number | null): void {
    this.numbers = recount({ ...this.numbers, capacity }, null, null);
  }

  /** Takes back offers that ended by `until`; those people are interested, no longer in the queue. Null: all offers, back into the queue. */
  async endOffers(until: Date | null): Promise<void> {
    const { tx } = this.step;
    const where = { eventId: this.event.id, offerExpiresAt: until ? { lte: until } : { not: null } };
    const open = await tx.attendance.findMany({ where, orderBy: { queueNumber: 'asc' } });
    if (open.length === 0) return;
    const ended = await tx.attendance.updateManyAndReturn({
      where: { id: { in: open.map(({ id }) => id) } },
      data: {
        offerExpiresAt: null,
        version: { increment: 1 },
        updatedAt: this.now,
        ...(until ? { status: 'INTERESTED', queueNumber: null } : {}),
      },
    });
    const byId = new Map(ended.map((row) => [row.id, row]));
    for (const before of open) this.noteAnswer(before, byId.get(before.id)!);
  }

  /** Offers what is free, writes the counts, tells what happened; the live numbers go out after the commit. */
  async save(): Promise<void> {
    await this.offerFreePlaces();
    const saved = await this.writeCounts();
    await this.step.tell(...[...this.touched.values()].flatMap(({ before, now }) => (now ? [attendanceChanged(before, now)] : [])));
    if (saved !== this.counts) this.step.push(channels.attendance(this.event.id), saved);
  }

  private async offerFreePlaces(): Promise<void> {
    const places = Math.min(freePlaces(this.numbers), waiting(this.numbers));
    const { step, now } = this;
    if (places <= 0 || !isOpen(this.event, now)) return;
    const expiresAt = offerExpiry(now, this.event.startsAt, {
      longestMs: step.kept.settings.OFFER_HOURS * 3_600_000,
      shortestMs: step.kept.settings.OFFER_SHORTEST_MINUTES * 60_000,
    });
    const heads = await step.tx.attendance.findMany({
      where: { eventId: this.event.id, status: 'WAITLISTED', offerExpiresAt: null },
      orderBy: { queueNumber: 'asc' },
      take: places,
    });
    const offered = await step.tx.attendance.updateManyAndReturn({
      where: { id: { in: heads.map(({ id }) => id) } },
      data: { offerExpiresAt: expiresAt, version: { increment: 1 }, updatedAt: now },
    });
    const byId = new Map(offered.map((row) => [row.id, row]));
    for (const head of heads) this.noteAnswer(head, byId.get(head.id)!);
  }

  private noteAnswer(before: Attendance | null, now: Attendance | null): void {
    this.numbers = recount(this.numbers, before, now);
    const id = (before ?? now)!.id;
    const first = this.touched.get(id);
    this.touched.set(id, { before: first ? first.before : before, now });
  }

  /** Adds to the row instead of overwriting it: even without the lock the row would add up, and its constraint would speak. */
  private async writeCounts(): Promise<AttendanceCounts> {
    const { counts, numbers } = this;
    const delta = (name: Exclude<keyof Numbers, 'capacity'>) => ({ increment: numbers[name] - counts[name] });
    const same = NUMBERS.every((name) => numbers[name] === counts[name]) && this.lastQueued === counts.lastQueued;
    if (same) return counts;
    return this.step.tx.attendanceCounts.update({
      where: { eventId: counts.eventId },
      data: {
        version: { increment: 1 },
        lastQueued: { increment: this.lastQueued - counts.lastQueued },
        going: delta('going'),
        interested: delta('interested'),
        maybe: delta('maybe'),
        waitlisted: delta('waitlisted'),
        checkedIn: delta('checkedIn'),
        offered: delta('offered'),
        overbooked: delta('overbooked'),
        ...(numbers.capacity === counts.capacity ? {} : { capacity: numbers.capacity }),
      },
    });
  }
}

const NUMBERS = ['capacity', 'going', 'interested', 'maybe', 'waitlisted', 'checkedIn', 'offered', 'overbooked'] as const;

async function lockCounts({ tx }: Step, eventId: string): Promise<AttendanceCounts | null> {
  const [counts] = await tx.$queryRaw<AttendanceCounts[]>`
    SELECT event_id AS "eventId", version, capacity, going, interested, maybe, waitlisted, offered, overbooked,
      checked_in AS "checkedIn", last_queued AS "lastQueued"
    FROM attendance_counts WHERE event_id = ${eventId}::uuid FOR UPDATE`;
  return counts ?? null;
}
