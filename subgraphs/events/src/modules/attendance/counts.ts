import type { AttendanceStatus } from '../../generated/prisma/enums';
import { offeredPlacesOf, partySize } from './party';

/** The numbers of one event. Capacity counts people, each once: see docs/decisions/places-and-tickets.md. */
export interface Numbers {
  /** In force; null: no limit. */
  capacity: number | null;
  /** A lower one that the organiser asked for and that payments has not made room for yet. */
  pendingCapacity: number | null;
  /** `unticketed` and `tickets`. */
  going: number;
  /** People GOING without a ticket, companions included. */
  unticketed: number;
  tickets: number;
  interested: number;
  maybe: number;
  /** People, those with an open offer included. */
  waitlisted: number;
  checkedIn: number;
  /** People who are inside now. */
  inside: number;
  /** Places that open offers hold. */
  offered: number;
  /** Places beyond capacity that tickets took before any were granted, or that the owner gave away on purpose. */
  overbooked: number;
  /** Tickets, and places that unpaid orders hold, as payments told last. */
  placesTaken: number;
  /** The most that payments may take by the grants it may still go by; null: no limit. */
  reserved: number | null;
}

/** What one answer adds to the numbers. */
export interface CountedAnswer {
  status: AttendanceStatus;
  offerExpiresAt: Date | null;
  offeredPlaces: number | null;
  tickets: number;
  companions: number;
  admitted: number;
  inside: number;
}

const NAMES: Partial<Record<AttendanceStatus, 'interested' | 'maybe'>> = { INTERESTED: 'interested', MAYBE: 'maybe' };

/** The numbers after one answer changed from `before` (null: there was none) to `after` (null: there is none any more). */
export function recount(numbers: Numbers, before: CountedAnswer | null, after: CountedAnswer | null): Numbers {
  const next = { ...numbers };
  const add = (answer: CountedAnswer | null, sign: 1 | -1) => {
    if (!answer) return;
    const name = NAMES[answer.status];
    if (name) next[name] += sign;
    if (answer.status === 'WAITLISTED') next.waitlisted += sign * partySize(answer);
    if (answer.status === 'GOING' && answer.tickets === 0) next.unticketed += sign * partySize(answer);
    next.tickets += sign * answer.tickets;
    next.offered += sign * offeredPlacesOf(answer);
    next.checkedIn += sign * answer.admitted;
    next.inside += sign * answer.inside;
  };
  add(before, -1);
  add(after, 1);
  next.going = next.unticketed + next.tickets;
  return adjust(next);
}

/** As many places beyond capacity as the present numbers need: what a ticket does, which is never refused. */
export const overbook = (numbers: Numbers): Numbers => ({ ...numbers, overbooked: Math.max(numbers.overbooked, excess(numbers)) });

/** More places count at once, fewer as far as nobody has them and nobody may take them any more. */
export function withCapacity(numbers: Numbers, capacity: number | null): Numbers {
  const raised = capacity === null || (numbers.capacity !== null && capacity >= numbers.capacity);
  return adjust(raised ? { ...numbers, capacity, pendingCapacity: null } : { ...numbers, pendingCapacity: capacity });
}

/** What the organiser wants: the capacity that event and grants go by. */
export const wantedCapacity = ({ capacity, pendingCapacity }: { capacity: number | null; pendingCapacity?: number | null }) =>
  pendingCapacity ?? capacity;

/** Places that somebody has, or is held for: the capacity in force never goes below it. */
export const takenPlaces = ({ unticketed, offered, tickets, placesTaken }: Numbers): number =>
  unticketed + offered + Math.max(tickets, placesTaken);

/** Places that can be had by anybody by any way: an open offer counts as taken, and what an unpaid order holds. Null without a limit. */
export const availablePlaces = (numbers: Numbers): number | null =>
  numbers.capacity === null ? null : Math.max(0, numbers.capacity - takenPlaces(numbers));

/** Places that can be given by an answer or an offer: what is granted to payments cannot. Infinity without a limit. */
export const freePlaces = (numbers: Numbers): number =>
  numbers.capacity === null ? Infinity : Math.max(0, numbers.capacity - committedPlaces(numbers));

/** The places that payments should have to sell: all that nobody has by an answer or an offer. Null without a limit. */
export function placesToSell(numbers: Numbers): number | null {
  const wanted = wantedCapacity(numbers);
  return wanted === null ? null : Math.max(0, wanted - numbers.unticketed - numbers.offered);
}

/** Places that may still be sold, as far as is known here. Infinity without a limit. */
export const leftToSell = ({ granted, placesTaken }: { granted: number | null; placesTaken: number }): number =>
  granted === null ? Infinity : Math.max(0, granted - placesTaken);

/** People in the queue to whom nothing is offered yet; more than that while a part of a party is offered places. */
export const waiting = ({ waitlisted, offered }: Numbers): number => waitlisted - offered;

/** Places that somebody new gets by answering: none while others wait for them. */
export const placesToGive = (numbers: Numbers): number => (waiting(numbers) > 0 ? 0 : freePlaces(numbers));

/** Lets the capacity follow what the organiser asked for, and lets places that were given back make up for those beyond it. */
export function adjust(numbers: Numbers): Numbers {
  const next = { ...numbers };
  if (next.pendingCapacity !== null) {
    const lowest = Math.max(next.pendingCapacity, committedPlaces(next));
    if (lowest < (next.capacity ?? Infinity)) next.capacity = lowest;
    if (next.capacity === next.pendingCapacity) next.pendingCapacity = null;
  }
  return { ...next, overbooked: Math.min(next.overbooked, excess(next)) };
}

/** What is taken, and what payments may take without asking. */
const committedPlaces = ({ unticketed, offered, tickets, placesTaken, reserved }: Numbers): number =>
  unticketed + offered + Math.max(reserved ?? Infinity, tickets, placesTaken);

const excess = (numbers: Numbers): number =>
  numbers.capacity === null || numbers.reserved === null ? 0 : Math.max(0, committedPlaces(numbers) - numbers.capacity);
