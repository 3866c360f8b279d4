import { skeleton } from '@marquee/platform';
import { normalise } from '../text/normalise';

/** What of an event a reader judges by. */
export interface Wording {
  title: string;
  description: string;
  tags: readonly string[];
}

/** The approved and the proposed content. */
export interface Content extends Wording {
  imageUrl: string | null;
  venueId: string | null;
}

/** Smaller than this share of the words, a change of a text that passes the screening need not be read by a human. */
const SMALL = 0.2;
/** A title is few words, and most people read nothing else: of it, less than half may change so. */
const SMALL_TITLE = 0.5;

/** What has an address in it, however that is written: a scheme, or a name that ends like a domain. Looks at most 25 letters ahead. */
const ADDRESS = /:\/\/|[\p{L}\p{N}]\.\p{L}{2,24}(?![\p{L}\p{N}])/u;
/** Brackets, quotation marks and full stops around a word are no part of it. */
const EDGES = /^[^\p{L}\p{N}]+|(?<![^\p{L}\p{N}/])[^\p{L}\p{N}/]+$/gu;

/** 0 to 1: the words that were taken out or put in, whichever are more, of the longer of the two texts. Order does not count. */
export function changedShare(before: string, after: string): number {
  const [one, other] = [wordsOf(before), wordsOf(after)];
  const longer = Math.max(one.length, other.length);
  if (longer === 0) return 0;
  const left = new Map<string, number>();
  for (const word of one) left.set(word, (left.get(word) ?? 0) + 1);
  let kept = 0;
  for (const word of other) {
    const count = left.get(word) ?? 0;
    if (count === 0) continue;
    left.set(word, count - 1);
    kept++;
  }
  return (longer - kept) / longer;
}

/**
 * May this change go on show without a human, given that the screening passes it? `approved`: what a person approved last; null when
 * nobody did, and then nothing is small.
 */
export function isSmallChange(approved: Content | null, proposed: Content, { newOnlineUrl }: { newOnlineUrl: boolean }): boolean {
  if (!approved || newOnlineUrl) return false;
  const isNew = (before: string | null, after: string | null) => after !== null && after !== before;
  if (isNew(approved.imageUrl, proposed.imageUrl) || isNew(approved.venueId, proposed.venueId)) return false;
  if (hasNewLink(textOf(approved), textOf(proposed))) return false;
  return changedShare(textOf(approved), textOf(proposed)) < SMALL && changedShare(approved.title, proposed.title) < SMALL_TITLE;
}

function hasNewLink(before: string, after: string): boolean {
  const known = new Set(linksOf(before));
  return linksOf(after).some((link) => !known.has(link));
}

/** Word by word, so that no text keeps the process busy; with the letters as they look. */
const linksOf = (text: string): string[] =>
  skeleton(text)
    .split(/\s+/u)
    .filter((word) => ADDRESS.test(word))
    .map((word) => word.replace(EDGES, '').toLowerCase());

const wordsOf = (text: string): string[] => normalise(text).split(' ').filter(Boolean);
const textOf = ({ title, description, tags }: Wording): string => [title, description, tags.join(' ')].join('\n');
