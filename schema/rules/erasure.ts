import type { ErasureAsked, ErasureFate, ErasureForeseen, ErasureParty, ErasureReceipt, ErasureSubject, UserErased } from '../topics';

/** What a party counts of a person; what there is none of is left out. */
export type Counted = readonly [subject: ErasureSubject, fate: ErasureFate, count: number];

interface Fact<Topic extends string, Payload> {
  topic: Topic;
  key: string;
  payload: Payload;
}

/** The answer of a party to `erasure.asked`. */
export const erasureForeseen = (
  party: ErasureParty,
  { erasureId, userId }: ErasureAsked,
  counted: readonly Counted[],
  blockers: ErasureForeseen['blockers'] = [],
): Fact<'erasure.foreseen', ErasureForeseen> => ({
  topic: 'erasure.foreseen',
  key: userId,
  payload: {
    ...{ erasureId, userId, party },
    items: counted.filter(([, , count]) => count > 0).map(([subject, fate, count]) => ({ subject, fate, count })),
    blockers: blockers.filter(({ count }) => count > 0),
  },
});

/** The receipts of a party for `user.erased`, told in the step that erases: none for an erasure that nobody counts. */
export const erasureReceipts = (
  party: ErasureParty,
  { erasureId, userId }: UserErased,
  now: Date,
): Fact<'erasure.receipt', ErasureReceipt>[] =>
  erasureId ? [{ topic: 'erasure.receipt', key: userId, payload: { erasureId, userId, party, erasedAt: now.toISOString() } }] : [];
