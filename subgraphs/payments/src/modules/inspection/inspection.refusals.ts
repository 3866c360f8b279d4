import { Refusal } from '@marquee/platform';
import type { InspectionStatus } from '../../generated/prisma/enums';

const TEXT: Record<InspectionStatus, string> = {
  OPEN: 'is open',
  RELEASED: 'ended with its release',
  REFUNDED: 'ended with a refund',
};

export const inspectionClosed = (status: InspectionStatus) =>
  new Refusal('InspectionClosed', 'NOT_ALLOWED_NOW', `This inspection ${TEXT[status]}.`, { status });
