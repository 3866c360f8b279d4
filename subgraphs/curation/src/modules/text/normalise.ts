import { skeleton } from '@marquee/platform/text';

/** A text is judged up to here; what is beyond only costs time. */
export const MOST_CHARACTERS = 20_000;

/**
 * Lower case, accents off, letters and digits alone, one space between words: what is left when a copyist changes the looks. Letters are
 * taken as they look, so that neither invisible characters nor those of another alphabet make another text of it.
 */
export const normalise = (text: string): string =>
  skeleton(text)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** FNV-1a, 32 bits. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value >>> 0;
}
