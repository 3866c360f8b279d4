import { DateTime, IANAZone } from 'luxon';

/** A time as a clock on the wall of some zone shows it: 2026-05-01T19:30:00. Texts of this form sort as their times do. */
export type WallTime = string;

const WALL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/;
const DAY = 86_400_000;

/** Null for what is no time on any clock. Seconds may be left out. */
export function wallTime(text: string): WallTime | null {
  if (!WALL.test(text)) return null;
  const whole = text.length === 16 ? `${text}:00` : text;
  const read = DateTime.fromISO(whole, { zone: 'utc' });
  return read.isValid && read.hour === Number(whole.slice(11, 13)) ? whole : null;
}

/** As if the clock were in UTC: milliseconds in which one can reckon days and weeks. */
export const wallMillis = (wall: WallTime): number => Date.parse(`${wall}Z`);

export const wallOfMillis = (millis: number): WallTime => new Date(millis).toISOString().slice(0, 19);

export const wallOf = (at: Date, zone: string): WallTime => DateTime.fromJSDate(at, { zone }).toFormat("yyyy-MM-dd'T'HH:mm:ss");

/**
 * When it is that time in the zone (RFC 5545, 3.3.5): of two instants, as the clocks go back, the first; a time that the clocks skip is told
 * by the offset before they do, so that 2:30 of that night is 3:30.
 */
export function instantOf(wall: WallTime, zone: string): Date {
  const clock = IANAZone.create(zone);
  const millis = wallMillis(wall);
  const at = (offset: number) => millis - offset * 60_000;
  const [before, after] = [clock.offset(millis - DAY), clock.offset(millis + DAY)];
  const fits = [before, after].filter((offset) => clock.offset(at(offset)) === offset).map(at);
  return new Date(fits.length > 0 ? Math.min(...fits) : at(before));
}
