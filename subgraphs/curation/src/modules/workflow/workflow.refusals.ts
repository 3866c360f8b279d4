import { Refusal, type Remedy } from '@marquee/platform';
import type { Workflow } from '../../generated/prisma/client';

export const workflowConflict = (workflow: Workflow, message: string, remedy: Remedy = {}) =>
  new Refusal('WorkflowConflict', 'CONFLICT', message, { workflow }, { retryable: true, ...remedy });
