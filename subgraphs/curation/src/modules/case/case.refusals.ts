import { Refusal, type Remedy } from '@marquee/platform';
import type { Case } from '../../generated/prisma/client';

export const caseConflict = (one: Case, message: string, remedy: Remedy = {}) =>
  new Refusal('CaseConflict', 'CONFLICT', message, { case: one }, { retryable: true, ...remedy });
