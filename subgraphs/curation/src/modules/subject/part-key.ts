import { createHash } from 'node:crypto';

const MOST_CHARACTERS = 255;

/** The idempotency key of one decision of many. Hashed where a key has no room for it: two long keys that end alike are two. */
export function partKey(key: string, id: string): string {
  const whole = `${key}:${id}`;
  return whole.length <= MOST_CHARACTERS ? whole : createHash('sha256').update(whole).digest('base64url');
}
