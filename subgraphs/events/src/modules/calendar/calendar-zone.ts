import { DateTime, IANAZone } from 'luxon';

const HOUR = 3_600_000;

/** When the clocks of a zone change: from then on. */
interface Transition {
  at: Date;
  from: number;
  to: number;
  name: string;
  summer: boolean;
}

/**
 * A VTIMEZONE (RFC 5545, 3.6.5) that says how the clocks of a zone go from before the first to after the last of some instants: one part for
 * each change, so that it is right also where the rules themselves change.
 */
export function timezoneLines(zone: string, first: Date, last: Date): string[] {
  const start = DateTime.fromJSDate(first, { zone }).startOf('year').minus({ months: 6 });
  const end = DateTime.fromJSDate(last, { zone }).endOf('year').plus({ months: 1 });
  const changes = transitions(zone, start.toMillis(), end.toMillis());
  const offset = IANAZone.create(zone).offset(start.toMillis());
  const before: Transition = {
    at: start.toJSDate(),
    from: offset,
    to: offset,
    name: nameAt(zone, start.toMillis()),
    summer: start.isInDST,
  };
  return ['BEGIN:VTIMEZONE', `TZID:${zone}`, ...[before, ...changes].flatMap(partOf), 'END:VTIMEZONE'];
}

function partOf({ at, from, to, name, summer }: Transition): string[] {
  const kind = summer ? 'DAYLIGHT' : 'STANDARD';
  // The onset is told by the clock as it went before it.
  const onset = DateTime.fromMillis(at.getTime() + from * 60_000, { zone: 'utc' }).toFormat("yyyyMMdd'T'HHmmss");
  return [`BEGIN:${kind}`, `DTSTART:${onset}`, `TZOFFSETFROM:${hours(from)}`, `TZOFFSETTO:${hours(to)}`, `TZNAME:${name}`, `END:${kind}`];
}

function transitions(zone: string, start: number, end: number): Transition[] {
  const { offset } = { offset: (at: number) => IANAZone.create(zone).offset(at) };
  const found: Transition[] = [];
  for (let at = start; at < end; at += 7 * 24 * HOUR) {
    const next = Math.min(end, at + 7 * 24 * HOUR);
    if (offset(at) === offset(next)) continue;
    let [low, high] = [at, next];
    while (high - low > 1000) {
      const middle = Math.floor((low + high) / 2);
      if (offset(middle) === offset(at)) low = middle;
      else high = middle;
    }
    const instant = Math.round(high / 1000) * 1000;
    const summer = DateTime.fromMillis(instant + HOUR, { zone }).isInDST;
    found.push({ at: new Date(instant), from: offset(at), to: offset(next), name: nameAt(zone, instant + HOUR), summer });
  }
  return found;
}

const nameAt = (zone: string, at: number): string => (DateTime.fromMillis(at, { zone }).offsetNameShort ?? zone).replace(/[^\w+-]/g, '');

function hours(minutes: number): string {
  const size = Math.abs(minutes);
  const two = (value: number) => String(Math.trunc(value)).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(size / 60)}${two(size % 60)}`;
}
