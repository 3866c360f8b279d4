import type { EventSnapshot } from '../event/event-snapshot';
import { MOST_CHARACTERS } from '../text/normalise';
import { shouting } from '../text/shouting';

/** Below this a description says nothing that the title did not. */
export const SHORT_DESCRIPTION = 80;

/**
 * 0 to 1: how well title and description read, from their form alone; what they mean is for curators. A weighted mean of
 * length (0.30), readability (0.25), variety of words (0.15), structure (0.10) and title (0.20), times 1 − shouting / 2.
 */
export function contentQualityOf(event: Pick<EventSnapshot, 'title' | 'description'>): number {
  const title = event.title.slice(0, MOST_CHARACTERS);
  const description = event.description.slice(0, MOST_CHARACTERS);
  const words = wordsOf(description);
  const mean =
    0.3 * lengthScore(description.trim().length) +
    0.25 * readability(description, words) +
    0.15 * variety(words) +
    0.1 * structure(description, words.length) +
    0.2 * titleScore(title);
  return Math.max(0, Math.min(1, mean * (1 - shouting(title, description) / 2)));
}

/** Rises to 1 at 400 characters; beyond 6,000 nobody reads to the end. */
function lengthScore(length: number): number {
  return length <= 400 ? length / 400 : length <= 6_000 ? 1 : Math.max(0.5, 6_000 / length);
}

/**
 * Flesch reading ease (R. Flesch, 1948: 206.835 − 1.015 · words per sentence − 84.6 · syllables per word), mapped so that 60 and easier
 * is 1 and 0, an academic paper, is 0. Syllables are counted as groups of vowels, which is near enough for a mean.
 */
function readability(description: string, words: readonly string[]): number {
  if (words.length < 5) return 0;
  const sentences = Math.max(1, description.split(/[.!?…](?=\s|$)|\n/).filter((sentence) => /\p{L}/u.test(sentence)).length);
  const syllables = words.reduce((sum, word) => sum + Math.max(1, word.match(/[aeiouyàâäéèêëîïôöùûü]+/g)?.length ?? 1), 0);
  const ease = 206.835 - 1.015 * (words.length / sentences) - 84.6 * (syllables / words.length);
  return Math.max(0, Math.min(1, ease / 60));
}

/** Distinct words among the first 100: people reach 0.6, lists of keywords and pasted repetitions do not. */
function variety(words: readonly string[]): number {
  const head = words.slice(0, 100);
  return head.length < 5 ? 0 : Math.min(1, new Set(head).size / head.length / 0.6);
}

/** Long texts are read in paragraphs or lists; short ones need none. */
function structure(description: string, words: number): number {
  if (words < 80) return words < 5 ? 0 : 1;
  const paragraphs = description.split(/\n+/).filter((part) => part.trim()).length;
  return Math.min(1, (paragraphs - 1) / Math.max(1, Math.floor(words / 120)) + 0.3);
}

/** 10 to 90 characters, at least two words, and not a string of keywords. */
function titleScore(title: string): number {
  const length = title.trim().length;
  const size = length < 10 ? length / 10 : length <= 90 ? 1 : Math.max(0.3, 90 / length);
  const separators = title.match(/[|/•★➤,]/g)?.length ?? 0;
  return size * (wordsOf(title).length < 2 ? 0.6 : 1) * Math.max(0.4, 1 - 0.1 * Math.max(0, separators - 2));
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/\p{L}[\p{L}'’-]*/gu) ?? [];
