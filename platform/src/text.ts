import { LOOKALIKES } from './confusables';

/**
 * What people's texts may not carry, because it deceives readers or breaks screens: characters that cannot be seen, orders to write the
 * other way round, and heaps of marks over one letter. Joiners stay where emoji and scripts need them.
 */

/** Control characters (but line feed and tab), which break terminals, logs and files. */
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/u;

/** Scripts in which U+200C and U+200D change how letters are joined (Unicode Standard, 23.2). */
const JOINING =
  '\\p{Script=Arabic}\\p{Script=Syriac}\\p{Script=Devanagari}\\p{Script=Bengali}\\p{Script=Gurmukhi}\\p{Script=Gujarati}\\p{Script=Oriya}\\p{Script=Tamil}\\p{Script=Telugu}\\p{Script=Kannada}\\p{Script=Malayalam}\\p{Script=Sinhala}\\p{Script=Khmer}\\p{Script=Mongolian}\\p{M}';

/** Joiners at their place: between the parts of one emoji, or beside a letter of a joining script. Tags: between a black flag and their end. */
const IN_PLACE = new RegExp(
  `(?<=[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\ufe0f])\\u200d(?=\\p{Extended_Pictographic})|(?<=[${JOINING}])[\\u200c\\u200d]|` +
    '(?<=\\u{1f3f4})[\\u{e0020}-\\u{e007e}]+\\u{e007f}',
  'gu',
);

/** Characters without width and without a glyph, fillers that look like a blank, and invisible tags. */
const INVISIBLE =
  /[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** Embeddings and overrides: what stands between is shown in another order than it is read. */
const OVERRIDES = /[\u202a-\u202e]/gu;
const ISOLATES = /[\u2066-\u2069]/gu;

const LINE_SEPARATORS = /\r\n?|[\u0085\u2028\u2029]/gu;
const MARKS = /(\p{M}{4})\p{M}+/gu;
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** True where there is something to see. */
export const isVisible = (text: string): boolean => VISIBLE.test(text.replace(INVISIBLE, ''));

/** What is wrong with one line of text, as the end of a sentence about it; null when nothing is. The text is in NFC. */
export function faultOfLine(text: string): string | null {
  if (CONTROL.test(text) || /[\n\t\u2028\u2029]/u.test(text)) return 'must not contain control characters or line breaks';
  if (text.replace(IN_PLACE, '').search(INVISIBLE) >= 0) return 'must not contain invisible characters';
  if (text.search(OVERRIDES) >= 0 || !isolatesPair(text)) return 'must not contain characters that change the direction of writing';
  if (text.search(MARKS) >= 0) return 'must not have more than four marks on one letter';
  return null;
}

/** Several lines of text without what deceives; line breaks become line feeds. The text is in NFC. */
export function withoutHidden(text: string): string {
  const lines = text.replace(LINE_SEPARATORS, '\n');
  const joiners = lines.match(IN_PLACE) ?? [];
  const visible = lines
    .split(IN_PLACE)
    .map((part, at) => part.replace(INVISIBLE, '').replace(OVERRIDES, '').replace(MARKS, '$1') + (joiners[at] ?? ''))
    .join('');
  return isolatesPair(visible) ? visible : visible.replace(ISOLATES, '');
}

const PLAIN_LETTERS = new Map(Object.entries(LOOKALIKES).flatMap(([letter, alike]) => [...alike].map((one) => [one, letter] as const)));
const LOOKALIKE = new RegExp(`[${[...PLAIN_LETTERS.keys()].join('')}]`, 'gu');
const VARIATIONS = /[\ufe00-\ufe0f]/gu;

/**
 * A text as it looks: without what cannot be seen, and with plain Latin letters for those that look like them (after the skeleton of
 * Unicode TR39). For comparing and judging; it is not meant to be shown.
 */
export const skeleton = (text: string): string =>
  text
    .replace(INVISIBLE, '')
    .replace(OVERRIDES, '')
    .replace(ISOLATES, '')
    .replace(VARIATIONS, '')
    // Taken apart for it: a mark over a letter does not make another letter of it.
    .normalize('NFKD')
    .replace(LOOKALIKE, (letter) => PLAIN_LETTERS.get(letter)!)
    .normalize('NFC');

/** True where several lines have a control character left. */
export const hasControl = (text: string): boolean => CONTROL.test(text);

function isolatesPair(text: string): boolean {
  let open = 0;
  for (const [mark] of text.matchAll(ISOLATES)) {
    open += mark === '\u2069' ? -1 : 1;
    if (open < 0) return false;
  }
  return open === 0;
}
