import type { AttendanceCounts, Event, Venue } from '../../generated/prisma/client';

export type EventRow = Event;

/** An event on its way to a client: the row, and what whoever fetched it knows beside it. */
export type EventNode = EventRow & {
  /** The numbers of a certain moment, for live messages; otherwise the present ones are loaded. */
  countsThen?: AttendanceCounts;
  /** Kilometres from the point of the search that found it. */
  distanceKm?: number | null;
};

/** An event with all that its domain event tells. */
export type WholeEvent = EventRow & { venue: Venue | null; counts: AttendanceCounts | null };
