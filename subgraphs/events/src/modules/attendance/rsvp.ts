import type { AttendanceStatus } from '../../generated/prisma/enums';

/** What a person may answer. */
export type Wish = 'GOING' | 'INTERESTED' | 'MAYBE' | 'NOT_GOING';

export interface PresentAnswer {
  status: AttendanceStatus;
  offerExpiresAt: Date | null;
  checkedInAt: Date | null;
  ticketed: boolean;
}

export type RsvpOutcome =
  /** Nothing to do: the answer already stands, or the person already waits. */
  | { kind: 'keep' }
  | { kind: 'become'; status: Wish }
  | { kind: 'queue' }
  /** The place is held by a ticket. */
  | { kind: 'held by ticket' }
  | { kind: 'already inside' };

/** What becomes of an answer. `free`: a place can be had now; offers that have expired are gone before this is asked. */
export function outcomeOf(present: PresentAnswer | null, wish: Wish, free: boolean): RsvpOutcome {
  if (present?.status === wish) return { kind: 'keep' };
  if (wish !== 'GOING') {
    if (present?.checkedInAt) return { kind: 'already inside' };
    return present?.ticketed ? { kind: 'held by ticket' } : { kind: 'become', status: wish };
  }
  if (present?.status === 'WAITLISTED') return present.offerExpiresAt ? { kind: 'become', status: 'GOING' } : { kind: 'keep' };
  return free ? { kind: 'become', status: 'GOING' } : { kind: 'queue' };
}
