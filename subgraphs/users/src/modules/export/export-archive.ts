import type { ExportedSection } from '@marquee/platform';
import type { ErasureParty } from '@marquee/schema/topics';

export interface ArchiveToMake {
  username: string;
  /** When it was asked for. */
  at: string;
  parts: { party: ErasureParty; sections: ExportedSection[] }[];
}

const PARTS: Record<ErasureParty, string> = {
  users: 'your account, your profile, what you were told',
  events: 'events, places, your answers and scans',
  curation: 'reviews, objections, decisions',
  social: 'friends, groups, what you wrote',
  payments: 'orders, tickets, money',
};

/** The files of an archive: for each table a JSON file, which is exact, and a CSV file, which a spreadsheet opens. */
export function filesOf(archive: ArchiveToMake): Map<string, string> {
  const files = new Map([['README.txt', readme(archive)]]);
  for (const { party, sections } of archive.parts)
    for (const { name, rows, columns } of sections) {
      files.set(`${party}/${name}.json`, `${JSON.stringify(rows, null, 2)}\n`);
      files.set(`${party}/${name}.csv`, csv(Object.keys(columns), rows));
    }
  return files;
}

function readme({ username, at, parts }: ArchiveToMake): string {
  const lines = [
    `All that Marquee keeps of the account ${username}, as it was on ${at.slice(0, 16).replace('T', ' ')} (UTC).`,
    '',
    'Each table is there twice: as JSON, which is exact, and as CSV (UTF-8, RFC 4180), which a spreadsheet opens. In CSV a text that a',
    "spreadsheet would take for a formula has a ' before it. A number such as 3f2c… is the id of an event, a person or a room, as in the",
    'addresses of the app. What other people wrote to you is theirs, and not in here. Passwords and keys are not in here: what is kept of',
    'them shows them to be right, and nothing more.',
  ];
  for (const { party, sections } of parts) {
    lines.push('', `${party}/: ${PARTS[party]}`);
    for (const { name, about, columns, rows } of sections) {
      lines.push('', `  ${name}: ${about} (${rows.length})`);
      for (const [column, meaning] of Object.entries(columns)) lines.push(`    ${column}: ${meaning}`);
    }
  }
  return `${lines.join('\r\n')}\r\n`;
}

/** RFC 4180, with a byte order mark, because some spreadsheets take UTF-8 for something else without. */
export function csv(columns: readonly string[], rows: readonly Record<string, unknown>[]): string {
  const lines = [columns.join(','), ...rows.map((row) => columns.map((column) => cell(row[column])).join(','))];
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const plain = typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean);
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(plain) ? `'${plain}` : plain;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
