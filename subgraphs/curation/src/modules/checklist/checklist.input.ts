import { idempotencyKey, line, z } from '@marquee/platform';
import { SUBJECT_KINDS } from '../subject/subject-kinds';

const MOST = 30;
const key = z.string().regex(/^[a-z0-9-]{1,40}$/, 'must be 1 to 40 small letters, digits and hyphens');
const keysOnce = (all: readonly { key: string }[]) => new Set(all.map((one) => one.key)).size === all.length;

export const setChecklistInput = z.object({
  kind: z.enum(SUBJECT_KINDS),
  version: z.number().int('must be a whole number').min(0, 'must be at least 0'),
  items: z
    .array(z.object({ key, text: line(200), required: z.boolean() }))
    .max(MOST, `must have at most ${MOST}`)
    .refine(keysOnce, 'must name each key once'),
  idempotencyKey: idempotencyKey(),
});
export type SetChecklist = z.output<typeof setChecklistInput>;

/** What a decision says to the checklist. */
export const checklistAnswers = z
  .array(z.object({ key, met: z.boolean() }))
  .max(MOST, `must have at most ${MOST}`)
  .refine(keysOnce, 'must name each key once')
  .nullish()
  .transform((value) => value ?? []);
