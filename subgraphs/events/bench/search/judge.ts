import { DateTime } from 'luxon';
import { metresBetween } from '../../src/modules/venue/distance';
import { AUDIENCES, type Rule } from './judged';

/** A record of the calendar as its publisher wrote it, moved in time. */
export interface JudgedEvent {
  eventId: string;
  title: string;
  keywords: string;
  description: string;
  venue: string;
  address: string;
  organiser: string;
  latitude: number | null;
  longitude: number | null;
  startsAt: Date;
  endsAt: Date;
  /** Dollars; null where none is told. */
  price: number | null;
}

const LONG_MS = 24 * 3_600_000;
const TOUCHED = 1;
const FAIR = 2;
const GOOD = 3;

/** How good an answer the event is: 3 very good, 2 good, 1 fair, 0 none. */
export function gradeOf(event: JudgedEvent, rule: Rule): number {
  if (rule.free && event.price !== 0) return 0;
  if (rule.under !== undefined && (event.price === null || event.price > rule.under)) return 0;
  const grades = [
    rule.about ? degree(rule.about, event, [event.title]) : GOOD,
    rule.organiser ? (rule.organiser.test(event.organiser) ? GOOD : 0) : GOOD,
    rule.venue ? venueDegree(rule.venue, event) : GOOD,
    rule.audience ? degree(AUDIENCES[rule.audience], event, [event.title, event.keywords]) : GOOD,
    placeDegree(rule, event),
    rule.on ? timeDegree(rule.on, event) : GOOD,
  ];
  return Math.min(...grades);
}

function degree(words: RegExp, { keywords, description }: JudgedEvent, first: readonly string[]): number {
  if (first.some((text) => words.test(text))) return GOOD;
  if (words.test(keywords)) return FAIR;
  return words.test(description) ? TOUCHED : 0;
}

function venueDegree(words: RegExp, { venue, address, title, description }: JudgedEvent): number {
  if (words.test(venue) || words.test(address)) return GOOD;
  return words.test(title) || words.test(description) ? TOUCHED : 0;
}

function placeDegree({ within, address }: Rule, event: JudgedEvent): number {
  if (!within && !address) return GOOD;
  if (address && (address.test(event.address) || address.test(event.venue))) return GOOD;
  if (within && event.latitude !== null && event.longitude !== null) {
    const [latitude, longitude, km] = within;
    const far = metresBetween({ latitude, longitude }, { latitude: event.latitude, longitude: event.longitude });
    if (far <= km * 1000) return GOOD;
    if (far <= km * 1500) return TOUCHED;
  }
  return address?.test(event.title) ? FAIR : 0;
}

/** Whoever asks for an evening wants what begins then more than what is open for weeks. */
function timeDegree([from, to]: readonly [string, string], { startsAt, endsAt }: JudgedEvent): number {
  const [begin, end] = [from, to].map((text) => DateTime.fromISO(text, { zone: 'America/Toronto' }).toJSDate());
  if (startsAt >= end! || endsAt <= begin!) return 0;
  const evening = end!.getTime() - begin!.getTime() < LONG_MS;
  return evening && endsAt.getTime() - startsAt.getTime() > LONG_MS ? TOUCHED : GOOD;
}
