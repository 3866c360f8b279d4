import { invalidInput, isId, type Connection, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { QueueEntry } from '../../generated/prisma/client';
import type { SubjectKind } from '../../generated/prisma/enums';
import { kindsFor, mayJudge } from '../subject/subject-rights';
import type { CaseService } from '../case/case.service';
import type { DecisionService } from '../decision/decision.service';
import type { ReviewClaimService } from '../decision/review-claim.service';
import { queueCount, queueEntries, safetyFirst, type QueueSelection } from './queue-entries.sql';
import type { EntryRead, HandOverEntry } from './queue-entry.input';
import { followQueue } from './queue-entry.stream';
import { priorityAt, queueWeights } from './queue-priority';

export interface QueueFilter {
  kinds?: readonly SubjectKind[] | null | undefined;
  category?: string | null | undefined;
  city?: string | null | undefined;
  language?: string | null | undefined;
  assigneeId?: string | null | undefined;
  unclaimed?: boolean | null | undefined;
  urgent?: boolean | null | undefined;
  waitingHours?: number | null | undefined;
}

const HOUR_MS = 3_600_000;
/** Longer than anything waits; a clock goes no further back. */
const MOST_HOURS = 100_000;

/** All that waits for a decision, whatever it is, and who has it. */
export class QueueEntryService {
  constructor(
    private readonly ctx: Context,
    private readonly decisions: DecisionService,
    private readonly reviewClaims: ReviewClaimService,
    private readonly cases: CaseService,
  ) {}

  async page(args: PageArguments, filter: QueueFilter): Promise<Connection<QueueEntry>> {
    const { prisma } = this.ctx.kept.db;
    const page = safetyFirst.page(args);
    const selection = this.selection(filter);
    const ids = await prisma.$queryRaw<{ id: string }[]>(queueEntries(page, selection));
    const rows = await Promise.all(ids.map(({ id }) => this.ctx.loaders.queueEntryById.load(id)));
    return safetyFirst.connection(
      rows.filter((row) => row !== null),
      page,
      { totalCount: async () => (await prisma.$queryRaw<{ count: number }[]>(queueCount(selection)))[0]!.count },
    );
  }

  /** The urgency of an entry at this moment. */
  priority({ queueRank }: QueueEntry): number {
    const { clock, settings } = this.ctx.kept;
    return priorityAt(queueRank, clock.now(), queueWeights(settings));
  }

  /** Who has it at this moment. */
  claimerId({ curatorId, claimedUntil }: QueueEntry): string | null {
    return claimedUntil && claimedUntil > this.ctx.kept.clock.now() ? curatorId : null;
  }

  async claim({ entryId, ...read }: EntryRead): Promise<QueueEntry | null> {
    if (await this.isCase(entryId)) await this.cases.claim({ caseId: entryId, ...read });
    else await this.decisions.claim({ workflowId: entryId, ...read });
    return this.present(entryId);
  }

  async release({ entryId, ...read }: EntryRead): Promise<QueueEntry | null> {
    if (await this.isCase(entryId)) await this.cases.release({ caseId: entryId, ...read });
    else await this.reviewClaims.release({ workflowId: entryId, ...read });
    return this.present(entryId);
  }

  async handOver({ entryId, ...given }: HandOverEntry): Promise<QueueEntry | null> {
    if (await this.isCase(entryId)) await this.cases.handOver({ caseId: entryId, ...given });
    else await this.reviewClaims.handOver({ workflowId: entryId, ...given });
    return this.present(entryId);
  }

  changes() {
    return followQueue(this.ctx);
  }

  /** For those who judge such things, and did not make it. */
  async present(entryId: string): Promise<QueueEntry | null> {
    const { loaders, caller, viewerId } = this.ctx;
    const entry = await loaders.queueEntryById.load(entryId);
    return entry && mayJudge(caller.viewer, entry.kind) && entry.authorId !== viewerId ? entry : null;
  }

  private selection(filter: QueueFilter): QueueSelection {
    const { viewer, kept } = this.ctx;
    const now = kept.clock.now();
    const { kinds, category, city, language, assigneeId, unclaimed, urgent, waitingHours: hours } = filter;
    if (hours !== null && hours !== undefined && (hours < 0 || hours > MOST_HOURS))
      throw invalidInput('filter.waitingHours', `must be 0 to ${MOST_HOURS}`);
    if (assigneeId && !isId(assigneeId)) throw invalidInput('filter.assigneeId', 'must be the id of a person');
    return {
      kinds: kindsFor(viewer).filter((kind) => !kinds || kinds.includes(kind)),
      viewerId: viewer.id,
      now,
      category: category ?? null,
      city: city ?? null,
      language: language?.toLowerCase() ?? null,
      assigneeId: assigneeId || null,
      unclaimed: unclaimed ?? null,
      urgent: urgent ?? null,
      queuedUntil: hours ? new Date(now.getTime() - hours * HOUR_MS) : null,
    };
  }

  /** Its work has the entry's id. */
  private isCase = async (entryId: string): Promise<boolean> => (await this.ctx.loaders.caseById.load(entryId)) !== null;
}
