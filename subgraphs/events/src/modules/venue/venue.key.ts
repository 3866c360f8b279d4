/**
 * By what two tellings of a place are recognised as one: name, address and city without case, accents, punctuation and double spaces.
 * Coordinates are left out: sources disagree about them by some metres.
 */
export const venueKey = (venue: { name: string; address: string | null; city: string | null }): string =>
  [venue.name, venue.address ?? '', venue.city ?? ''].map(plain).join('|');

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
