import { metresBetween } from '../venue/distance';
import { namesAnother } from './distinct-titles';
import { normalise } from '../text/plain-text';

/** What two tellings of one event are compared by. */
export interface Telling {
  title: string;
  startsAt: Date;
  venue: { name: string; key: string; latitude: number | null; longitude: number | null } | null;
}

/** Sources round differently, and some tell when the doors open. */
export const SAME_START_MS = 15 * 60_000;
/** Two pins on one building. */
const SAME_PLACE_METRES = 300;
/** Share of trigrams that two titles must have in common. */
export const ALIKE = 0.6;

/**
 * Are these one event? They start within a quarter of an hour of each other, and either have the same title and nothing says that the
 * places differ, or titles that are much alike, name nothing that the other does not, and certainly the same place.
 */
export function isSameEvent(a: Telling, b: Telling): boolean {
  if (Math.abs(a.startsAt.getTime() - b.startsAt.getTime()) > SAME_START_MS) return false;
  const place = samePlace(a.venue, b.venue);
  if (normalise(a.title) === normalise(b.title)) return place !== false;
  return place === true && likeness(a.title, b.title) >= ALIKE && !namesAnother(a.title, b.title);
}

/** Null when one of them does not tell its place. */
function samePlace(a: Telling['venue'], b: Telling['venue']): boolean | null {
  if (!a || !b) return null;
  if (a.key === b.key || normalise(a.name) === normalise(b.name)) return true;
  if (a.latitude === null || a.longitude === null || b.latitude === null || b.longitude === null) return false;
  return (
    metresBetween({ latitude: a.latitude, longitude: a.longitude }, { latitude: b.latitude, longitude: b.longitude }) <= SAME_PLACE_METRES
  );
}

/** Jaccard similarity of the trigrams of all words, 0 to 1: what pg_trgm's `similarity` returns, so that both sides of the import agree. */
export function likeness(a: string, b: string): number {
  const [one, other] = [trigrams(a), trigrams(b)];
  const common = [...one].filter((trigram) => other.has(trigram)).length;
  const all = one.size + other.size - common;
  return all === 0 ? 0 : common / all;
}

function trigrams(text: string): Set<string> {
  const found = new Set<string>();
  for (const word of normalise(text).split(' ')) {
    const padded = `  ${word} `;
    for (let at = 0; word && at + 3 <= padded.length; at++) found.add(padded.slice(at, at + 3));
  }
  return found;
}
