/** A part of a text, in UTF-16 units. */
export interface MatchSpan {
  start: number;
  length: number;
}

/** Around what was found, as the database marks it: characters that no text holds, because they are refused or taken out where it is written. */
export const MARKS = { start: '\u0001', end: '\u0002' } as const;

/** Where a text that has marks in it has them; none without one. */
export function spansOf(marked: string | null | undefined): MatchSpan[] {
  const spans: MatchSpan[] = [];
  let at = 0;
  for (const [index, part] of (marked ?? '').split(MARKS.start).entries()) {
    const [found, rest] = index === 0 ? ['', part] : part.split(MARKS.end);
    if (found) spans.push({ start: at, length: found.length });
    at += found!.length + (rest ?? '').length;
  }
  return spans;
}
