/** Letters that have no parts to take apart, as people type them who do not have them. */
const TYPED_AS: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', æ: 'ae', œ: 'oe', ı: 'i', ħ: 'h' };
const APART = new RegExp(`[${Object.keys(TYPED_AS).join('')}]`, 'gu');

/** A name as it is searched for: without accents and in lower case, one blank between words; `José  Núñez` is `jose nunez`. */
export const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .normalize('NFKC')
    .replace(APART, (letter) => TYPED_AS[letter]!)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
