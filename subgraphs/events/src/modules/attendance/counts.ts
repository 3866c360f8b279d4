import type { AttendanceStatus } from '../../generated/prisma/enums';

/** The numbers of one event. `overbooked` are places beyond capacity that tickets took: see docs/decisions/places-and-tickets.md. */
export interface Numbers {
  capacity: number | null;
  going: number;
  interested: number;
  maybe: number;
  /** Those with an open offer included. */
  waitlisted: number;
  checkedIn: number;
  offered: number;
  overbooked: number;
}

/** What one answer adds to the numbers. */
export interface CountedAnswer {
  status: AttendanceStatus;
  offerExpiresAt: Date | null;
  checkedInAt: Date | null;
}

type Counted = Exclude<keyof Numbers, 'capacity' | 'overbooked'>;

const NAMES: Partial<Record<AttendanceStatus, Counted>> = {
  GOING: 'going',
  INTERESTED: 'interested',
  MAYBE: 'maybe',
  WAITLISTED: 'waitlisted',
};

/** The numbers after one answer changed from `before` (null: there was none) to `after` (null: there is none any more). */
export function recount(numbers: Numbers, before: CountedAnswer | null, after: CountedAnswer | null): Numbers {
  const next = { ...numbers };
  const add = (answer: CountedAnswer | null, sign: 1 | -1) => {
    if (!answer) return;
    const name = NAMES[answer.status];
    if (name) next[name] += sign;
    if (answer.offerExpiresAt) next.offered += sign;
    if (answer.checkedInAt) next.checkedIn += sign;
  };
  add(before, -1);
  add(after, 1);
  // A place given back first makes up for one that was given beyond capacity.
  return { ...next, overbooked: Math.min(next.overbooked, excess(next)) };
}

/** As many places beyond capacity as the present numbers need: what a ticket does, which is never refused. */
export const overbook = (numbers: Numbers): Numbers => ({ ...numbers, overbooked: Math.max(numbers.overbooked, excess(numbers)) });

/** Places that can be had now: an open offer counts as taken. Infinity without a limit. */
export const freePlaces = ({ capacity, going, offered }: Numbers): number =>
  capacity === null ? Infinity : Math.max(0, capacity - going - offered);

/** People in the queue to whom nothing is offered yet. */
export const waiting = ({ waitlisted, offered }: Numbers): number => waitlisted - offered;

const excess = ({ capacity, going, offered }: Numbers): number => (capacity === null ? 0 : Math.max(0, going + offered - capacity));
