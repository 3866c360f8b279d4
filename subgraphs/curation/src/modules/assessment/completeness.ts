import type { EventSnapshot } from '../event/event-snapshot';
import { SHORT_DESCRIPTION } from './content-quality';

/** Exhibitions run for months; what runs longer has a wrong end. */
const LONGEST_DAYS = 120;

/** What a visitor wants to know, and how much each part weighs; the weights sum to 1. */
const PARTS: readonly [weight: number, present: (event: EventSnapshot) => number][] = [
  [0.1, (event) => Number(event.title.trim().length >= 5)],
  // From a bare sentence to a full paragraph.
  [0.25, (event) => ramp(event.description.trim().length, SHORT_DESCRIPTION / 2, 300)],
  [0.1, (event) => Number(!['', 'other'].includes(event.categorySlug))],
  [0.05, (event) => ramp(event.tags.length, 0, 2)],
  [0.15, (event) => Number(hasSoundTimes(event))],
  [0.1, (event) => Number(Boolean(event.venue?.name))],
  [0.1, (event) => Number(event.venue?.latitude != null && event.venue.longitude != null)],
  [0.05, (event) => Number(event.price.type !== 'UNKNOWN' && (event.price.type !== 'PAID' || event.price.min !== null))],
  [0.1, (event) => Number(event.imageUrl !== null)],
];

/** 0 to 1: the weighted share of what is there. */
export function completenessOf(event: EventSnapshot): number {
  const sum = PARTS.reduce((total, [weight, present]) => total + weight * present(event), 0);
  return Math.min(1, sum);
}

export function hasSoundTimes({ startsAt, endsAt }: Pick<EventSnapshot, 'startsAt' | 'endsAt'>): boolean {
  const days = (endsAt.getTime() - startsAt.getTime()) / 86_400_000;
  return days > 0 && days <= LONGEST_DAYS;
}

/** 0 at `from` and below, 1 at `to` and above, straight between. */
const ramp = (value: number, from: number, to: number): number => Math.min(1, Math.max(0, (value - from) / (to - from)));
