import { erasureForeseen } from '@marquee/schema/rules/erasure';
import type { Handler } from '../context';

/** Tells what erasing a person would do here. */
export const erasureAsked: Handler<'erasure.asked'> = async ({ payload }, { tx, tell }) => {
  const { userId } = payload;
  const flags = await tx.flag.count({ where: { flaggerId: userId } });
  const reports = await tx.report.count({ where: { reporterId: userId } });
  const counted = [
    ['REVIEWS', 'GOES', await tx.review.count({ where: { authorId: userId } })],
    ['FLAGS', 'STAYS_NAMELESS', flags + reports],
    ['DECISIONS', 'STAYS_NAMELESS', await tx.decision.count({ where: { curatorId: userId } })],
  ] as const;
  await tell(erasureForeseen('curation', payload, counted));
};
