import type { Context } from './context';
import { AppealService } from './modules/appeal/appeal.service';
import { AssignmentService } from './modules/assignment/assignment.service';
import { CannedReasonService } from './modules/canned-reason/canned-reason.service';
import { ComparisonService } from './modules/comparison/comparison.service';
import { ChecklistService } from './modules/checklist/checklist.service';
import { CaseAppealService } from './modules/case-appeal/case-appeal.service';
import { CaseDecisionService } from './modules/case/case-decision.service';
import { CaseService } from './modules/case/case.service';
import { CollectionPeopleService } from './modules/collection/collection-people.service';
import { CollectionService } from './modules/collection/collection.service';
import { CurationService } from './modules/curation/curation.service';
import { ReviewClaimService } from './modules/decision/review-claim.service';
import { ReviewBatchService } from './modules/decision/review-batch.service';
import { DecisionBatchService } from './modules/decision-batch/decision-batch.service';
import { DecisionSearchService } from './modules/decision-search/decision-search.service';
import { DecisionService } from './modules/decision/decision.service';
import { DriftService } from './modules/drift/drift.service';
import { EventAccess } from './modules/event/event-access.service';
import { FlagService } from './modules/flag/flag.service';
import { ProposalService } from './modules/proposal/proposal.service';
import { QueueEntryService } from './modules/queue/queue-entry.service';
import { QueueService } from './modules/queue/queue.service';
import { ReportService } from './modules/report/report.service';
import { ReviewService } from './modules/review/review.service';
import { SpamService } from './modules/spam/spam.service';
import { DashboardService } from './modules/dashboard/dashboard.service';
import { ModerationLogService } from './modules/moderation-log/moderation-log.service';
import { ModerationReportService } from './modules/transparency/moderation-report.service';
import { QualityTrendService } from './modules/quality-trend/quality-trend.service';
import { TrackRecordService } from './modules/track-record/track-record.service';
import { WorkflowService } from './modules/workflow/workflow.service';

/** All services of this subgraph, for one caller. */
export const createServices = (ctx: Context) => {
  const events = new EventAccess(ctx);
  const workflows = new WorkflowService(ctx, events);
  const cases = new CaseService(ctx);
  const moderationLog = new ModerationLogService(ctx);
  const collections = new CollectionService(ctx, events);
  const decisions = new DecisionService(ctx, workflows);
  const reviewClaims = new ReviewClaimService(ctx, workflows);
  return {
    events,
    curation: new CurationService(ctx, events),
    workflows,
    queue: new QueueService(ctx),
    decisions,
    reviewClaims,
    reviewBatches: new ReviewBatchService(decisions),
    queueEntries: new QueueEntryService(ctx, decisions, reviewClaims, cases),
    appeals: new AppealService(ctx, workflows),
    flags: new FlagService(ctx),
    reviews: new ReviewService(ctx, events),
    spam: new SpamService(ctx),
    drift: new DriftService(ctx),
    reports: new ReportService(ctx),
    dashboard: new DashboardService(ctx),
    assignments: new AssignmentService(ctx),
    cannedReasons: new CannedReasonService(ctx),
    comparisons: new ComparisonService(ctx, events),
    checklists: new ChecklistService(ctx),
    qualityTrends: new QualityTrendService(ctx),
    trackRecords: new TrackRecordService(ctx),
    moderationReport: new ModerationReportService(ctx),
    moderationLog,
    decisionBatches: new DecisionBatchService(ctx),
    decisionSearch: new DecisionSearchService(ctx, moderationLog),
    cases,
    caseAppeals: new CaseAppealService(ctx, cases),
    collections,
    collectionPeople: new CollectionPeopleService(ctx, collections),
    proposals: new ProposalService(ctx, collections, cases),
    caseDecisions: new CaseDecisionService(ctx, cases),
  };
};

export type Services = ReturnType<typeof createServices>;
