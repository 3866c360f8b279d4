import { followPushes, followState, invalidInput, isId, notFound } from '@marquee/platform';
import { channels } from '../../channels';
import type { Context } from '../../context';
import type { Attendance, AttendanceCounts } from '../../generated/prisma/client';
import type { EventService } from '../event/event.service';
import type { EventNode, EventRow } from '../event/event.types';
import { maySeeAttendance } from './attendance-access';
import type { FriendsGoing } from './attendance.loaders';
import { availablePlaces } from './counts';

export interface AttendanceUpdate {
  version: number;
  event: EventNode;
}

/** The answer of somebody who is interested from now on. */
export type InterestShown = Attendance;

/** Answers and numbers, as far as the viewer may see them. */
export class AttendanceService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventService,
  ) {}

  /** Null when it does not exist, or the viewer may not see it or its event. */
  async byId(id: string): Promise<Attendance | null> {
    if (!isId(id)) return null;
    const { caller, loaders } = this.ctx;
    const attendance = await loaders.attendanceById.load(id);
    const event = attendance && (await this.events.byId(attendance.eventId));
    if (!event) return null;
    const manages = await this.events.hasRight(event, 'GUESTS');
    const tie = caller.viewer && (await loaders.tieByUserId.load(attendance.userId));
    return maySeeAttendance(attendance, caller.viewer, { manages, tie }) ? attendance : null;
  }

  /** As the numbers of the event's live message say, or as they are now. */
  async counts(event: EventNode): Promise<AttendanceCounts> {
    const counts = event.countsAtVersion ?? (await this.ctx.loaders.countsByEventId.load(event.id));
    if (!counts) throw notFound('This event');
    return counts;
  }

  available(counts: AttendanceCounts): number | null {
    return availablePlaces(counts);
  }

  async ofViewer(event: EventRow): Promise<Attendance | null> {
    return this.ctx.loaders.viewerAttendanceByEventId.load(event.id);
  }

  async friendsGoing(event: EventRow, first: number): Promise<FriendsGoing> {
    if (first < 0 || first > 100) throw invalidInput('first', 'must be between 0 and 100');
    return this.ctx.loaders.friendsGoing.load({ eventId: event.id, first });
  }

  /** What is called off has no guests any more, whatever they answered. Who declined goes on having declined. */
  async status({ eventId, status }: Attendance): Promise<Attendance['status']> {
    if (status === 'NOT_GOING' || status === 'CANCELLED') return status;
    return (await this.ctx.loaders.eventById.load(eventId))?.status === 'CANCELLED' ? 'CANCELLED' : status;
  }

  /** Of what is told to the person and the team alone: null for everybody else. */
  async privately<T>(attendance: Attendance, told: T): Promise<T | null> {
    return (await this.isPrivy(attendance)) ? told : null;
  }

  /** Of somebody without an account, whom the box office wrote on the ticket. */
  async guestName(attendance: Attendance): Promise<string | null> {
    if (!attendance.guest || !(await this.isPrivy(attendance))) return null;
    return (await this.ctx.loaders.guestNameByOrderId.load(attendance.userId))?.name ?? null;
  }

  /** The group that the person comes with, told to its members too. */
  async groupIdOf(attendance: Attendance): Promise<string | null> {
    const { groupId } = attendance;
    if (groupId === null || this.ctx.viewerId === null) return null;
    // A reference to a group that the viewer may not see is an error: who is no member may not.
    return (await this.ctx.loaders.membershipByGroupId.load(groupId)) === null ? null : groupId;
  }

  async offerExpiresAt(attendance: Attendance): Promise<Date | null> {
    return attendance.offerExpiresAt && (await this.isPrivy(attendance)) ? attendance.offerExpiresAt : null;
  }

  /** The numbers of an event after each change. A message carries the row of counts as it was committed, so it equals a query at that version. */
  async updates(eventId: string): Promise<AsyncIterableIterator<AttendanceUpdate>> {
    const event = await this.events.require(eventId);
    return followState<Context, AttendanceCounts, AttendanceUpdate>(this.ctx, {
      channel: channels.attendance(event.id),
      async look({ services, loaders }, push) {
        const now = await services.events.byId(event.id);
        const counts = now && (push ?? (await loaders.countsByEventId.load(event.id)));
        return counts && { version: counts.version, event: { ...now, countsAtVersion: counts } };
      },
      versionOf: ({ version }) => version,
      version: (await this.ctx.loaders.countsByEventId.load(event.id))?.version ?? 0,
      endsOn: [channels.event(event.id), ...this.events.rightsChannels()],
      everyPush: true,
    });
  }

  /** Who says that they are interested, as they say so, as far as the viewer may see it. */
  async interest(eventId: string): Promise<AsyncIterableIterator<InterestShown>> {
    const event = await this.events.require(eventId);
    return followPushes<Context, { id: string }, InterestShown>(this.ctx, {
      channel: channels.interest(event.id),
      async load({ id }, { services }) {
        const attendance = await services.attendances.byId(id);
        return attendance?.status === 'INTERESTED' ? attendance : null;
      },
      allowed: async ({ services }) => (await services.events.byId(event.id)) !== null,
      endsOn: [channels.event(event.id), ...this.events.rightsChannels()],
    });
  }

  async isPrivy(attendance: Attendance): Promise<boolean> {
    if (this.ctx.viewerId === attendance.userId) return true;
    return this.events.hasRight({ id: attendance.eventId }, 'GUESTS');
  }
}
