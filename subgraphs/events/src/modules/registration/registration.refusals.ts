import { Refusal } from '@marquee/platform';
import { messageOf } from '@marquee/schema/rules/eligibility-message';
import type { EventStatus } from '../../generated/prisma/enums';

/** The event takes no answers any more, so nothing can be asked. */
export function registrationClosed(status: EventStatus): Refusal {
  const eligibility = status === 'CANCELLED' ? 'CALLED_OFF' : 'OVER';
  return new Refusal('EventNotOpen', 'NOT_ALLOWED_NOW', messageOf(eligibility), { status, eligibility });
}
