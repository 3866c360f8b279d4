import { setting, z } from '@marquee/platform';
import { IANAZone } from 'luxon';
import { MOST_YIELDS } from './modules/attendance/queue-order';

/** Settings of this subgraph alone; DATABASE_URL_EVENTS, REDIS_URL, PORT and the like are read by the platform. */
export const settings = {
  /** Whose calendar counts for days in the words of a search, when an app does not tell where its people are. */
  SEARCH_TIMEZONE: z
    .string()
    .default('America/Toronto')
    .refine((name) => IANAZone.isValidZone(name), 'must be an IANA time zone such as America/Toronto'),
  /** Of more finds than these a search counts a sample: one in 32. */
  SEARCH_COUNTS_EACH: setting.whole(10_000, 1),
  /** Hours a freed place is held for the head of the waiting list, when there is plenty of time. */
  OFFER_HOURS: setting.whole(24, 1),
  /**
   * Of events, places of their own, and imported events a new account may bring so many in an hour; a known one ten, a trusted one a hundred
   * times as many.
   */
  NEW_ACCOUNT_DRAFTS: setting.whole(20, 1),
  NEW_ACCOUNT_VENUES: setting.whole(20, 1),
  NEW_ACCOUNT_IMPORTED_EVENTS: setting.whole(200, 1),
  /** Pictures a new account may send in a day; a known one ten, a trusted one a hundred times as many. */
  NEW_ACCOUNT_IMAGES: setting.whole(30, 1),
  /**
   * `on`: pictures of published events that lie elsewhere are fetched once, and shown from here. Left out: `on` in production, and off
   * where people develop, so that a demo world asks no hundred servers.
   */
  REMOTE_IMAGES: z.enum(['on', 'off']).optional(),
  NODE_ENV: z.string().optional(),
  /** Hosts (`host` or `host:port`, with commas between) that sources may be read from though they lie inside a network. */
  SOURCES_INSIDE: z
    .string()
    .default('')
    .transform((hosts) => hosts.split(',').flatMap((host) => host.trim().toLowerCase() || [])),
  /** Where sources of the format EVENTBRITE are listed; each brings a token of its own. */
  EVENTBRITE_API: setting.url('https', 'http').default('https://www.eventbriteapi.com/v3'),
  /** Where public transport stops: a file `stops.txt` of GTFS. Left out: no place has a transit score. */
  TRANSIT_STOPS: z.string().min(1).optional(),
  /** Where forecasts for outdoor events are asked for, by Open-Meteo's API (`https://api.open-meteo.com`). Without it there are none. */
  WEATHER_API: setting.url('https', 'http').optional(),
  /**
   * Where numbers of events that are over, and what people did, are sent for evaluation: an address that takes lines of JSON (https, or http
   * inside a network), `files` for the store of files, or `off`.
   */
  WAREHOUSE: z
    .union([z.enum(['off', 'files']), setting.url('https', 'http')], { error: 'must be off, files or a web address' })
    .default('off'),
  /** Sent to that address as a bearer. */
  WAREHOUSE_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  /** Minutes it is held at least, however near the start. */
  OFFER_SHORTEST_MINUTES: setting.whole(15, 1),
  /** How often smaller parties of the waiting list may be served past a larger one, and for how many hours: then places are kept for it. */
  WAITLIST_SKIPS: setting.whole(3, 0),
  WAITLIST_SKIP_HOURS: setting.whole(24, 0),
  /** Whose reliability is less, in hundredths, stands in a waiting list behind so many parties that come later. */
  WAITLIST_RELIABILITY: setting.whole(70, 0),
  WAITLIST_YIELDS: z.coerce.number().int().min(0).max(MOST_YIELDS).default(3),
  /** Minutes for which the entries of a lottery stand before it is drawn. */
  LOTTERY_LOOK_MINUTES: setting.whole(15, 0),
  /** How often guests of one event may be told something in a day. */
  ANNOUNCEMENTS_A_DAY: setting.whole(3, 1),
  /** Hours before the start at which the door opens. */
  DOOR_OPENS_HOURS: setting.whole(6, 0),
  /** Hours after the end at which it closes. */
  DOOR_CLOSES_HOURS: setting.whole(6, 0),
  /** Hours after that in which scans are taken in that were made without network; then it is told who did not come. */
  DOOR_UPLOAD_HOURS: setting.whole(24, 0),
  /** Minutes for which it stays shut after the start was moved, so that everybody knows of it. */
  DOOR_NOTICE_MINUTES: setting.whole(10, 0),
};

export type Settings = z.infer<z.ZodObject<typeof settings>>;

/** The only place where this package touches the process's environment. */
export const environment = process.env;
