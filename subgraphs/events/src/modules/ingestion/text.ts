import { withoutHidden } from '@marquee/platform/text';
import { convert } from 'html-to-text';

/** Stops at the next `<`, or a text of nothing but `<a<a<a` would take its length squared. */
const LOOKS_LIKE_HTML = /<\/?[a-z][^<>]*>|&(#\d+|#x[0-9a-f]+|[a-z]+);/i;
/** Control characters but the line feed. */
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g;

/** Half of a surrogate pair: no character, and no database takes it. */
const HALF_CHARACTER = /\p{Cs}/gu;

/** People's text out of what a page holds: no HTML, no entities, nothing that deceives (the platform's text.ts), at most one empty line in a row. */
export function cleanText(raw: string): string {
  const text = LOOKS_LIKE_HTML.test(raw)
    ? convert(raw.replace(/\n/g, '<br>'), {
        wordwrap: false,
        // Nested deeper than any page, and too deep for the stack of the converter.
        limits: { maxDepth: 100 },
        selectors: [
          { selector: 'a', options: { ignoreHref: true } },
          { selector: 'img', format: 'skip' },
          { selector: 'script', format: 'skip' },
          { selector: 'style', format: 'skip' },
        ],
      })
    : raw;
  return withoutHidden(text.normalize('NFC').replace(HALF_CHARACTER, ''))
    .replace(/[\u00a0\t]/g, ' ')
    .replace(CONTROL, '')
    .replace(/[ ]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/ {2,}/g, ' ')
    .trim();
}

export const cleanLine = (raw: string): string => cleanText(raw).replace(/\s+/g, ' ');

/** Cuts at a word, with an ellipsis, so that the result has at most `max` characters. */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.slice(0, max - 1).replace(HALF_CHARACTER, '');
  const space = cut.lastIndexOf(' ');
  return `${cut.slice(0, space > max / 2 ? space : undefined).trimEnd()}…`;
}
