import type { Database } from './db';
import { assessmentLoaders } from './modules/assessment/assessment.loaders';
import { eventLoaders } from './modules/event/event.loaders';
import { flagLoaders } from './modules/flag/flag.loaders';
import { reviewLoaders } from './modules/review/review.loaders';
import { workflowLoaders } from './modules/workflow/workflow.loaders';

/** All loaders of this subgraph; one set for each request. */
export const createLoaders = (db: Database) => ({
  ...eventLoaders(db),
  ...workflowLoaders(db),
  ...assessmentLoaders(db),
  ...flagLoaders(db),
  ...reviewLoaders(db),
});

export type Loaders = ReturnType<typeof createLoaders>;
