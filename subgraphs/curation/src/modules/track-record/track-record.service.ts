import type { Context } from '../../context';
import { isCurator } from '../event/event-visibility';
import { bayesianMean, ratingPrior } from '../review/rating';
import { isTrusted } from '../trust/creator-trust';
import type { RecordNumbers } from './track-record.sql';

/** The TrackRecord type is resolved from it. */
export interface TrackRecordView extends Omit<RecordNumbers, 'ratingSum'> {
  approvalRate: number | null;
  rating: number | null;
  trusted: boolean;
}

/** How what people publish was judged. */
export class TrackRecordService {
  constructor(private readonly ctx: Context) {}

  /** For those who judge, of others. */
  async of(userId: string): Promise<TrackRecordView | null> {
    const { caller, viewerId, loaders, kept } = this.ctx;
    if (!isCurator(caller.viewer) || userId === viewerId) return null;
    const numbers = await loaders.recordNumbersByUserId.load(userId);
    if (!numbers) return null;
    const { approved, rejected, changesRequested, reputation, active, approvals, rejections } = numbers;
    const judged = approved + rejected + changesRequested;
    const { CURATION_AUTO_APPROVE, CURATION_TRUSTED_REPUTATION, CURATION_TRUSTED_APPROVALS } = kept.settings;
    const required = { reputation: CURATION_TRUSTED_REPUTATION, approvals: CURATION_TRUSTED_APPROVALS };
    return {
      ...numbers,
      approvalRate: judged === 0 ? null : approved / judged,
      rating: bayesianMean({ sum: numbers.ratingSum, count: numbers.reviews }, ratingPrior(kept.settings)),
      trusted: CURATION_AUTO_APPROVE && active && isTrusted({ reputation: reputation ?? 0, approvals, rejections }, required),
    };
  }
}
