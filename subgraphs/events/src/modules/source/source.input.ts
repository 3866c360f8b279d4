import { id, idempotencyKey, line, webAddress, z } from '@marquee/platform';
import { csvColumns, csvDateFormat, timezone, zone } from '../ingestion/import.input';

const name = line(50);
const address = line(2_048);
const token = z
  .string()
  .min(1, 'must not be empty')
  .max(500, 'must have at most 500 characters')
  .regex(/^[\x21-\x7e]+$/, 'must be a token without blanks');
const frequencyMinutes = z.number().int().min(15, 'must be at least 15').max(10_080, 'must be at most 10080');
const format = z.enum(['SCHEMA_ORG', 'ICALENDAR', 'CSV', 'EVENTBRITE']);

export const createSourceInput = z.object({
  ...{ name, format, address, timezone, organizationId: id().nullish(), token: token.nullish() },
  ...{ columns: csvColumns.nullish(), dateFormat: csvDateFormat.nullish() },
  frequencyMinutes: frequencyMinutes.nullish().transform((value) => value ?? 240),
  idempotencyKey: idempotencyKey(),
});

export const updateSourceInput = z.object({
  ...{ sourceId: id(), version: z.number().int(), name: name.nullish(), address: address.nullish(), timezone: zone.nullish() },
  ...{ token: token.nullish(), columns: csvColumns.nullish(), dateFormat: csvDateFormat.nullish() },
  frequencyMinutes: frequencyMinutes.nullish(),
  isActive: z.boolean().nullish(),
  idempotencyKey: idempotencyKey(),
});

export const syncSourceInput = z.object({
  sourceId: id(),
  whole: z
    .boolean()
    .nullish()
    .transform((value) => value ?? false),
  idempotencyKey: idempotencyKey(),
});

export const deleteSourceInput = z.object({ sourceId: id(), idempotencyKey: idempotencyKey() });

/** What is wrong with an address that documents are read from; null when nothing is. */
export function faultOfAddress(value: string): string | null {
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) return 'must be an address that begins with http:// or https://';
  const parsed = webAddress().safeParse(value);
  return parsed.success ? null : (parsed.error.issues[0]?.message ?? 'must be a web address');
}

export type CreateSource = z.output<typeof createSourceInput>;
export type UpdateSource = z.output<typeof updateSourceInput>;
export type SyncSource = z.output<typeof syncSourceInput>;
export type DeleteSource = z.output<typeof deleteSourceInput>;
