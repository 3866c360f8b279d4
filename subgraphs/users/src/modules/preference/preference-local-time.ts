const DAY_MS = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    const parts = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
    formats.set(timeZone, (format = new Intl.DateTimeFormat('en-US', { ...parts, timeZone, hourCycle: 'h23' })));
  }
  return format;
}

/** What the clocks of a zone show at an instant, as if it were UTC: to reckon with days and hours as people there do. */
export function wallClock(instant: Date, timeZone: string): Date {
  const part = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  return new Date(Date.UTC(part['year']!, part['month']! - 1, part['day'], part['hour'], part['minute'], part['second']));
}

/** When the clocks of a zone show this. Of an hour that comes twice the first; of one that is left out as much later as it is left out. */
export function instantOf(wall: Date, timeZone: string): Date {
  const offsetAt = (instant: number) => wallClock(new Date(instant), timeZone).getTime() - Math.floor(instant / 1000) * 1000;
  const [before, after] = [offsetAt(wall.getTime() - DAY_MS), offsetAt(wall.getTime() + DAY_MS)];
  const fitting = [wall.getTime() - before, wall.getTime() - after].filter((at) => at + offsetAt(at) === wall.getTime());
  return new Date(fitting.length > 0 ? Math.min(...fitting) : wall.getTime() - before);
}

/** A time of day in minutes, on the day of a wall clock or so many days later. */
export const onDay = (wall: Date, minutes: number, daysLater = 0): Date =>
  new Date(Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth(), wall.getUTCDate() + daysLater, 0, minutes));

export const minutesOfDay = (wall: Date): number => wall.getUTCHours() * 60 + wall.getUTCMinutes();
