/**
 * A ticket's code as a person typed it or a scanner read it, in the one form that is hashed: whoever sells, shows and checks codes reads
 * them alike. Codes are written in Crockford's base 32, which has no I, L, O and U: case, blanks, dashes and the letters that look like
 * digits do not matter.
 */
export const canonicalCode = (typed: string): string =>
  typed
    .normalize('NFKC')
    .replace(/[\s\p{Dash_Punctuation}\p{Format}\u2212]/gu, '')
    .toUpperCase()
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
