import { lazily, type Caller } from '@marquee/platform';
import type { Kept } from './kept';
import { appealLoaders } from './modules/appeal/appeal.loaders';
import { assessmentLoaders } from './modules/assessment/assessment.loaders';
import { assignmentLoaders } from './modules/assignment/assignment.loaders';
import { cannedReasonLoaders } from './modules/canned-reason/canned-reason.loaders';
import { caseAppealLoaders } from './modules/case-appeal/case-appeal.loaders';
import { caseLoaders } from './modules/case/case.loaders';
import { collectionLoaders } from './modules/collection/collection.loaders';
import { comparisonLoaders } from './modules/comparison/comparison.loaders';
import { eventLoaders } from './modules/event/event.loaders';
import { flagLoaders } from './modules/flag/flag.loaders';
import { personLoaders } from './modules/person/person.loaders';
import { queueEntryLoaders } from './modules/queue/queue-entry.loaders';
import { reportLoaders } from './modules/report/report.loaders';
import { reviewLoaders } from './modules/review/review.loaders';
import { trackRecordLoaders } from './modules/track-record/track-record.loaders';
import { workflowLoaders } from './modules/workflow/workflow.loaders';

/** All loaders of this subgraph; one set for each request. */
export const createLoaders = lazily<[kept: Kept, caller: Caller]>()(
  personLoaders,
  eventLoaders,
  workflowLoaders,
  assessmentLoaders,
  flagLoaders,
  reviewLoaders,
  caseLoaders,
  caseAppealLoaders,
  queueEntryLoaders,
  appealLoaders,
  reportLoaders,
  collectionLoaders,
  trackRecordLoaders,
  assignmentLoaders,
  cannedReasonLoaders,
  comparisonLoaders,
);

export type Loaders = ReturnType<typeof createLoaders>;
