import { invalidInput, isId, notAllowed, notFound, once, Refusal } from '@marquee/platform';
import type { Tools } from '../../context';
import type { Attendance, AttendanceCounts } from '../../generated/prisma/client';
import type { Visibility } from '../../generated/prisma/enums';
import { mayManageAttendees } from '../event/event.access';
import type { EventNode, EventRow } from '../event/event.row';
import { isOpen } from '../event/event.status';
import type { VisibleEvents } from '../event/event.visible';
import { maySeeAttendance } from './attendance.access';
import type { Rsvp } from './attendance.input';
import type { FriendsGoing } from './attendance.loaders';
import { freePlaces } from './counts';
import { GuestList, readLocked, type GuestListOptions, type ListedEvent } from './guest-list';
import { answer } from './rsvp';
import { takeTurn } from './turns';

/** Answers to events: giving them, and reading those that the viewer may see. */
export class AttendanceService {
  constructor(
    private readonly tools: Tools,
    private readonly visible: VisibleEvents,
    /** Only a test reads the counts in another way, to show what happens without their lock. */
    private readonly read: GuestListOptions['read'] = readLocked,
  ) {}

  async rsvp({ eventId, status, visibility, idempotencyKey }: Rsvp): Promise<Attendance> {
    const { db, caller, viewer } = this.tools;
    const { id: userId } = viewer();
    const event = await this.visible.require(eventId);
    // Read now: whoever holds a connection must not wait for a second one.
    const usual = await this.usualVisibility(userId);
    const request = { principal: userId, operation: 'rsvp', key: idempotencyKey, args: { eventId: event.id, status, visibility } };
    const id = await takeTurn(event.id, () =>
      db.transaction((tx, after) =>
        once(tx, request, async () => {
          const list = await GuestList.open(
            { runtime: this.tools, tx, after, correlationId: caller.correlationId, read: this.read },
            event.id,
          );
          if (!list) throw notFound('This event');
          refuseClosed(list.event, list.now);
          const before = await list.find(userId);
          const outcome = answer(before, status, list.hasFreePlace);
          if (outcome.kind === 'held by ticket') throw hasTicket();
          if (outcome.kind === 'already inside') throw notAllowed('You were let in: your place cannot be given back any more.');
          const becomes = outcome.kind === 'become' ? outcome.status : outcome.kind === 'queue' ? 'WAITLISTED' : before!.status;
          const shown = visibility ?? before?.visibility ?? usual;
          const unchanged = before && becomes === before.status && shown === before.visibility;
          const attendance = unchanged ? before : await list.put(before, userId, { status: becomes, visibility: shown });
          await list.save();
          return attendance.id;
        }),
      ),
    );
    return db.prisma.attendance.findUniqueOrThrow({ where: { id } });
  }

  /** As the numbers of the event's live message say, or as they are now. */
  async counts(event: EventNode): Promise<AttendanceCounts> {
    const counts = event.countsThen ?? (await this.tools.loaders.countsByEventId.load(event.id));
    if (!counts) throw notFound('This event');
    return counts;
  }

  available(counts: AttendanceCounts): number | null {
    return counts.capacity === null ? null : freePlaces(counts);
  }

  async ofViewer(event: EventRow): Promise<Attendance | null> {
    return this.tools.loaders.viewerAttendanceByEventId.load(event.id);
  }

  async friendsGoing(event: EventRow, first: number): Promise<FriendsGoing> {
    if (first < 0 || first > 100) throw invalidInput('first', 'first must be between 0 and 100.');
    return this.tools.loaders.friendsGoing.load({ eventId: event.id, first });
  }

  /** Null when there is none, or the viewer may not see it or its event. */
  async byId(id: string): Promise<Attendance | null> {
    if (!isId(id)) return null;
    const attendance = await this.tools.loaders.attendanceById.load(id);
    const event = attendance && (await this.visible.byId(attendance.eventId));
    if (!event) return null;
    const { caller, loaders } = this.tools;
    const manages = mayManageAttendees(event, caller.viewer);
    const tie = caller.viewer && !manages ? await loaders.tieByUserId.load(attendance.userId) : null;
    return maySeeAttendance(attendance, caller.viewer, { manages, tie }) ? attendance : null;
  }

  /** From 1; null when not waiting, while a place is offered, and for everybody but that person and the organiser. */
  async waitlistPosition(attendance: Attendance): Promise<number | null> {
    if (attendance.status !== 'WAITLISTED' || attendance.offerExpiresAt || !(await this.isPrivy(attendance))) return null;
    const row = await this.tools.loaders.queuedBeforeByAttendanceId.load(attendance.id);
    return row ? row.before + 1 : null;
  }

  async offerExpiresAt(attendance: Attendance): Promise<Date | null> {
    return attendance.offerExpiresAt && (await this.isPrivy(attendance)) ? attendance.offerExpiresAt : null;
  }

  private async isPrivy(attendance: Attendance): Promise<boolean> {
    const { viewer } = this.tools.caller;
    if (viewer?.id === attendance.userId) return true;
    const event = await this.tools.loaders.eventById.load(attendance.eventId);
    return event !== null && mayManageAttendees(event, viewer);
  }

  private async usualVisibility(userId: string): Promise<Visibility> {
    return (await this.tools.loaders.personById.load(userId))?.attendanceVisibility ?? 'PRIVATE';
  }
}

export function refuseClosed(event: ListedEvent, now: Date): void {
  if (isOpen(event, now)) return;
  const why =
    event.status === 'PUBLISHED'
      ? 'This event is over.'
      : `This event takes no answers: it is ${event.status.toLowerCase().replace('_', ' ')}.`;
  throw new Refusal('EventNotOpen', 'NOT_ALLOWED_NOW', why, { status: event.status });
}

const hasTicket = () => new Refusal('HasTicket', 'NOT_ALLOWED_NOW', 'A ticket holds your place. Ask for a refund of the ticket to leave.');
