import type { InputFault } from '@marquee/platform';
import { beginsAtStart, occurrencesBetween, type Occurrence, type Schedule } from './recurrence';
import { readRule, RuleFault, ruleText } from './recurrence-rule';
import { instantOf } from './wall-clock';

/** So far ahead occurrences are made. */
export const MADE_AHEAD_MS = 56 * 86_400_000;
/** A series has no more in that time. */
export const MOST_AHEAD = 200;

/** The columns that tell when the occurrences are. */
type ScheduleColumns = Pick<Schedule, 'start' | 'timezone' | 'durationMinutes' | 'rule'> & { added: string[]; excluded: string[] };

export const scheduleOf = ({ start, timezone, durationMinutes, rule, added, excluded }: ScheduleColumns): Schedule => ({
  ...{ start, timezone, durationMinutes, rule, added, excluded },
});

export const columnsOf = ({ added, excluded, ...schedule }: Schedule): ScheduleColumns => ({
  ...schedule,
  added: [...added],
  excluded: [...excluded],
});

/** A schedule as somebody wishes it, read and kept as one text for one meaning; or what is wrong with it. */
export function readSchedule(
  wished: { start: string; rule: string; additionalStarts: string[]; excludedStarts: string[] },
  timezone: string,
  durationMinutes: number,
): { schedule: Schedule; faults: [] } | { schedule: null; faults: InputFault[] } {
  const { start, additionalStarts, excludedStarts } = wished;
  const wrong = (path: string, message: string) => ({ schedule: null, faults: [{ path: `schedule.${path}`, message }] });
  try {
    const rule = ruleText(readRule(wished.rule, timezone));
    const added = additionalStarts.filter((wall) => wall !== start);
    const schedule = { start, timezone, durationMinutes, rule, added, excluded: excludedStarts };
    if (!beginsAtStart(schedule)) return wrong('start', 'is not one of the starts by the rule');
    if (excludedStarts.includes(start)) return wrong('excludedStarts', 'must not name the first start');
    if (added.some((wall) => wall < start)) return wrong('additionalStarts', 'must not be before the first start');
    const first = instantOf(start, timezone);
    const ahead = occurrencesBetween(schedule, first, new Date(first.getTime() + MADE_AHEAD_MS), MOST_AHEAD + 1);
    if (ahead.length > MOST_AHEAD) return wrong('rule', `must not begin more than ${MOST_AHEAD} times in eight weeks`);
    return { schedule, faults: [] };
  } catch (error) {
    if (error instanceof RuleFault) return wrong('rule', error.message);
    throw error;
  }
}

export const firstOf = ({ start, timezone, durationMinutes }: Schedule): Occurrence => {
  const startsAt = instantOf(start, timezone);
  return { recurrenceId: start, startsAt, endsAt: new Date(startsAt.getTime() + durationMinutes * 60_000) };
};

/**
 * Which of the events that are made already takes which start of a new schedule: its own, or else another one on the same day. `first` takes
 * any start that is left, if need be. What finds none is `left`.
 */
export function placed<E extends { id: string; recurrenceId: string | null }>(
  events: readonly E[],
  wanted: readonly Occurrence[],
  firstId: string,
): { moved: [E, Occurrence][]; left: E[] } {
  const open = new Map(wanted.map((occurrence) => [occurrence.recurrenceId, occurrence]));
  const moved: [E, Occurrence][] = [];
  const left = new Set(events);
  const take = (event: E, occurrence: Occurrence | undefined) => {
    if (!occurrence) return;
    open.delete(occurrence.recurrenceId);
    left.delete(event);
    moved.push([event, occurrence]);
  };
  for (const event of events) take(event, open.get(event.recurrenceId!));
  const dayOf = (wall: string) => wall.slice(0, 10);
  for (const event of [...left])
    take(
      event,
      [...open.values()].find(({ recurrenceId }) => dayOf(recurrenceId) === dayOf(event.recurrenceId!)),
    );
  for (const event of [...left]) if (event.id === firstId) take(event, open.values().next().value);
  return { moved, left: [...left] };
}
