import type { Context } from '../../context';
import type { Workflow } from '../../generated/prisma/client';
import type { EventAccess } from '../event/event-access.service';
import { bayesianMean, NO_RATINGS, ratingPrior } from '../review/rating';
import { badgesOf, type Badge } from './badges';

/** The Curation type is resolved from it; what this viewer may not know is null already. */
export interface CurationView {
  status: Workflow['status'] | null;
  qualityScore: number | null;
  badges: Badge[];
  notes: string | null;
  noteTexts: unknown;
  workflow: Workflow | null;
}

/** What curation says about an event. */
export class CurationService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventAccess,
  ) {}

  async ofEvent(eventId: string): Promise<CurationView | null> {
    if (!(await this.events.byId(eventId))) return null;
    const { loaders, kept } = this.ctx;
    const [workflow, ratings] = await Promise.all([loaders.currentWorkflowByEventId.load(eventId), loaders.ratingByEventId.load(eventId)]);
    const assessment = workflow?.assessmentId ? await loaders.assessmentById.load(workflow.assessmentId) : null;
    const rating = ratings ?? NO_RATINGS;
    const isInside = await this.events.isInside(eventId);
    return {
      status: isInside || workflow?.status === 'APPROVED' ? (workflow?.status ?? null) : null,
      qualityScore: workflow?.qualityScore ?? null,
      badges: badgesOf({
        curatorScore: workflow?.curatorScore ?? null,
        completeness: assessment?.completeness ?? null,
        averageRating: bayesianMean(rating, ratingPrior(kept.settings)),
        reviews: rating.count,
      }),
      notes: isInside ? (workflow?.notes ?? null) : null,
      noteTexts: workflow?.noteTexts,
      workflow: isInside ? workflow : null,
    };
  }
}
