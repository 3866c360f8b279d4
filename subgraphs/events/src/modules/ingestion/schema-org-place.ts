import { first, hasType, isNode, list, termOf, webAddress, words, type Node } from './schema-org-values';
import { cleanLine, shorten } from './text';

const MAX_NAME = 200;
const MAX_ADDRESS = 300;
const MAX_CITY = 100;

export interface VenueRecord {
  name: string;
  address: string | null;
  city: string | null;
  latitude: number | null;
  longitude: number | null;
}

/** Where an event takes place, as its `location` tells it. */
export interface PlaceRecord {
  venue: VenueRecord | null;
  /** The name by which the record's place is known in ids; empty where only its town is told. */
  knownAs: string;
  /** Where it is watched. */
  onlineUrl: string | null;
  online: boolean;
  /** As the address writes it: a code or a name. */
  country: string;
}

/** Reads the places, addresses, web addresses and names that a `location` may hold, one or several. */
export function readPlace(location: unknown, notes: string[]): PlaceRecord {
  const told = list(location);
  const virtual = told.filter((item) => hasType(item, 'VirtualLocation') || (typeof item === 'string' && webAddress(item) !== null));
  const places = told.filter((item) => !virtual.includes(item) && (isNode(item) || cleanLine(words(item)) !== ''));
  const read = readVenue(places[0], notes);
  if (read.venue && places.length > 1) notes.push('several places are told: only the first is taken');
  return { ...read, onlineUrl: virtual.map(webAddress).find((address) => address !== null) ?? null, online: virtual.length > 0 };
}

const NOWHERE = { venue: null, knownAs: '', country: '' };

function readVenue(place: unknown, notes: string[]): Pick<PlaceRecord, 'venue' | 'knownAs' | 'country'> {
  if (!isNode(place)) {
    const name = shorten(cleanLine(words(place)), MAX_NAME);
    return name ? { venue: { name, address: null, city: null, latitude: null, longitude: null }, knownAs: name, country: '' } : NOWHERE;
  }
  const within = first(place.containedInPlace);
  const told = hasType(place, 'PostalAddress') ? place : (first(place.address) ?? (isNode(within) ? first(within.address) : undefined));
  const address = isNode(told) ? told : null;
  const street = cleanLine(words(address ? address.streetAddress : told)) || null;
  const city = shorten(cleanLine(words(address?.addressLocality)), MAX_CITY) || null;
  const country = cleanLine(countryOf(address?.addressCountry));
  const known = cleanLine(words(place.name)) || street;
  const name = known ?? city ?? (cleanLine(words(address?.addressRegion)) || country);
  if (!name) return NOWHERE;
  const point = pointOf(place);
  if (!point) notes.push('the place has no coordinates');
  const venue = { name: shorten(name, MAX_NAME), address: street && shorten(street, MAX_ADDRESS), city };
  return {
    venue: { ...venue, latitude: point?.latitude ?? null, longitude: point?.longitude ?? null },
    knownAs: known ? venue.name : '',
    country,
  };
}

const countryOf = (value: unknown): string => {
  const country = first(value);
  return isNode(country) ? words(country.name) || termOf(country) : words(country);
};

/** Of its `geo`, or told of the place itself. Null Island is where machines put what they do not know. */
function pointOf(place: Node): { latitude: number; longitude: number } | null {
  const geo = first(place.geo);
  const pair = isNode(geo) ? null : pairIn(words(geo));
  const from = isNode(geo) ? geo : place;
  const latitude = coordinate(pair ? pair[0] : from.latitude, 90);
  const longitude = coordinate(pair ? pair[1] : from.longitude, 180);
  return latitude === null || longitude === null || (latitude === 0 && longitude === 0) ? null : { latitude, longitude };
}

/** `43.65,-79.38`, `geo:43.65,-79.38`, `43,65; -79,38`. */
function pairIn(text: string): [string, string] | null {
  const bare = text.trim().replace(/^geo:/i, '');
  const parts = bare.includes(';') ? bare.split(';') : bare.split(/,\s*|\s+/);
  return parts.length === 2 ? [parts[0]!, parts[1]!] : null;
}

/** A number, or a text with a point or a comma in it. */
function coordinate(value: unknown, limit: number): number | null {
  const text = words(value).trim().replace(',', '.');
  const number = text ? Number(text) : NaN;
  return Number.isFinite(number) && Math.abs(number) <= limit ? number : null;
}
