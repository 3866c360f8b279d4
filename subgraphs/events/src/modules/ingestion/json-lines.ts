/** The line on which an object of a JSON text begins, kept where copies of it take it along and JSON does not. */
const LINE = Symbol('line');

export const lineOf = (node: object): number | null => (node as { [LINE]?: number })[LINE] ?? null;

/** Tells each object of a parsed text on which line it begins, from 1; tells none where the text has names twice, and the order is lost. */
export function markLines(text: string, parsed: unknown): void {
  const lines = objectLines(text);
  const objects: object[] = [];
  collect(parsed, objects, lines.length);
  if (objects.length !== lines.length) return;
  for (const [at, object] of objects.entries()) if ('@type' in object) putOnLine(object, lines[at]!);
}

export const putOnLine = <Value extends object>(object: Value, line: number): Value =>
  Object.defineProperty(object, LINE, { value: line, enumerable: true, configurable: true });

function objectLines(text: string): number[] {
  const lines: number[] = [];
  let line = 1;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === 10) line++;
    else if (character === 123) lines.push(line);
    else if (character === 34) for (at++; at < text.length && text.charCodeAt(at) !== 34; at++) if (text.charCodeAt(at) === 92) at++;
  }
  return lines;
}

/** In the order of the text. */
function collect(value: unknown, objects: object[], most: number): void {
  const left: unknown[] = [value];
  while (left.length > 0 && objects.length <= most) {
    const next = left.pop();
    if (typeof next !== 'object' || next === null) continue;
    if (!Array.isArray(next)) objects.push(next);
    for (const part of Object.values(next).reverse()) left.push(part);
  }
}
