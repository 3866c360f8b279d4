import { id, idempotencyKey, text, z } from '@marquee/platform';
import { SUBJECT_KINDS } from '../subject/subject-kinds';

const MOST_LANGUAGES = 20;

const language = z
  .string()
  .regex(/^[A-Za-z]{2}$/, 'must be two letters')
  .transform((value) => value.toLowerCase());
const each = <Value extends string>(item: z.ZodType<Value>) => z.array(item).transform((all) => [...new Set(all)]);

const words = {
  reason: z
    .enum(['SPAM', 'DUPLICATE', 'INAPPROPRIATE', 'INACCURATE', 'OTHER'])
    .nullish()
    .transform((value) => value ?? null),
  texts: z
    .array(z.object({ language, text: text(2_000, 1) }))
    .min(1, 'must have at least one')
    .max(MOST_LANGUAGES, `must have at most ${MOST_LANGUAGES}`)
    .refine((all) => new Set(all.map((one) => one.language)).size === all.length, 'must name each language once'),
  fallback: language,
  kinds: each(z.enum(SUBJECT_KINDS)),
  decisions: each(z.enum(['APPROVE', 'REQUEST_CHANGES', 'REJECT', 'DISMISS', 'REMOVE', 'RESTORE', 'UPHOLD'])).refine(
    (all) => all.length > 0,
    'must have at least one',
  ),
  position: z.number().int('must be a whole number').min(0, 'must be 0 to 10,000').max(10_000, 'must be 0 to 10,000'),
};
interface Words {
  texts: readonly { language: string }[];
  fallback: string;
}
const falls = ({ texts, fallback }: Words) => texts.some((one) => one.language === fallback);
// Even where another field is wrong: a form hears of all its faults at once.
const fallsNowhere = { path: ['fallback'], message: 'must be one of the languages of the texts', when: () => true };
const read = { cannedReasonId: id(), version: z.number().int('must be a whole number').min(1, 'must be at least 1') };

export const createCannedReasonInput = z
  .object({
    code: z
      .string()
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be small letters, digits and hyphens between them')
      .min(2, 'must have at least 2 characters')
      .max(60, 'must have at most 60 characters'),
    ...words,
    idempotencyKey: idempotencyKey(),
  })
  .refine(falls, fallsNowhere);
export type CreateCannedReason = z.output<typeof createCannedReasonInput>;

export const editCannedReasonInput = z.object({ ...read, ...words, idempotencyKey: idempotencyKey() }).refine(falls, fallsNowhere);
export type EditCannedReason = z.output<typeof editCannedReasonInput>;

export const archiveCannedReasonInput = z.object({ ...read, archived: z.boolean(), idempotencyKey: idempotencyKey() });
export type ArchiveCannedReason = z.output<typeof archiveCannedReasonInput>;
