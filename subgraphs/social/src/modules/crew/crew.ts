const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How long a crew stays after what it is around is over. */
const STAYS_MS = 7 * DAY_MS;
const USUAL_MS = 30 * DAY_MS;
const LONGEST_MS = 90 * DAY_MS;

/** When a crew ends that is around this event; `at` is when this became known of it. */
export function endOfEventCrew(event: { status: string; deleted: boolean; endsAt: Date }, at: Date): Date {
  const isOff = event.deleted || event.status === 'CANCELLED';
  return new Date((isOff ? Math.min(event.endsAt.getTime(), at.getTime()) : event.endsAt.getTime()) + STAYS_MS);
}

export const usualEnd = (now: Date): Date => new Date(now.getTime() + USUAL_MS);

/** Whether a crew around a venue or an area may end then. */
export const isPossibleEnd = (endsAt: Date, now: Date): boolean =>
  endsAt.getTime() >= now.getTime() + HOUR_MS && endsAt.getTime() <= now.getTime() + LONGEST_MS;
