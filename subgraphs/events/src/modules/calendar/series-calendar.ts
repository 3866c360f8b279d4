import { ruleInUtc, readRule } from '../series/recurrence-rule';
import { firstOf, scheduleOf } from '../series/series-schedule';
import type { SeriesView } from '../series/series.types';
import { wallTimes, type Calendar, type CalendarEvent } from './calendar-text';

/** An event of a series that is not as the series says. */
export type Exception = CalendarEvent & { recurrenceId: string; visible: boolean };

/**
 * A series as a calendar: one entry with its rule, and one for each occurrence that differs. What visitors do not see is left out of the rule,
 * so that nobody waits at a door for it.
 */
export function seriesCalendar(
  series: SeriesView,
  venue: { name: string; address: string | null; city: string | null; latitude: number | null; longitude: number | null } | null,
  exceptions: readonly Exception[],
): Calendar {
  const { id, version, timezone, rule, added, content, status, createdAt, updatedAt } = series;
  const gone = exceptions.filter(({ visible }) => !visible).map(({ recurrenceId }) => recurrenceId);
  const excluded = [...new Set([...series.excluded, ...gone])].sort();
  const master: CalendarEvent = {
    ...{ id, version, title: content.title, description: content.description, timezone, createdAt, updatedAt },
    ...firstOf(scheduleOf(series)),
    cancelled: status === 'CANCELLED',
    place: venue && [venue.name, venue.address, venue.city].filter(Boolean).join(', '),
    latitude: venue?.latitude ?? null,
    longitude: venue?.longitude ?? null,
    category: content.categorySlug,
    recurrence: [
      `RRULE:${ruleInUtc(readRule(rule, timezone), timezone)}`,
      ...(added.length > 0 ? [wallTimes('RDATE', added, timezone)] : []),
      ...(excluded.length > 0 ? [wallTimes('EXDATE', excluded, timezone)] : []),
    ],
  };
  const others = exceptions
    .filter(({ visible }) => visible)
    .map(({ recurrenceId, visible: _visible, ...event }) => ({ ...event, occurrence: { seriesId: id, recurrenceId } }));
  return { name: content.title, events: [master, ...others] };
}
