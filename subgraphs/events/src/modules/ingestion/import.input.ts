import { id, idempotencyKey, line, z } from '@marquee/platform';
import { IANAZone } from 'luxon';
import { CSV_FIELDS, type CsvMapping } from './csv-document';

/** Larger calendars are imported in parts: the request passes a gateway that takes 256 kB. */
const MAX_BYTES = 200_000;
const MAX_SHIFT_DAYS = 3_660;

const documentText = z.string().superRefine((text, context) => {
  const bytes = Buffer.byteLength(text);
  if (bytes <= MAX_BYTES) return;
  const kilobytes = (count: number) => `${Math.ceil(count / 1000)} kB`;
  context.addIssue({
    code: 'custom',
    message: `has ${kilobytes(bytes)}; import at most ${kilobytes(MAX_BYTES)} at once, a large calendar in parts`,
  });
});

export const zone = z.string().refine((name) => IANAZone.isValidZone(name), 'must be an IANA time zone such as America/Toronto');
export const timezone = zone.nullish().transform((value) => value ?? 'UTC');

const shiftDays = z
  .number()
  .int()
  .min(-MAX_SHIFT_DAYS, `must be at least -${MAX_SHIFT_DAYS}`)
  .max(MAX_SHIFT_DAYS, `must be at most ${MAX_SHIFT_DAYS}`)
  .nullish()
  .transform((value) => value ?? 0);

/** A name of a column is compared with the document, and shown to whoever sent it. */
const column = z.object({ column: line(100), field: z.enum(CSV_FIELDS) });
export const csvColumns = z.array(column).max(CSV_FIELDS.length, `must have at most ${CSV_FIELDS.length} columns`);
export const csvDateFormat = line(40);

const document = z
  .object({
    format: z.enum(['SCHEMA_ORG', 'ICALENDAR', 'CSV']),
    text: documentText,
    columns: csvColumns.nullish(),
    dateFormat: csvDateFormat.nullish(),
  })
  .transform(({ format, text, columns, dateFormat }) => ({ format, text, mapping: mappingOf(columns, dateFormat) }));

/** Null where the usual names and ISO 8601 are meant. */
export const mappingOf = (columns: CsvMapping['columns'] | null | undefined, dateFormat: string | null | undefined): CsvMapping | null =>
  columns?.length || dateFormat ? { columns: columns ?? [], dateFormat: dateFormat ?? null } : null;

const sent = { jsonLd: documentText.nullish(), document: document.nullish() };

interface Sent {
  jsonLd?: string | null | undefined;
  document?: z.output<typeof document> | null | undefined;
}

const ONE = { path: ['document'], error: 'pass jsonLd or document, and not both' };
const isOne = ({ jsonLd, document: other }: Sent): boolean => (jsonLd === null || jsonLd === undefined) !== !other;

/** The document in whichever way it was sent, and the path that a refusal of it names. */
const oneDocument = <Input extends Sent>({ jsonLd, document: other, ...input }: Input) => ({
  ...input,
  document: other ?? { format: 'SCHEMA_ORG' as const, text: jsonLd!, mapping: null },
  path: other ? 'document.text' : 'jsonLd',
});

const dryRun = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

export const importEventsInput = z
  .object({ ...sent, timezone, shiftDays, dryRun, idempotencyKey: idempotencyKey() })
  .refine(isOne, ONE)
  .transform(oneDocument);

const isComplete = z
  .boolean()
  .nullish()
  .transform((value) => value ?? true);

export const startImportInput = z
  .object({ ...sent, timezone, shiftDays, dryRun, isComplete, idempotencyKey: idempotencyKey() })
  .refine(isOne, ONE)
  .transform(oneDocument);
export const addToImportInput = z
  .object({ importId: id(), ...sent, isComplete, idempotencyKey: idempotencyKey() })
  .refine(isOne, ONE)
  .transform(oneDocument);
export const cancelImportInput = z.object({ importId: id(), idempotencyKey: idempotencyKey() });

export type ImportEvents = z.output<typeof importEventsInput>;
export type StartImport = z.output<typeof startImportInput>;
export type AddToImport = z.output<typeof addToImportInput>;
export type CancelImport = z.output<typeof cancelImportInput>;
