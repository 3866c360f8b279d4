import { byId, manyBy, type Caller } from '@marquee/platform';
import type { Decision } from '../../generated/prisma/client';
import type { Kept } from '../../kept';
import { kindsFor } from '../subject/subject-rights';
import { TRUST_WINDOW_DAYS } from '../trust/creator-trust';
import { newestDecisions, trackRecords, type RecordNumbers } from './track-record.sql';

export const trackRecordLoaders = ({ db, clock }: Kept, { viewer }: Caller) => ({
  recordNumbersByUserId: byId(
    (ids: readonly string[]) => {
      const since = new Date(clock.now().getTime() - TRUST_WINDOW_DAYS * 86_400_000);
      return db.query<RecordNumbers>(trackRecords(ids, viewer ? kindsFor(viewer) : [], since));
    },
    (numbers) => numbers.userId,
  ),
  newestDecisionsByCreatorId: manyBy(
    (ids: readonly string[]) => db.query<Decision>(newestDecisions(ids)),
    (decision) => decision.creatorId,
  ),
});
