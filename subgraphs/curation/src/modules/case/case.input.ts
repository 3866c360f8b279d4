import { id, idempotencyKey, text, z } from '@marquee/platform';
import { checklistAnswers } from '../checklist/checklist.input';

const one = { caseId: id(), version: z.number().int('must be a whole number').min(1, 'must be at least 1') };
const base = { ...one, idempotencyKey: idempotencyKey() };
const note = text(4_000, 1);
const notes = text(4_000).nullish();
const verdict = z.enum(['DISMISS', 'REMOVE']);
const said = { verdict, notes, cannedReasonId: id().nullish(), checklist: checklistAnswers };
/** Rules about two fields are asked even where a third one is wrong: a form hears of all its faults at once. */
const always = () => true;
interface Said {
  verdict: string;
  notes?: string | null | undefined;
  cannedReasonId?: string | null | undefined;
}
const explained = ({ verdict: decided, notes: own, cannedReasonId }: Said) => decided === 'DISMISS' || Boolean(own || cannedReasonId);
const unexplained = { path: ['notes'], message: 'must say to the author what is wrong', when: always };

export const caseInput = z.object(base);
export type CaseRead = z.output<typeof caseInput>;

export const handOverCaseInput = z.object({ ...base, toUserId: id() });
export type HandOverCase = z.output<typeof handOverCaseInput>;

export const noteOnCaseInput = z.object({ ...base, note });
export type NoteOnCase = z.output<typeof noteOnCaseInput>;

export const decideCaseInput = z
  .object({
    ...base,
    ...said,
    reports: z
      .array(z.object({ reportId: id(), upheld: z.boolean() }))
      .max(100, 'must have at most 100')
      .refine((all) => new Set(all.map(({ reportId }) => reportId)).size === all.length, 'must name each report once')
      .nullish()
      .transform((value) => value ?? []),
    restrictDays: z.number().int('must be a whole number').min(1, 'must be 1 to 365').max(365, 'must be 1 to 365').nullish(),
  })
  .refine(explained, unexplained)
  .refine((input) => input.verdict === 'REMOVE' || !input.restrictDays, {
    path: ['restrictDays'],
    message: 'goes with REMOVE alone',
    when: always,
  });
export type DecideCase = z.output<typeof decideCaseInput>;

export const decideCasesInput = z.object({
  decisions: z
    .array(z.object({ ...one, ...said }).refine(explained, unexplained))
    .min(1, 'must have at least one')
    .max(100, 'must have at most 100')
    .refine((all) => new Set(all.map(({ caseId }) => caseId)).size === all.length, 'must name each case once'),
  idempotencyKey: idempotencyKey(),
});
export type DecideCases = z.output<typeof decideCasesInput>;

export const restoreCaseInput = z.object({ ...base, notes, cannedReasonId: id().nullish() });
export type RestoreCase = z.output<typeof restoreCaseInput>;
