/** Minutes of the day: `22:30` is 1350; null for what is no time of day. */
export function minutesOf(written: string): number | null {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(written) ?? [];
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes);
}

/** As it is written: 1350 is `22:30`. */
export const timeOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
