import type { SearchAlert } from '../../generated/prisma/enums';
import type { SearchFilter } from './saved-search.types';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const EVERY: Record<Exclude<SearchAlert, 'NONE'>, number> = { IMMEDIATE: 2 * MINUTE, DAILY: DAY, WEEKLY: 7 * DAY };

/** When a search is looked at next; after `due`, where it was due, so that a daily one keeps its hour. Null without an alert. */
export function nextLook(alert: SearchAlert, now: Date, due: Date | null = null): Date | null {
  if (alert === 'NONE') return null;
  const every = EVERY[alert];
  const kept = due ? due.getTime() + every : 0;
  return new Date(kept > now.getTime() ? kept : now.getTime() + every);
}

const dateOf = (told: unknown): Date | null => (typeof told === 'string' ? new Date(told) : null);

/** A filter as JSON has it: its moments are text there. */
export function filterOf(stored: unknown): SearchFilter {
  // What a filter can say by now, and could not when it was kept, it does not say.
  const filter = { weekdays: [], timesOfDay: [], ...(stored as object) } as unknown as SearchFilter;
  const { startsAfter, startsBefore, on } = filter;
  return {
    ...filter,
    startsAfter: dateOf(startsAfter),
    startsBefore: dateOf(startsBefore),
    on: on ? { from: dateOf(on.from)!, to: dateOf(on.to)! } : null,
  };
}

/** Whether it leaves anything out. */
export const narrows = ({ collapseSeries: _shape, ...filter }: SearchFilter): boolean =>
  Object.values(filter).some((value) => value != null && !(Array.isArray(value) && value.length === 0));
