import { isId, type Viewer } from '@marquee/platform';
import type { Settings } from '../../env';
import type { Assessment, EventCopy, Workflow } from '../../generated/prisma/client';
import type { Loaders } from '../../loaders';
import { bayesianMean } from '../review/rating';
import { ratingPrior } from '../review/review.facts';
import { badgesOf, type Badge } from './badges';
import { isCurator, maySeeEvent } from './event.visibility';

/** An event as loaders give it: without what only the search for duplicates needs. */
export type VisibleEvent = Omit<EventCopy, 'signature'>;

/** What the Curation type is resolved from; everything that this viewer may not know is null already. */
export interface CurationView {
  status: Workflow['status'] | null;
  qualityScore: number | null;
  badges: Badge[];
  notes: string | null;
  workflow: Workflow | null;
}

export class EventService {
  constructor(
    private readonly loaders: Loaders,
    private readonly settings: Settings,
    private readonly viewer: Viewer | null,
  ) {}

  /** The event if this viewer may see it; null too when curation has not heard of it. */
  async visible(eventId: string): Promise<VisibleEvent | null> {
    if (!isId(eventId)) return null;
    const event = await this.loaders.eventCopyById.load(eventId);
    if (!event) return null;
    if (maySeeEvent(event, this.viewer, null)) return event;
    if (!this.viewer || (event.visibility === 'PUBLIC' && !event.hidden)) return null;
    const attendance = await this.loaders.attendance.load({ eventId, userId: this.viewer.id });
    return maySeeEvent(event, this.viewer, attendance) ? event : null;
  }

  async curation(eventId: string): Promise<CurationView | null> {
    const event = await this.visible(eventId);
    if (!event) return null;
    const [workflow, merits] = await Promise.all([
      this.loaders.currentWorkflowByEventId.load(eventId),
      this.loaders.ratingByEventId.load({ eventId }),
    ]);
    const assessment = workflow?.assessmentId ? await this.loaders.assessmentById.load(workflow.assessmentId) : null;
    const inside = isCurator(this.viewer) || event.creatorId === this.viewer?.id;
    return {
      status: inside || workflow?.status === 'APPROVED' ? (workflow?.status ?? null) : null,
      qualityScore: workflow?.qualityScore ?? null,
      badges: badgesOf(this.merits(workflow, assessment, merits ?? { sum: 0, count: 0 })),
      notes: inside ? (workflow?.notes ?? null) : null,
      workflow: inside ? workflow : null,
    };
  }

  async averageRating(eventId: string): Promise<number | null> {
    if (!(await this.visible(eventId))) return null;
    const rating = await this.loaders.ratingByEventId.load({ eventId });
    return rating && bayesianMean(rating, ratingPrior(this.settings));
  }

  private merits(workflow: Workflow | null, assessment: Assessment | null, rating: { sum: number; count: number }) {
    return {
      curatorScore: workflow?.curatorScore ?? null,
      completeness: assessment?.completeness ?? null,
      averageRating: bayesianMean(rating, ratingPrior(this.settings)),
      reviews: rating.count,
    };
  }
}
