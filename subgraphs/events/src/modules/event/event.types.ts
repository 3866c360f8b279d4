import type { AttendanceCounts, Event, EventTeamMember, Venue } from '../../generated/prisma/client';

export type EventRow = Event;

/** An event on its way to a client: the row, and what the query that found it knows beside it. */
export type EventNode = EventRow & {
  /** The numbers as a live message tells them; otherwise the present ones are loaded. */
  countsAtVersion?: AttendanceCounts;
  /** Kilometres from the point of the search that found it. */
  distanceKm?: number | null;
};

/** An event with all that its domain event tells; of its counts, the capacity; of its team, the members. */
export type WholeEvent = EventRow & {
  venue: Venue | null;
  counts: (Pick<AttendanceCounts, 'capacity'> & Partial<Pick<AttendanceCounts, 'pendingCapacity'>>) | null;
  team: readonly Pick<EventTeamMember, 'userId' | 'role'>[];
};

/** What an organiser asks of guests: of the row, or of a version of it. */
export type RequirementsView = Pick<EventRow, 'requiresApproval' | 'invitationOnly' | 'minPoints' | 'minRating'>;
