/** Content types by the ending of a key. */
const TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
  avif: 'image/avif',
  zip: 'application/zip',
  json: 'application/json',
  jsonld: 'application/ld+json',
  pdf: 'application/pdf',
  csv: 'text/csv; charset=utf-8',
  ics: 'text/calendar; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  jsonl: 'application/jsonl; charset=utf-8',
  bin: 'application/octet-stream',
};

/** Words of small letters, digits and dashes, divided by slashes, and one ending: a key leads nowhere but below its store. */
const KEY = /^(?:[a-z0-9][a-z0-9-]*\/){1,6}[a-z0-9][a-z0-9-]*\.([a-z0-9]{1,6})$/;
const MAX_LENGTH = 200;
const PUBLIC = 'public/';
const LASTING = 'public/images/';

export const isFileKey = (value: string): boolean => value.length <= MAX_LENGTH && Object.hasOwn(TYPES, KEY.exec(value)?.[1] ?? '');

export const isPublicKey = (key: string): boolean => key.startsWith(PUBLIC);

/** Our own keys are right; one that is not would be a path that leads somewhere. */
export function requireFileKey(key: string): string {
  if (!isFileKey(key)) throw new Error(`"${key}" cannot be the key of a file.`);
  return key;
}

export const contentTypeOf = (key: string): string => TYPES[KEY.exec(key)?.[1] ?? 'bin'] ?? TYPES['bin']!;

/** The ending of keys of this content type; undefined for a type that is not kept. */
export const endingOf = (contentType: string): string | undefined => Object.keys(TYPES).find((ending) => TYPES[ending] === contentType);

/**
 * A public file never changes under its address. But it can go, when its person replaces it or leaves: copies of it, in caches that nobody
 * reaches, outlive it by a day at most. What is drawn anew in many sizes has its own content in its address: who has seen it keeps it for a
 * year, caches that many share ask again after a day.
 */
export const cacheControlOf = (key: string): string => {
  if (!isPublicKey(key)) return 'private, no-store';
  return key.startsWith(LASTING) ? 'public, max-age=31536000, s-maxage=86400, immutable' : 'public, max-age=86400, immutable';
};
