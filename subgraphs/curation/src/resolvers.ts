import { mergeResolvers } from '@marquee/platform';
import { appealResolvers } from './modules/appeal/appeal.resolvers';
import { assessmentResolvers } from './modules/assessment/assessment.resolvers';
import { cannedReasonResolvers } from './modules/canned-reason/canned-reason.resolvers';
import { checklistResolvers } from './modules/checklist/checklist.resolvers';
import { caseAppealResolvers } from './modules/case-appeal/case-appeal.resolvers';
import { assignmentResolvers } from './modules/assignment/assignment.resolvers';
import { caseResolvers } from './modules/case/case.resolvers';
import { collectionResolvers } from './modules/collection/collection.resolvers';
import { curationResolvers } from './modules/curation/curation.resolvers';
import { comparisonResolvers } from './modules/comparison/comparison.resolvers';
import { decisionBatchResolvers } from './modules/decision-batch/decision-batch.resolvers';
import { decisionSearchResolvers } from './modules/decision-search/decision-search.resolvers';
import { decisionResolvers } from './modules/decision/decision.resolvers';
import { driftResolvers } from './modules/drift/drift.resolvers';
import { eventResolvers } from './modules/event/event.resolvers';
import { flagResolvers } from './modules/flag/flag.resolvers';
import { personResolvers } from './modules/person/person.resolvers';
import { proposalResolvers } from './modules/proposal/proposal.resolvers';
import { queueEntryResolvers } from './modules/queue/queue-entry.resolvers';
import { queueResolvers } from './modules/queue/queue.resolvers';
import { reportResolvers } from './modules/report/report.resolvers';
import { reviewResolvers } from './modules/review/review.resolvers';
import { spamResolvers } from './modules/spam/spam.resolvers';
import { dashboardResolvers } from './modules/dashboard/dashboard.resolvers';
import { moderationLogResolvers } from './modules/moderation-log/moderation-log.resolvers';
import { moderationReportResolvers } from './modules/transparency/moderation-report.resolvers';
import { qualityTrendResolvers } from './modules/quality-trend/quality-trend.resolvers';
import { trackRecordResolvers } from './modules/track-record/track-record.resolvers';
import { workflowResolvers } from './modules/workflow/workflow.resolvers';

/** All resolvers of this subgraph, module by module. */
export const resolvers = mergeResolvers(
  eventResolvers,
  personResolvers,
  curationResolvers,
  assessmentResolvers,
  workflowResolvers,
  queueResolvers,
  queueEntryResolvers,
  decisionResolvers,
  flagResolvers,
  reviewResolvers,
  spamResolvers,
  driftResolvers,
  reportResolvers,
  caseResolvers,
  caseAppealResolvers,
  appealResolvers,
  collectionResolvers,
  proposalResolvers,
  dashboardResolvers,
  assignmentResolvers,
  cannedReasonResolvers,
  checklistResolvers,
  comparisonResolvers,
  qualityTrendResolvers,
  trackRecordResolvers,
  moderationReportResolvers,
  moderationLogResolvers,
  decisionSearchResolvers,
  decisionBatchResolvers,
);
