import { randomUUID } from 'node:crypto';
import { channels } from '../../channels';
import type { Step } from '../../context';
import type { Attendance, AttendanceCounts, Event } from '../../generated/prisma/client';
import type { Approval, AttendanceStatus, Visibility } from '../../generated/prisma/enums';
import { isOpen } from '../event/event-status';
import { attendanceChanged, placesGranted } from './attendance.facts';
import { freePlaces, overbook, placesToGive, recount, takenPlaces, waiting, withCapacity, type Numbers } from './counts';
import { lockCounts, writeCounts, type CountsToWrite } from './counts.store';
import { withGrant, withSales, type Sales } from './grant';
import { offerExpiry } from './offer';
import { bringsCompanions, offeredPlacesOf, partySize } from './party';
import { serve } from './queue';
import { headOfQueue, keepMoves, moveOf, noteHeldUp, offerPlaces, passedBy, yieldsOfPerson, type Move } from './waitlist.store';

/** What the list needs to know of its event. */
export type ListedEvent = Omit<Event, 'description'>;

/** What one person's answer becomes. */
export interface AnswerToWrite {
  status: AttendanceStatus;
  /** They have no account; said with the first answer. */
  guest?: boolean;
  visibility?: Visibility;
  tickets?: number;
  admitted?: number;
  inside?: number;
  checkedInAt?: Date | null;
  approval?: Approval | null;
  companions?: number;
  companionNames?: readonly string[];
  acceptsPart?: boolean;
  notes?: string | null;
  groupId?: string | null;
}

/** How many rows are written in one statement. */
const MANY = 500;

/**
 * The guest list of one event, opened for writing: its row of counts is locked until the transaction ends, so everything that gives or
 * takes places is one behind the other, in every process. What must hold is kept here: never more places given away than there are, those
 * granted to payments included; a freed place goes to the head of the queue, or to payments, at once; and the counts equal the answers.
 * `save` writes the counts and tells what happened.
 */
export class GuestList {
  private readonly moves: Move[] = [];
  private readonly touched = new Map<string, { before: Attendance | null; now: Attendance | null }>();
  /** When the lock was got: the step began before the wait for it, and an offer may have run out meanwhile. */
  readonly now: Date;
  private numbers: CountsToWrite;

  private constructor(
    private readonly step: Step,
    readonly event: ListedEvent,
    private readonly counts: AttendanceCounts,
  ) {
    this.now = step.kept.clock.now();
    this.numbers = { ...counts };
  }

  /** Null when the event does not exist. Offers whose time is over have gone on to the next in the queue before anything else happens. */
  static async open(step: Step, eventId: string): Promise<GuestList | null> {
    const counts = await lockCounts(step, eventId);
    if (!counts) return null;
    // Read after the lock was got: before it, the event may have been cancelled while we waited.
    const event = await step.tx.event.findUniqueOrThrow({ where: { id: eventId }, omit: { description: true } });
    const list = new GuestList(step, event, counts);
    if (counts.offered > 0) {
      await list.endOffers(list.now);
      await list.offerFreePlaces();
    }
    return list;
  }

  /**
   * Places that can be given to somebody new by an answer: none while others wait for them, and what payments may sell is not among them.
   * Infinity without a limit.
   */
  get freePlaces(): number {
    return placesToGive(this.numbers);
  }

  get capacity(): number | null {
    return this.numbers.capacity;
  }

  /** Places that somebody has or is held for. */
  get taken(): number {
    return takenPlaces(this.numbers);
  }

  get ticketed(): boolean {
    return this.numbers.ticketed;
  }

  /** Places are given by lot, and are not drawn yet. */
  get lottery(): boolean {
    return this.numbers.lottery;
  }

  /** People in the queue to whom nothing is offered. */
  get waiting(): number {
    return waiting(this.numbers);
  }

  async find(userId: string): Promise<Attendance | null> {
    return this.step.tx.attendance.findUnique({ where: { eventId_userId: { eventId: this.event.id, userId } } });
  }

