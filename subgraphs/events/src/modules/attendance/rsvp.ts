import type { EligibilityCode } from '@marquee/schema/rules/eligibility';
import type { AttendanceStatus } from '../../generated/prisma/enums';

/** What a person may answer. */
export type Wish = 'GOING' | 'INTERESTED' | 'MAYBE' | 'NOT_GOING';

export interface PresentAnswer {
  status: AttendanceStatus;
  checkedInAt: Date | null;
  tickets: number;
}

export type RsvpOutcome =
  /** Nothing to do: the answer already stands, or the person already waits. */
  | { kind: 'keep' }
  | { kind: 'become'; status: Wish | 'WAITLISTED' | 'PENDING_APPROVAL' }
  /** The place is held by a ticket. */
  | { kind: 'held by ticket' }
  | { kind: 'already inside' }
  /** Something else is asked first. */
  | { kind: 'refused' };

/** What becomes of an answer. `toGo`: what stands in the way of GOING; offers that have expired are gone before it is asked. */
export function outcomeOf(present: PresentAnswer | null, wish: Wish, toGo: EligibilityCode): RsvpOutcome {
  if (present?.status === wish) return { kind: 'keep' };
  if (wish !== 'GOING') {
    if (present?.checkedInAt) return { kind: 'already inside' };
    return present && present.tickets > 0 ? { kind: 'held by ticket' } : { kind: 'become', status: wish };
  }
  switch (toGo) {
    case 'ELIGIBLE':
      return { kind: 'become', status: 'GOING' };
    case 'FULL':
      return present?.status === 'WAITLISTED' ? { kind: 'keep' } : { kind: 'become', status: 'WAITLISTED' };
    case 'APPROVAL_NEEDED':
      return { kind: 'become', status: 'PENDING_APPROVAL' };
    case 'APPROVAL_PENDING':
      return { kind: 'keep' };
    default:
      return { kind: 'refused' };
  }
}
