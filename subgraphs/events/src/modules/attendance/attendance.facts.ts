import type { TicketAtDoor } from '@marquee/schema/topics';
import type { Attendance } from '../../generated/prisma/client';

/** One person's answer after a change of it; null before: it is their first. */
export const attendanceChanged = (before: Attendance | null, now: Attendance) => ({
  topic: 'attendance.changed' as const,
  key: now.eventId,
  payload: {
    attendanceId: now.id,
    version: now.version,
    eventId: now.eventId,
    userId: now.userId,
    status: now.status,
    previousStatus: before?.status ?? null,
    visibility: now.visibility,
    checkedInAt: now.checkedInAt?.toISOString() ?? null,
    offerExpiresAt: now.offerExpiresAt?.toISOString() ?? null,
    approval: now.approval,
  },
});

/**
 * How many places payments may sell from now on. A key of its own: nothing can be sold before it is there, so it does not wait behind the
 * answers of an event that a seed or an import tells in bulk. Its version keeps the order.
 */
export const placesGranted = (eventId: string, version: number, places: number | null) => ({
  topic: 'places.granted' as const,
  key: `${eventId} places`,
  payload: { eventId, version, places },
});

/** What the door did with one ticket, or promises not to do. `refundId`: it answers this request. */
export const ticketAtDoor = (
  ticket: { id: string; eventId: string; doorVersion: number },
  state: TicketAtDoor['state'],
  at: Date,
  refundId?: string,
) => ({
  topic: 'ticket.at_door' as const,
  key: ticket.eventId,
  payload: {
    eventId: ticket.eventId,
    ticketId: ticket.id,
    version: ticket.doorVersion,
    state,
    at: at.toISOString(),
    ...(refundId ? { refundId } : {}),
  },
});

/** Somebody had a place and did not come. */
export const noShow = (
  { id, eventId, userId, companions, tickets }: Pick<Attendance, 'id' | 'eventId' | 'userId' | 'companions' | 'tickets'>,
  endsAt: Date,
) => ({
  topic: 'attendance.no_show' as const,
  key: eventId,
  payload: { attendanceId: id, version: 1, eventId, userId, people: tickets || 1 + companions, endedAt: endsAt.toISOString() },
});