  /**
   * Makes or changes one person's answer. What is left out stays, as far as the status has it. `tickets` always have their places: they were
   * granted, or the owner gave them away on purpose.
   */
  async put(before: Attendance | null, userId: string, data: AnswerToWrite): Promise<Attendance> {
    const { now } = this;
    const { tx } = this.step;
    const { status, visibility, approval, notes, groupId } = data;
    const queued = status === 'WAITLISTED';
    const had = status === 'GOING' ? before : null;
    const admitted = data.admitted ?? had?.admitted ?? 0;
    const tickets = data.tickets ?? had?.tickets ?? 0;
    const companions = bringsCompanions(status) && tickets === 0 ? (data.companions ?? before?.companions ?? 0) : 0;
    const offered = queued && before ? offeredPlacesOf(before) : 0;
    const joins = queued && !before?.queueNumber;
    const yields = joins ? await yieldsOfPerson(this.step, userId) : queued ? (before?.yields ?? 0) : 0;
    const columns = {
      status,
      tickets,
      admitted,
      inside: Math.min(admitted, data.inside ?? had?.inside ?? 0),
      companions,
      companionNames: (data.companionNames ?? before?.companionNames ?? []).slice(0, companions),
      checkedInAt: admitted > 0 ? (data.checkedInAt ?? had?.checkedInAt ?? now) : null,
      queueNumber: queued ? (before?.queueNumber ?? ++this.numbers.lastQueued) : null,
      queuedAt: queued ? (before?.queuedAt ?? now) : null,
      yields,
      skipped: queued ? (before?.skipped ?? 0) : 0,
      heldUpSince: queued ? (before?.heldUpSince ?? null) : null,
      placesSaved: queued && (before?.placesSaved ?? false),
      offerExpiresAt: queued ? (before?.offerExpiresAt ?? null) : null,
      offeredPlaces: offered > 0 ? Math.min(offered, partySize({ companions })) : null,
      acceptsPart: data.acceptsPart ?? before?.acceptsPart ?? false,
      updatedAt: now,
      ...(visibility ? { visibility } : {}),
      ...(approval === undefined ? {} : { approval }),
      ...(notes === undefined ? {} : { notes }),
      ...(groupId === undefined ? {} : { groupId }),
    };
    const answer = before
      ? await tx.attendance.update({ where: { id: before.id }, data: { ...columns, version: { increment: 1 } } })
      : await tx.attendance.create({
          data: {
            id: randomUUID(),
            eventId: this.event.id,
            userId,
            guest: data.guest ?? false,
            createdAt: now,
            visibility: 'PRIVATE',
            ...columns,
          },
        });
    this.noteAnswer(before, answer);
    if (joins) this.moves.push(...(await passedBy(this.step, answer)));
    if (data.tickets) this.change(overbook(this.numbers));
    return answer;
  }

  /** First answers of many people at once, in this order in the queue; the caller has looked that they have none. */
  async putNew(answers: readonly { userId: string; status: 'GOING' | 'WAITLISTED'; companions: number }[]): Promise<void> {
    const { now } = this;
    for (let at = 0; at < answers.length; at += MANY) {
      const rows = answers.slice(at, at + MANY).map(({ userId, status, companions }) => {
        const queued = status === 'WAITLISTED' ? { queueNumber: ++this.numbers.lastQueued, queuedAt: now } : {};
        return { id: randomUUID(), eventId: this.event.id, userId, status, companions, createdAt: now, updatedAt: now, ...queued };
      });
      for (const answer of await this.step.tx.attendance.createManyAndReturn({ data: rows })) this.noteAnswer(null, answer);
    }
  }

  /** Takes an answer off the list without a trace, with its scans: its person is gone. */
  async remove(attendance: Attendance): Promise<void> {
    await this.step.tx.checkIn.deleteMany({ where: { attendanceId: attendance.id } });
    await this.step.tx.attendance.delete({ where: { id: attendance.id } });
    this.noteAnswer(attendance, null);
  }

