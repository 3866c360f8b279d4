import { IANAZone } from 'luxon';
import { first, isNode, list, words, type Node } from './schema-org-values';

/** Zones by hour for offsets of which no country tells the zone; signs are turned round in these names. */
const ofWholeHours = (minutes: number): string => (minutes === 0 ? 'UTC' : `Etc/GMT${minutes > 0 ? '-' : '+'}${Math.abs(minutes) / 60}`);

/** Offsets of no whole hours, and a zone that has them. */
const BY_ODD_OFFSET: Readonly<Record<number, string>> = {
  [-570]: 'Pacific/Marquesas',
  [-210]: 'America/St_Johns',
  [-150]: 'America/St_Johns',
  210: 'Asia/Tehran',
  270: 'Asia/Kabul',
  330: 'Asia/Kolkata',
  345: 'Asia/Kathmandu',
  390: 'Asia/Yangon',
  525: 'Australia/Eucla',
  570: 'Australia/Darwin',
  630: 'Australia/Adelaide',
  765: 'Pacific/Chatham',
  825: 'Pacific/Chatham',
};

export interface ZoneQuestion {
  record: Node;
  /** As the address of the place writes it. */
  country: string;
  /** The zone that the importer told for the document. */
  timezone: string;
  /** The start as it is written, and as a moment if it were in the document's zone. */
  start: string;
  moment: number;
}

/**
 * The zone in which an event is told: the one of its schedule; or, with an offset, the document's where that has the same offset then, else
 * one of its country's that has it, else one that has just this offset; without an offset the one zone of its country, where the document's
 * is another country's. `Z` is how machines write moments: it says nothing of where it is.
 */
export function zoneOf({ record, country, timezone, start, moment }: ZoneQuestion): string {
  const schedule = list(record.eventSchedule).find(isNode);
  const told = words(first(schedule?.scheduleTimezone ?? record.scheduleTimezone)).trim();
  if (told && IANAZone.isValidZone(told)) return told;
  const zones = zonesOf(country);
  const offset = offsetOf(start);
  if (offset === null || offset === 0) {
    return zones.length === 1 && !sameClock(zones[0]!, timezone, moment) ? zones[0]! : timezone;
  }
  const has = (zone: string) => IANAZone.create(zone).offset(moment) === offset;
  if (has(timezone)) return timezone;
  return zones.find(has) ?? zoneOfOffset(offset) ?? timezone;
}

const sameClock = (one: string, other: string, moment: number): boolean =>
  one === other || IANAZone.create(one).offset(moment) === IANAZone.create(other).offset(moment);

/** Minutes east of Greenwich that a time is written with; null without, and for `Z`. */
function offsetOf(start: string): number | null {
  const written = /[T ]\S*?([+-])(\d{2}):?(\d{2})?$/.exec(start);
  if (!written) return null;
  const minutes = Number(written[2]) * 60 + Number(written[3] ?? 0);
  return written[1] === '-' ? -minutes : minutes;
}

function zoneOfOffset(minutes: number): string | null {
  const zone = minutes % 60 === 0 ? ofWholeHours(minutes) : BY_ODD_OFFSET[minutes];
  return zone !== undefined && IANAZone.isValidZone(zone) ? zone : null;
}

/** The zones of a country, by its code or its English name; none where it is not known. */
function zonesOf(country: string): readonly string[] {
  const code = /^[a-z]{2}$/i.test(country) ? country.toUpperCase() : codesByName().get(country.toLowerCase());
  if (!code) return [];
  const locale = new Intl.Locale(`und-${code === 'UK' ? 'GB' : code}`) as Intl.Locale & { timeZones?: string[]; getTimeZones?(): string[] };
  return locale.getTimeZones?.() ?? locale.timeZones ?? [];
}

let names: ReadonlyMap<string, string> | null = null;

function codesByName(): ReadonlyMap<string, string> {
  if (names) return names;
  const english = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const found = new Map<string, string>([
    ['usa', 'US'],
    ['united states of america', 'US'],
    ['great britain', 'GB'],
    ['england', 'GB'],
    ['scotland', 'GB'],
    ['wales', 'GB'],
  ]);
  for (const code of letters.flatMap((one) => letters.map((other) => one + other))) {
    const name = english.of(code);
    if (name && !found.has(name.toLowerCase())) found.set(name.toLowerCase(), code);
  }
  return (names = found);
}
