import { id, idempotencyKey, line, text, webAddress, z } from '@marquee/platform';
import { checklistAnswers } from '../checklist/checklist.input';
import { MOST_ENTRIES } from '../collection/collection-limits';

const moment = () =>
  z
    .date()
    .nullish()
    .transform((value) => value ?? null);
const words = {
  title: line(120, 3),
  text: text(4_000),
  coverUrl: webAddress()
    .nullish()
    .transform((value) => value ?? null),
  city: line(100)
    .nullish()
    .transform((value) => value ?? null),
  validFrom: moment(),
  validUntil: moment(),
};
const read = { collectionId: id(), version: z.number().int('must be a whole number').min(1, 'must be at least 1') };
const base = { ...read, idempotencyKey: idempotencyKey() };
/** Rules about two fields are asked even where a third one is wrong: a form hears of all its faults at once. */
const always = () => true;
const lasts = ({ validFrom, validUntil }: { validFrom: Date | null; validUntil: Date | null }) =>
  !validFrom || !validUntil || validUntil > validFrom;
const tooShort = { path: ['validUntil'], message: 'must be later than validFrom', when: always };

export const createCollectionInput = z.object({ ...words, idempotencyKey: idempotencyKey() }).refine(lasts, tooShort);
export type CreateCollection = z.output<typeof createCollectionInput>;

export const editCollectionInput = z.object({ ...base, ...words }).refine(lasts, tooShort);
export type EditCollection = z.output<typeof editCollectionInput>;

export const arrangeCollectionInput = z.object({
  ...base,
  entries: z
    .array(z.object({ eventId: id(), note: text(500).nullish() }))
    .max(MOST_ENTRIES, `must have at most ${MOST_ENTRIES}`)
    .refine((all) => new Set(all.map(({ eventId }) => eventId)).size === all.length, 'must name each event once'),
});
export type ArrangeCollection = z.output<typeof arrangeCollectionInput>;

export const collectionReadInput = z.object(base);
export type CollectionRead = z.output<typeof collectionReadInput>;

export const decideCollectionInput = z
  .object({
    caseId: id(),
    version: z.number().int('must be a whole number').min(1, 'must be at least 1'),
    verdict: z.enum(['APPROVE', 'REQUEST_CHANGES', 'REJECT']),
    notes: text(4_000).nullish(),
    cannedReasonId: id().nullish(),
    checklist: checklistAnswers,
    idempotencyKey: idempotencyKey(),
  })
  .refine(({ verdict, notes, cannedReasonId }) => verdict === 'APPROVE' || Boolean(notes || cannedReasonId), {
    path: ['notes'],
    message: 'must say what is wrong',
    when: always,
  });
export type DecideCollection = z.output<typeof decideCollectionInput>;