  /** Places that are taken, and those that payments may still sell, keep it up until they are given back and released. */
  setCapacity(capacity: number | null): void {
    this.change(withCapacity(this.numbers, capacity));
  }

  setLottery(lottery: boolean): void {
    this.numbers.lottery = lottery;
  }

  /** What payments told of its sales; the caller has looked that it is news. */
  setSales(sales: Sales): void {
    this.numbers = withSales(this.numbers, sales);
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
        offeredPlaces: null,
        version: { increment: 1 },
        updatedAt: this.now,
        ...(until ? { status: 'INTERESTED', queueNumber: null, queuedAt: null, yields: 0, companions: 0, companionNames: [] } : {}),
      },
    });
    const byId = new Map(ended.map((row) => [row.id, row]));
    for (const before of open) this.noteAnswer(before, byId.get(before.id)!);
  }

  /** Offers what is free, or grants it to payments; writes the counts, tells what happened. The live numbers go out after the commit. */
  async save(): Promise<void> {
    await this.offerFreePlaces();
    const grant = this.grant();
    const saved = await writeCounts(this.step, this.counts, this.numbers);
    await keepMoves(this.step, this.event.id, this.now, this.moves.splice(0));
    const answers = [...this.touched.values()].flatMap(({ before, now }) => (now && !now.guest ? [attendanceChanged(before, now)] : []));
    await this.step.tell(...answers, ...grant);
    if (saved !== this.counts) this.step.push(channels.attendance(this.event.id), saved);
  }

  /** The places that payments should have, where that is not what it was granted last. */
  private grant(): ReturnType<typeof placesGranted>[] {
    const numbers = withGrant(this.numbers);
    if (!numbers) return [];
    this.numbers = numbers;
    return [placesGranted(this.event.id, numbers.grantVersion, numbers.granted)];
  }

  /** Gives free places to the queue, as queue.ts says; whom too few are free for is told so. */
  async offerFreePlaces(): Promise<void> {
    const { step, now, numbers } = this;
    const places = Math.min(freePlaces(numbers), waiting(numbers));
    // Where there are tickets, what is free is sold: nobody is offered a place for nothing.
    if (places <= 0 || numbers.ticketed || !isOpen(this.event, now)) return;
    const { OFFER_HOURS, OFFER_SHORTEST_MINUTES, WAITLIST_SKIPS, WAITLIST_SKIP_HOURS } = step.kept.settings;
    const expiresAt = offerExpiry(now, this.event.startsAt, {
      longestMs: OFFER_HOURS * 3_600_000,
      shortestMs: OFFER_SHORTEST_MINUTES * 60_000,
    });
    const queue = new Map((await headOfQueue(step, this.event.id, places)).map((row) => [row.id, row]));
    const parties = [...queue.values()].map((row) => ({ ...row, size: partySize(row) }));
    const rules = { most: WAITLIST_SKIPS, longestMs: WAITLIST_SKIP_HOURS * 3_600_000 };
    const { offers, heldUp } = serve(parties, freePlaces(numbers), numbers.capacity, now, rules);
    for (const offered of await offerPlaces(step, offers, expiresAt, now)) this.noteAnswer(queue.get(offered.id)!, offered);
    this.moves.push(...(await noteHeldUp(step, queue, heldUp, { now, lastQueued: numbers.lastQueued })));
  }

  private noteAnswer(before: Attendance | null, now: Attendance | null): void {
    this.change(recount(this.numbers, before, now));
    const move = moveOf(before, now);
    if (move) this.moves.push(move);
    const id = (before ?? now)!.id;
    const first = this.touched.get(id);
    this.touched.set(id, { before: first ? first.before : before, now });
  }

  private change(numbers: Numbers): void {
    this.numbers = { ...this.numbers, ...numbers };
  }
}
