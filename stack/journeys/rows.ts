import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const ROOT = join(__dirname, '../..');

const span = (letter: string, from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, n) => `${letter}${from + n}`);

/**
 * What people (U), events (E), payments (P), social (S), curation (C), the gateway, live streams, search, feeds, numbers, notifications and
 * whoever runs it (X) are to do, with what nobody else has (A), and the faults that audits of people and events found (F).
 */
export const ROWS: readonly string[] = [
  ...span('U', 1, 80),
  ...span('E', 1, 68),
  ...span('X', 1, 121),
  ...span('X', 122, 142),
  ...span('P', 1, 23),
  ...span('S', 1, 57),
  ...span('C', 1, 36),
  ...span('X', 143, 164),
  ...[
    'A1',
    'A2',
    'A3',
    'A4',
    'A5',
    'A6',
    'A7',
    'A8',
    'A9',
    'A10',
    'A11',
    'A12',
    'A13',
    'A14',
    'A15',
    'A16',
    'A17',
    'A18',
    'A19',
    'A20',
    'A21',
    'A22',
    'A23',
    'A24',
    'A25',
  ],
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
  X160: 'npm run load models what more people need, from what it measures here (docs/guides/capacity.md); no installation of millions was measured.',
  X122: 'TLS ends in front of the gateway, at the ingress (1.2 and 1.3); the gateway itself speaks plain HTTP, and no test runs an ingress.',
  X123: 'Addresses, numbers, days of birth, secrets of authenticators and signing keys are encrypted (U63), and no tokens of linked accounts are kept; messages and client secrets of payments lie in clear, and disks are up to whoever runs it.',
  X125: 'Nobody from outside has audited it or tried to break in.',
  X126: 'People’s data are exported and erased (U61, U62) and no card number is kept (P19); SOC 2 and PCI DSS are certificates of whoever runs it.',
  X132: 'Alerts, dashboards and traces by OTLP are there (X128, X130); who is called is a matter of an Alertmanager, which is not part of it.',
  X136: 'One script generates, checks types, lints, composes and tests; no images are built or scanned, and nothing is rolled out by it.',
  X137: 'Backup and restore to a moment are a drill (npm run drill:restore, docs/guides/backups.md); to keep them each day, for 30 days and in another region is a matter of whoever runs it.',
  X138: 'Gateways and subgraphs run as often as needed (X135), and replicas of Postgres are read from (docs/decisions/replicas.md); a cluster of Redis carries facts, pushes, caches and limits. Several zones are up to whoever runs it, and people are not sharded.',
  X139: 'Five subgraphs and a gateway run in one process or as many (X43); phases of growth are nothing that it has.',
  X140: 'Jobs run at intervals of their own under names of their own; a source is read as often as its owner says, and models are looked after in minutes to hours instead of daily.',
  X141: 'The ports are others: the gateway has 4000, the five subgraphs 4001 to 4005.',
  X142: 'Notifications are in English, French, German and Spanish; the web app is in English alone.',
  P7: 'Stripe offers the methods that its account has switched on; tests pay by card and bank debit, none by PayPal, Apple Pay or Google Pay.',
  P8: 'Any currency is sold in, one for each event; nothing is converted for a buyer.',
  A6: 'The place is taken again where it is free, and the money goes back whole where not; nobody is put at the head of a queue for it (docs/decisions/money.md).',
  A25: 'Tests sweep 2,000 operations in one process, with a control for each protection; 100,000 with crashes are a command (npm run sweep, --crash) that no test runs.',
  S1: 'Friends, followers, who is followed or blocked and what each shows are there; accounts at other networks are not (S48).',
  S13: 'Friends, followers and blocks are found by index, and tests hold that. Requests are read by person; there is an index by status for open ones alone.',
  S16: 'Who sees friends, attendance and activity is chosen. Nobody is tagged in a post, so there is no setting for it.',
  S17: 'Category, tags, rules, place, ranks, events and the number of members are there; an activity score of a group is not.',
  S32: 'People write posts, in groups and about events too; there are no notes with titles and documents.',
  S34: 'The feed and what people did about an event are read page by page. New posts are told live; new activity is not.',
  S35: 'The feed tells which friends go to an event, not live. Swipes are nobody else’s to see.',
  S36: 'Search finds events where friends go, and each event tells which do; there is no score of social signals.',
  S48: 'Accounts at other networks are not linked; they serve to sign in alone.',
  S49: 'Nothing is posted at other networks; links are shared instead (E55).',
  S50: 'Nothing is written for posts at other networks, as there are none (S49).',
  C8: 'Three badges of events are earned, shown and searched; Reliable and Verified Organiser, which the decisions name too, are not.',
  C33: 'Somebody else decides about an appeal, with the screening beside it; no model reviews a disputed decision.',
  P6: 'Stripe and the sandbox are there; PayPal is not.',
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
  for (const [, letter, from, to] of title.matchAll(/\b([UXEPSC])(\d+) (?:to|–) \1(\d+)\b/g))
    for (const row of span(letter!, Number(from), Number(to))) named.add(row);
  for (const [row] of title.matchAll(/\b(?:users|events) F\d+\b|\b[UXEAPSC]\d+\b/g)) named.add(row);
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
