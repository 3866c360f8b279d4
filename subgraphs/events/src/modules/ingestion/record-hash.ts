import { createHash } from 'node:crypto';
import type { ToldRecord } from './import.types';

/**
 * By what a record is recognised as told before: as it was sent and how it was read, whatever the order of its properties. Over the record
 * and not over what was understood of it: a better reader must not make every record news.
 */
export function recordHash({ record, timezone, shiftDays }: ToldRecord): string {
  return createHash('sha256')
    .update(JSON.stringify([sorted(record), timezone, shiftDays]))
    .digest('hex');
}

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([name]) => name !== '@context');
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, part]) => [name, sorted(part)]));
};
