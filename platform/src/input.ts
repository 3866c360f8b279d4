import { z } from 'zod';
import { isCurrency } from './currency';
import { invalidInputs } from './errors';
import { faultOfLine, hasControl, isVisible, withoutHidden } from './text';
import { faultOfWebAddress } from './web-address';

/**
 * Parses an input once, at the border, into a value that cannot be wrong. Its faults become one InvalidInput refusal that names every
 * wrong field by its path in the input and says what to do.
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw invalidInputs(parsed.error.issues.map(({ path, message }) => ({ path: path.join('.') || null, message })));
  const withNul = pathsWithNul(parsed.data);
  if (withNul.length > 0)
    throw invalidInputs(withNul.map((path) => ({ path: path || null, message: 'must not contain the character U+0000' })));
  return parsed.data;
}

/** Postgres keeps no text with U+0000 in it: wherever it stands, the input is wrong, whether its schema thought of that or not. */
function pathsWithNul(value: unknown, path: readonly (string | number)[] = []): string[] {
  if (typeof value === 'string') return value.includes('\0') ? [path.join('.')] : [];
  if (Array.isArray(value)) return value.flatMap((item, at) => pathsWithNul(item, [...path, at]));
  if (typeof value !== 'object' || value === null) return [];
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    key.includes('\0') ? [[...path, key].join('.')] : pathsWithNul(item, [...path, key]),
  );
}

/**
 * A text that is only looked for or compared, and never kept: a name or a password that somebody types, a token. One with U+0000 in it is
 * as good as any other that nobody has; U+FFFD, which no text of ours has, stands in its place, so that Postgres can be asked.
 */
export const soughtText = (max: number, min = 0) =>
  z
    .string()
    .min(min, 'must not be empty')
    .max(max, `must have at most ${max} characters`)
    .transform((value) => value.replaceAll('\0', '\uFFFD'));

/** One line of text: trimmed, NFC, with something to see and nothing that deceives (text.ts). */
export const line = (max: number, min = 1) =>
  z
    .string()
    .transform((value) => value.normalize('NFC').trim())
    .pipe(
      z
        .string()
        .min(min, min === 1 ? 'must not be empty' : `must have at least ${min} characters`)
        .max(max, `must have at most ${max} characters`)
        .superRefine((value, context) => {
          const fault = faultOfLine(value);
          if (fault) context.addIssue({ code: 'custom', message: fault });
          else if (value !== '' && !isVisible(value)) context.addIssue({ code: 'custom', message: 'must not be empty' });
        }),
    );

/** Several lines of text: trimmed, NFC; what deceives is taken out. */
export const text = (max: number, min = 0) =>
  z
    .string()
    .transform((value) => withoutHidden(value.normalize('NFC')).trim())
    .pipe(
      z
        .string()
        .min(min, min === 1 ? 'must not be empty' : `must have at least ${min} characters`)
        .max(max, `must have at most ${max} characters`)
        .refine((value) => !hasControl(value), 'must not contain control characters')
        .refine((value) => min === 0 || isVisible(value), 'must not be empty'),
    );

/** An address of the scalar URL that everybody can open (web-address.ts). */
export const webAddress = () =>
  z.string().superRefine((value, context) => {
    const fault = faultOfWebAddress(value);
    if (fault) context.addIssue({ code: 'custom', message: fault });
  });

/** Several lines of text as somebody wrote them, blanks at both ends too; NFC; what deceives is taken out, and something must be seen. */
export const verbatim = (max: number) =>
  z
    .string()
    .transform((value) => withoutHidden(value.normalize('NFC')))
    .pipe(
      z
        .string()
        .max(max, `must have at most ${max} characters`)
        .refine((value) => !hasControl(value), 'must not contain control characters')
        .refine(isVisible, 'must not be empty'),
    );

/** An id as this graph hands them out, in lower case. Anything else cannot exist, and is refused before it reaches a query. */
export const id = () =>
  z
    .string()
    .regex(ID, 'must be an id of this graph')
    .transform((value) => value.toLowerCase());

/** Asked several times in each request: a schema for it would cost more than the answer. */
export const isId = (value: unknown): value is string => typeof value === 'string' && ID.test(value);

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What is nearly nothing, such as 5e-324, Postgres does not read: nine decimals are a tenth of a millimetre. */
const degrees = (most: number) =>
  z
    .number()
    .min(-most, `must be between -${most} and ${most}`)
    .max(most, `must be between -${most} and ${most}`)
    .transform((value) => (Math.abs(value) < 1e-9 ? 0 : value));
export const latitude = () => degrees(90);
export const longitude = () => degrees(180);
/** A currency that people pay in, by its ISO 4217 code. */
export const currency = () => z.string().refine(isCurrency, 'must be the ISO 4217 code of a currency, such as CAD');
export const idempotencyKey = () =>
  z
    .string()
    .min(1, 'must not be empty')
    .max(255, 'must have at most 255 characters')
    .refine((value) => !hasControl(value), 'must not contain control characters')
    .nullish();
