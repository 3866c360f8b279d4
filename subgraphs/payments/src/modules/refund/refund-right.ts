import { isElsewhere, type Venture } from '@marquee/schema/rules/moved-event';
import { IN_FULL, type RefundStep, type RefundTerms } from './refund-terms';

/** What somebody bought, and when. */
export interface Bought extends Venture {
  at: Date;
  /** What went back until when, as the organiser said then, the earliest first; empty is never. */
  steps: readonly RefundStep[];
  /** What is kept of each ticket. */
  feeMinor: bigint;
}

/** The event was moved, and we heard of it. */
export interface Move extends Venture {
  heardAt: Date;
}

/** By these terms tickets go back until then. */
export interface TermUntil {
  until: Date;
  terms: RefundTerms;
}

/** The same of an order, with its currency. */
export interface TermView extends TermUntil {
  currency: string;
}

const HOUR_MS = 3_600_000;
const TIME_TO_DECIDE_MS = 7 * 86_400_000;

/**
 * By which terms a buyer may give tickets back until when, the earliest end first: by the steps that the organiser named, counted from the
 * start as it is now or as it was bought, whichever is later. A move by more than two hours or to another city gives all of the price for
 * seven days from when it was heard of, also beyond the start. So a start that is moved into the past ends nothing.
 */
export function refundTerms(event: { startsAt: Date }, bought: Bought, moves: readonly Move[]): TermUntil[] {
  const start = Math.max(event.startsAt.getTime(), bought.startsAt.getTime());
  const moved = moves
    .filter((move) => move.heardAt > bought.at && isElsewhere(move, bought))
    .map(({ heardAt }) => ({ until: new Date(heardAt.getTime() + TIME_TO_DECIDE_MS), terms: IN_FULL }));
  const named = bought.steps.map(({ hoursBefore, basisPoints }) => ({
    until: new Date(start - hoursBefore * HOUR_MS),
    terms: { basisPoints, feeMinor: bought.feeMinor, mostMinor: null },
  }));
  const last = latest(moved);
  return [...named, ...(last ? [last] : [])].sort((a, b) => a.until.getTime() - b.until.getTime());
}

/** Until when a buyer may give tickets back at all; null when there is no such time. */
export function refundableUntil(event: { startsAt: Date }, bought: Bought, moves: readonly Move[]): Date | null {
  return refundTerms(event, bought, moves).at(-1)?.until ?? null;
}

/** The terms at a moment, the best for the buyer of those that hold; null when none does any more. */
export function termsAt(all: readonly TermUntil[], now: Date): RefundTerms | null {
  const open = all.filter(({ until }) => until > now).map(({ terms }) => terms);
  return open.sort((a, b) => b.basisPoints - a.basisPoints || Number(a.feeMinor - b.feeMinor))[0] ?? null;
}

const latest = (terms: readonly TermUntil[]): TermUntil | null =>
  terms.reduce<TermUntil | null>((last, term) => (last && last.until >= term.until ? last : term), null);
