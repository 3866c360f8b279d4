import { normalise } from '../text/plain-text';

/** Say nothing of which event it is. */
const FILLERS = new Set(
  'an and at by de del der die for from in la le les of on or presented presents the to und with featuring feat ft live annual'.split(' '),
);
/** A year, or a time of day: the same event is told with and without. */
const WHEN = /^((19|20)\d\d|\d{1,2}(am|pm)|am|pm)$/;
const SHORTEST_SPELLING = 5;

/**
 * Do two titles that are much alike name two events all the same? They do when each has a word that the other lacks: a number, an age, a
 * part, a level (`court 1` and `court 2`, `ages 2-3` and `ages 4-5`). A title with words more is the same one told at length; another
 * spelling of a word (`night`, `nights`) is the same word.
 */
export function namesAnother(a: string, b: string): boolean {
  const [onlyA, onlyB] = [tokens(a), tokens(b)];
  for (const [at, token] of onlyA.entries()) {
    const same = onlyB.findIndex((other) => isSpelling(token, other));
    if (same < 0) continue;
    onlyB.splice(same, 1);
    onlyA[at] = '';
  }
  return onlyA.some((token) => token !== '') && onlyB.length > 0;
}

const tokens = (title: string): string[] =>
  normalise(title)
    .split(' ')
    .filter((token) => token !== '' && !FILLERS.has(token) && !WHEN.test(token));

/** The same word, or one letter away from it; numbers only when they are equal. */
function isSpelling(a: string, b: string): boolean {
  if (a === b) return true;
  if (/\d/.test(a + b) || Math.min(a.length, b.length) < SHORTEST_SPELLING || Math.abs(a.length - b.length) > 1) return false;
  return withinOneEdit(a, b);
}

function withinOneEdit(a: string, b: string): boolean {
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  return Math.max(a.length, b.length) - start - end <= 1;
}
