import { byId } from '@marquee/platform';
import type { Kept } from '../../kept';
import { duesOf, runsOf } from './refund-policy.sql';
import type { DueView, RunView } from './refund-policy.types';

export const refundPolicyLoaders = ({ db }: Kept) => ({
  policyByEventId: byId(
    (ids: readonly string[]) => db.prisma.refundPolicy.findMany({ where: { eventId: { in: [...ids] } } }),
    (policy) => policy.eventId,
  ),
  refundsDueByEventId: byId(
    (ids: readonly string[]) => db.query<DueView & { eventId: string }>(duesOf(ids)),
    (due) => due.eventId,
  ),
  refundRunByEventId: byId(
    (ids: readonly string[]) => db.query<RunView & { eventId: string }>(runsOf(ids)),
    (run) => run.eventId,
  ),
});
