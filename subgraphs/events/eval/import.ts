/* eslint-disable no-console -- a command speaks to its user */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { recordsIn, type DocumentFormat } from '../src/modules/ingestion/event-document';
import { UnreadableDocument } from '../src/modules/ingestion/schema-org-document';
import { fatesOf, type FieldFate } from './import-fidelity';

const FORMATS: Readonly<Record<string, DocumentFormat>> = {
  ...{ '.json': 'SCHEMA_ORG', '.jsonld': 'SCHEMA_ORG', '.html': 'SCHEMA_ORG', '.htm': 'SCHEMA_ORG' },
  ...{ '.ics': 'ICALENDAR', '.ical': 'ICALENDAR', '.csv': 'CSV' },
};

interface Tally {
  kept: number;
  changed: number;
  dropped: number;
  reasons: Map<string, number>;
}

/**
 * `npm run eval:import -- <folder> [zone]`: for every field that the calendars of a folder tell, how often an import keeps it, changes it or
 * drops it, and why. Reads, and writes nothing.
 */
function main([folder, timezone = 'UTC']: string[]): void {
  if (!folder) throw new Error('usage: npm run eval:import -- <folder of JSON-LD, HTML, iCalendar or CSV> [IANA zone]');
  const files = filesIn(folder);
  if (files.length === 0) throw new Error(`${folder} holds no file that ends in ${Object.keys(FORMATS).join(', ')}.`);
  const fields = new Map<string, Tally>();
  let records = 0;
  for (const file of files) {
    try {
      const text = readFileSync(file, 'utf8');
      const found = recordsIn({ format: FORMATS[extname(file).toLowerCase()]!, text, timezone, mapping: null, now: new Date() });
      records += found.length;
      for (const fate of found.flatMap((one) => fatesOf(one, timezone))) count(fields, fate);
    } catch (error) {
      if (!(error instanceof UnreadableDocument)) throw error;
      console.log(`${relative(folder, file)}: not read. ${error.message}`);
    }
  }
  console.log(`${records} records in ${files.length} files\n`);
  report(fields);
}

function count(fields: Map<string, Tally>, { field, fate, reason }: FieldFate): void {
  const tally = fields.get(field) ?? { kept: 0, changed: 0, dropped: 0, reasons: new Map<string, number>() };
  tally[fate]++;
  if (reason) tally.reasons.set(`${fate}: ${reason}`, (tally.reasons.get(`${fate}: ${reason}`) ?? 0) + 1);
  fields.set(field, tally);
}

function report(fields: Map<string, Tally>): void {
  const width = Math.max(5, ...[...fields.keys()].map((name) => name.length));
  const row = (name: string, ...numbers: (number | string)[]) =>
    console.log(name.padEnd(width), ...numbers.map((number) => String(number).padStart(8)));
  row('field', 'told', 'kept', 'changed', 'dropped');
  const total = ({ kept, changed, dropped }: Tally) => kept + changed + dropped;
  for (const [name, tally] of [...fields].sort(([, a], [, b]) => total(b) - total(a))) {
    row(name, total(tally), tally.kept, tally.changed, tally.dropped);
    const reasons = [...tally.reasons].sort(([, a], [, b]) => b - a);
    for (const [reason, times] of reasons) console.log(`${' '.repeat(width)}   ${times} × ${reason}`);
  }
}

function filesIn(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) return filesIn(path);
      return Object.hasOwn(FORMATS, extname(name).toLowerCase()) ? [path] : [];
    });
}

try {
  main(process.argv.slice(2));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
