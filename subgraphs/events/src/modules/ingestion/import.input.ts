import { id, idempotencyKey, z } from '@marquee/platform';
import { IANAZone } from 'luxon';

/** Larger calendars are imported in parts: the request passes a gateway that takes 256 kB. */
const MAX_BYTES = 200_000;
const MAX_SHIFT_DAYS = 3_660;

const jsonLd = z.string().superRefine((text, context) => {
  const bytes = Buffer.byteLength(text);
  if (bytes <= MAX_BYTES) return;
  const kilobytes = (count: number) => `${Math.ceil(count / 1000)} kB`;
  context.addIssue({
    code: 'custom',
    message: `has ${kilobytes(bytes)}; import at most ${kilobytes(MAX_BYTES)} at once, a large calendar in parts`,
  });
});

const timezone = z
  .string()
  .refine((name) => IANAZone.isValidZone(name), 'must be an IANA time zone such as America/Toronto')
  .nullish()
  .transform((value) => value ?? 'UTC');

const shiftDays = z
  .number()
  .int()
  .min(-MAX_SHIFT_DAYS, `must be at least -${MAX_SHIFT_DAYS}`)
  .max(MAX_SHIFT_DAYS, `must be at most ${MAX_SHIFT_DAYS}`)
  .nullish()
  .transform((value) => value ?? 0);

export const importEventsInput = z.object({ jsonLd, timezone, shiftDays, idempotencyKey: idempotencyKey() });

const isComplete = z
  .boolean()
  .nullish()
  .transform((value) => value ?? true);

export const startImportInput = z.object({ jsonLd, timezone, shiftDays, isComplete, idempotencyKey: idempotencyKey() });
export const addToImportInput = z.object({ importId: id(), jsonLd, isComplete, idempotencyKey: idempotencyKey() });
export const cancelImportInput = z.object({ importId: id(), idempotencyKey: idempotencyKey() });

export type ImportEvents = z.output<typeof importEventsInput>;
export type StartImport = z.output<typeof startImportInput>;
export type AddToImport = z.output<typeof addToImportInput>;
export type CancelImport = z.output<typeof cancelImportInput>;
