/** The hours of the door around an event, and how long before it opens we begin to ask it. */
export interface DoorHours {
  before: number;
  after: number;
}

const HOUR = 3_600_000;
/** A door does not open sooner after its time was moved: until then everybody has heard of it. */
const NOTICE_MS = 10 * 60_000;

/** Is the door open, or about to be? Then it has the last word on whether a ticket is used. */
export function doorDecides(event: { startsAt: Date; endsAt: Date }, now: Date, hours: DoorHours): boolean {
  const from = event.startsAt.getTime() - hours.before * HOUR - NOTICE_MS;
  const until = event.endsAt.getTime() + hours.after * HOUR + NOTICE_MS;
  return now.getTime() >= from && now.getTime() < until;
}
