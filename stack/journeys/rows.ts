import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const ROOT = join(__dirname, '../..');

const span = (letter: string, from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, n) => `${letter}${from + n}`);

/**
 * What people (U), events (E), the gateway, live streams, search, feeds, numbers and notifications (X) are to do, with what nobody else has
 * (A), and the faults that audits of people and events found (F).
 */
export const ROWS: readonly string[] = [
  ...span('U', 1, 80),
  ...span('E', 1, 68),
  ...span('X', 1, 121),
  ...span('X', 143, 164),
  ...['A1', 'A2', 'A3', 'A4', 'A7', 'A8', 'A9', 'A14', 'A17', 'A19', 'A20', 'A21', 'A22', 'A23', 'A24'],
  ...span('users F', 1, 22),
  ...span('events F', 1, 19),
];

/** What is not there yet, or not in full, and why. */
export const WAITING: Readonly<Record<string, string>> = {
  U20: 'Nobody is looked for by place in users: events and social keep where people live in projections of their own, with their own indexes.',
  U69: 'Scores of preference are learned in events from what people do there (recommendation); users keeps what people say of themselves (U65, U68).',
  E39: 'Interactions alone are parted, by month. Events are one table: their indexes by time and place find them without parts.',
  X2: 'The API is GraphQL alone. Beside it is only what GraphQL cannot be: files, calendars, keys, and what processors send.',
  X25: 'Keys (A21), apps by OAuth and webhooks (A18) are there; a marketplace of apps is not.',
  X30: 'What is retried is so by its own mechanism, with a wait that fits; there is no helper for all (docs/decisions/watching.md).',
  X83: 'A page has twenty; candidates are a hundred of each kind instead of twice the page.',
  X90: 'Age, weather and whether places are left are no part of what a feed is ranked by.',
  X92: 'Neighbours are asked as they are at the moment; instead of forests and graph networks there are implicit factors (docs/decisions/feed.md).',
  X93: 'Instead of two towers there are implicit factors, compared with other methods (docs/decisions/feed.md).',
  X98: 'Measured as hit rate@20 over all items: 0.32 on a made-up society, ahead of the others there, and far from 70 %.',
  X100: 'Address, user agent and free properties are not kept of what people do: nothing needs them.',
  X101: 'The version of the app is not kept.',
  X104: 'Counted by hour and day of each event in Postgres, and of people by day; not of categories.',
  X108: 'Features are made of the rows when a model is trained or asked; there is no store of them.',
  X111: 'Pictures and galleries are drawn by a job; films stay where they are, with a still.',
  X113: 'Pictures of events and people and exports are stored; groups and posts name addresses of pictures, and messages carry text alone.',
  X143: 'Measured by benchmarks and watched by the alert AnswersAreSlow; a test of times would test its machine.',
  X144: 'Measured by npm run bench:live with 10,000 sockets; tests open a thousand.',
  X145: 'Watched by the alert DatabaseSlow; a test of times would test its machine. Tests hold the number of statements and their indexes.',
  X146: 'Up is what an installation is; alerts tell when it is not.',
  X149: 'Measured and left out: one indexed row (docs/decisions/caching.md).',
  X150: 'Measured and left out: one indexed row (docs/decisions/caching.md).',
  X151: 'Measured and left out: one indexed row (docs/decisions/caching.md).',
  X152: 'Measured and left out: one indexed row; proxies keep a visitor’s page for a minute (X157).',
  X153: 'Proxies keep it for a minute (X157); the subgraph reads it by an index.',
  X154: 'Proxies keep it for half a minute (X157); the subgraph reads it by an index.',
  X155: 'Measured and left out: the copies that facts keep are the cache (docs/decisions/caching.md).',
  X156: 'Suggestions are put together when they are asked for, in two statements.',
  X160: 'How many people an installation carries was measured up to 100,000 events and people, not millions.',
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
    return /\.(test|contract)\.ts$/.test(entry.name) ? [path] : [];
  });
}

/** Rows that a title names: one by one, or from one to another (`U75 to U80`). */
function rowsIn(title: string): Set<string> {
  const named = new Set<string>();
  for (const [, letter, from, to] of title.matchAll(/\b([UXE])(\d+) (?:to|–) \1(\d+)\b/g))
    for (const row of span(letter!, Number(from), Number(to))) named.add(row);
  for (const [row] of title.matchAll(/\b(?:users|events) F\d+\b|\b[UXEA]\d+\b/g)) named.add(row);
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
