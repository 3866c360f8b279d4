import { RRuleTemporal } from 'rrule-temporal';
import { readRule, RuleFault, ruleText, type Rule } from './recurrence-rule';
import { instantOf, wallMillis, wallOfMillis, type WallTime } from './wall-clock';

/** When the occurrences of a series are. All times are on the wall clock of the zone, which is why they stay the same when its clocks change. */
export interface Schedule {
  /** Of the first occurrence. The rule must have it. */
  start: WallTime;
  timezone: string;
  durationMinutes: number;
  /** Canonical: `ruleText`. */
  rule: string;
  /** RDATE: further starts. */
  added: readonly WallTime[];
  /** EXDATE: starts that are none. */
  excluded: readonly WallTime[];
}

export interface Occurrence {
  /** Its start on the wall clock, as the schedule says: which of the series it is, for ever. */
  recurrenceId: WallTime;
  startsAt: Date;
  endsAt: Date;
}

const HOUR = 3_600_000;
const MINUTE = 60_000;
/** No zone's clock is farther from UTC. */
const FARTHEST = 26 * HOUR;
/** So many periods, and so many days and times in them, are looked at before the library gives up. */
const MOST_PERIODS = 10_000;
const MOST_CANDIDATES = 50_000;
/** So far ahead somebody may plan. */
const LAST = Date.UTC(2200, 0, 1);

/** The occurrences that start from `from` on and before `to`, next first, at most `most`. */
export function occurrencesBetween(schedule: Schedule, from: Date, to: Date, most: number): Occurrence[] {
  const { timezone, durationMinutes, added, excluded } = schedule;
  const [first, last] = [from.getTime() - FARTHEST, Math.min(to.getTime(), LAST) + FARTHEST];
  const walls = new Set([...ruleTimes(schedule, first, last), ...added]);
  for (const wall of excluded) walls.delete(wall);
  return [...walls]
    .map((recurrenceId) => ({ recurrenceId, startsAt: instantOf(recurrenceId, timezone) }))
    .filter(({ startsAt }) => startsAt >= from && startsAt < to)
    .map((one) => ({ ...one, endsAt: new Date(one.startsAt.getTime() + durationMinutes * MINUTE) }))
    .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime() || (a.recurrenceId < b.recurrenceId ? -1 : 1))
    .slice(0, most);
}

/** Does the rule begin with its start? Otherwise calendar programs disagree whether the start is one of them (RFC 5545, 3.8.5.3). */
export const beginsAtStart = (schedule: Schedule): boolean => {
  const start = wallMillis(schedule.start);
  return ruleTimes({ ...schedule, added: [], excluded: [] }, start, start).length === 1;
};

/** Is there an occurrence after this moment? */
export function goesOnAfter(schedule: Schedule, at: Date): boolean {
  const isOne = (wall: WallTime) => instantOf(wall, schedule.timezone) > at && !schedule.excluded.includes(wall);
  if (schedule.added.some(isOne)) return true;
  let wall = nextOf(schedule, wallOfMillis(at.getTime() - FARTHEST), true);
  for (let tried = 0; wall !== null && tried <= schedule.excluded.length + STARTS_WITHIN_DOUBT; tried++) {
    if (isOne(wall)) return true;
    wall = nextOf(schedule, wall, false);
  }
  return false;
}

/** At most so many starts lie within the hours by which a wall clock and UTC may differ. */
const STARTS_WITHIN_DOUBT = 40;

/**
 * A schedule in two: what is before this occurrence, and it with all that follows. Null where nothing is before it. What is counted is
 * counted on: of ten, three are before and seven follow.
 */
export function splitBefore(schedule: Schedule, recurrenceId: WallTime): { before: Schedule; after: Schedule } | null {
  const rule = readRule(schedule.rule, schedule.timezone);
  const [start, at] = [wallMillis(schedule.start), wallMillis(recurrenceId)];
  const earlier = (wall: WallTime) => wall < recurrenceId;
  const before = ruleTimes(schedule, start, at - 1);
  if (!before.some((wall) => !schedule.excluded.includes(wall)) && !schedule.added.some(earlier)) return null;
  const rest = (walls: readonly WallTime[]) => walls.filter((wall) => !earlier(wall));
  const follow: Rule = rule.count === null ? rule : { ...rule, count: rule.count - before.length };
  const next = follow.count === 0 ? null : nextOf(schedule, recurrenceId, true);
  const after =
    next === null
      ? { start: recurrenceId, rule: 'FREQ=DAILY;COUNT=1', added: rest(schedule.added).filter((wall) => wall !== recurrenceId) }
      : { start: next, rule: ruleText(follow), added: rest(schedule.added) };
  const added = schedule.added.filter(earlier);
  const past =
    before.length === 0
      ? { start: added[0]!, rule: 'FREQ=DAILY;COUNT=1', added: added.slice(1) }
      : { rule: ruleText({ ...rule, count: null, until: wallOfMillis(at - 1000) }), added };
  return {
    before: { ...schedule, ...past, excluded: schedule.excluded.filter(earlier) },
    after: { ...schedule, ...after, excluded: rest(schedule.excluded) },
  };
}

/** Null where the rule has none, also none in all the time for which one looks. */
function nextOf(schedule: Schedule, from: WallTime, inclusive: boolean): WallTime | null {
  try {
    const next = reading(schedule).next(new Date(wallMillis(from)), inclusive);
    return next && next.epochMilliseconds < LAST ? wallOfMillis(next.epochMilliseconds) : null;
  } catch {
    return null;
  }
}

/** What the rule alone gives, both ends included; milliseconds as `wallMillis` has them. */
function ruleTimes(schedule: Schedule, first: number, last: number): WallTime[] {
  if (last < first) return [];
  try {
    const times = reading(schedule).between(new Date(first), new Date(last), true);
    return [...new Set(times.map(({ epochMilliseconds }) => wallOfMillis(epochMilliseconds)))];
  } catch {
    // The library has reached one of its bounds: no rule may keep a process busy.
    throw new RuleFault('takes too long to reckon; write it in a simpler way');
  }
}

/** Reckoned as if the zone were UTC: a wall clock without zone has no gaps, and no time twice. */
const reading = ({ start, rule }: Pick<Schedule, 'start' | 'rule'>): RRuleTemporal =>
  new RRuleTemporal({
    rruleString: `DTSTART:${start.replace(/[-:]/g, '')}Z\nRRULE:${rule.replace(/(UNTIL=\d{8}T\d{6})/, '$1Z')}`,
    maxIterations: MOST_PERIODS,
    maxCandidateEvaluations: MOST_CANDIDATES,
    cache: false,
  });
