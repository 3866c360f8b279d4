/** An event or a time of a group. */
export interface CalendarEntryView {
  /** The event's, or the option's. */
  id: string;
  startTime: Date;
  endTime: Date | null;
  eventId: string | null;
  pollId: string | null;
}
