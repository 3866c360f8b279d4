import { createHash } from 'node:crypto';

/**
 * By what two tellings of a place are recognised as one: name, address and city without case, accents, punctuation and double spaces.
 * Coordinates are left out: sources disagree about them by some metres.
 */
export function venueKey(venue: { name: string; address: string | null; city: string | null }): string {
  const key = [venue.name, venue.address ?? '', venue.city ?? ''].map(plain).join('|');
  return key.length <= MAX_KEY ? key : createHash('sha256').update(key).digest('hex');
}

/** More than this does not fit into a page of the index once it is written in bytes (some characters come apart into many). */
const MAX_KEY = 600;

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
