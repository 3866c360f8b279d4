import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const ROOT = join(__dirname, '../..');

const span = (letter: string, from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, n) => `${letter}${from + n}`);

/** What people and notifications are to do (U, X, A), and the faults that an audit of them found (F). */
export const ROWS: readonly string[] = [
  ...span('U', 1, 80),
  ...span('X', 48, 69),
  ...['A3', 'A19', 'A20', 'A21', 'A23', 'A24'],
  ...span('users F', 1, 22),
];

/** What is not there yet, or not in full, and why. */
export const WAITING: Readonly<Record<string, string>> = {
  U20: 'Nobody is looked for by place in users: events and social keep where people live in projections of their own, with their own indexes.',
  U69: 'Scores of preference are learned in events from what people do there (recommendation); users keeps what people say of themselves (U65, U68).',
  A24: 'Waiting lists go by reliability; a deposit that is given back at the door is not there.',
  A21: 'Keys and grants for other developers are a piece of work of their own.',
};

/** Titles as they stand behind `it(`, `test(`, `describe(` and `.each(…)(`. */
const TITLE = /(?:\b(?:it|test|describe)(?:\.\w+)*\(|\)\()\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/g;

export interface NamedTest {
  file: string;
  title: string;
}

function testFilesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules' || entry.name === 'generated' || entry.name.startsWith('.')) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return testFilesIn(path);
    return entry.name.endsWith('.test.ts') ? [path] : [];
  });
}

/** Rows that a title names: one by one, or from one to another (`U75 to U80`). */
function rowsIn(title: string): Set<string> {
  const named = new Set<string>();
  for (const [, letter, from, to] of title.matchAll(/\b([UX])(\d+) (?:to|–) \1(\d+)\b/g))
    for (const row of span(letter!, Number(from), Number(to))) named.add(row);
  for (const [row] of title.matchAll(/\busers F\d+\b|\b[UXA]\d+\b/g)) named.add(row);
  return named;
}

/** The tests that name each row, by their files. */
export function testsByRow(): Map<string, NamedTest[]> {
  const found = new Map<string, NamedTest[]>(ROWS.map((row) => [row, []]));
  for (const folder of ['subgraphs', 'stack', 'platform', 'gateway', 'schema'])
    for (const path of testFilesIn(join(ROOT, folder)))
      for (const [, , title] of readFileSync(path, 'utf8').matchAll(TITLE))
        for (const row of rowsIn(title!)) found.get(row)?.push({ file: relative(ROOT, path), title: title! });
  return found;
}
