import { IntlMessageFormat } from 'intl-messageformat';
import type { Advice, AdviceKind, AdviceWanted } from '../../ports/adviser';
import { dayOf, rounded } from './tracking-days';
import { RULE_TEXTS, type Rule } from './tracking-rule-texts';

const WEEK = 7;
const ENOUGH_NIGHTS = 3;
const GOOD_NIGHT = 7;
const NEARLY = 0.8;
/** Moods differ so much before a trend is told: half a step of five. */
const NOTABLE = 0.5;

type Day = AdviceWanted['days'][number];
type Said = { kind: AdviceKind; rule: Rule; values: Record<string, string | number> };

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((all, value) => all + value, 0) / values.length;
const tenth = (value: number): number => Math.round(value * 10) / 10;
const moodsOf = (days: readonly Day[]): number[] => days.flatMap(({ mood }) => (mood === null ? [] : [mood]));
const hoursOf = (days: readonly Day[]): number => rounded(days.reduce((all, { studyHours }) => all + studyHours, 0));

/**
 * Suggestions by rules, at most five: a summary of the moods; the moods after long and after short nights, where each has three; a week of study
 * that is less than 70 % of the one before; the best day of the week, where it is at least 1.5 times the others; fewer than seven hours of sleep, of three
 * nights at least; the goal that is furthest behind the time that has gone, or one at 80 %; days without anything.
 */
export function adviceByRules({ language, days, goals }: AdviceWanted): Advice[] {
  const all = [...moodSaid(days), ...studySaid(days, language), ...sleepSaid(days), ...goalSaid(goals), ...habitSaid(days)];
  return all.slice(0, 5).map(({ kind, rule, values }) => ({
    kind,
    text: String(new IntlMessageFormat(RULE_TEXTS[language][rule], language.toLowerCase(), undefined, { ignoreTag: true }).format(values)),
  }));
}

function moodSaid(days: readonly Day[]): Said[] {
  const counts = new Map<string, number>();
  for (const emoji of days.flatMap((day) => day.emoji)) counts.set(emoji, (counts.get(emoji) ?? 0) + 1);
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  if (!most) return [];
  const [before, now] = [mean(moodsOf(days.slice(0, -WEEK))), mean(moodsOf(days.slice(-WEEK)))];
  const change = before === null || now === null ? 0 : now - before;
  const trend = change >= NOTABLE ? 'UP' : change <= -NOTABLE ? 'DOWN' : 'SAME';
  const said: Said[] = [{ kind: 'MOOD', rule: 'MOOD_SUMMARY', values: { emoji: most[0], trend } }];
  const slept = (isLong: boolean) => moodsOf(days.filter(({ sleepHours }) => sleepHours !== null && sleepHours >= GOOD_NIGHT === isLong));
  const [long, short] = [slept(true), slept(false)];
  if (Math.min(long.length, short.length) < ENOUGH_NIGHTS || mean(long)! < mean(short)! + NOTABLE) return said;
  return [...said, { kind: 'SLEEP', rule: 'MOOD_AND_SLEEP', values: { long: tenth(mean(long)!), short: tenth(mean(short)!) } }];
}

function studySaid(days: readonly Day[], language: AdviceWanted['language']): Said[] {
  const [before, now] = [hoursOf(days.slice(0, -WEEK)), hoursOf(days.slice(-WEEK))];
  if (before > 0 && now < 0.7 * before) return [{ kind: 'STUDY', rule: 'STUDY_LESS', values: { now, before } }];
  const byWeekday = Array.from({ length: WEEK }, (_, weekday) => days.filter(({ date }) => dayOf(date).getUTCDay() === weekday));
  const means = byWeekday.map((same) => (same.length === 0 ? 0 : hoursOf(same) / same.length));
  const best = means.indexOf(Math.max(...means));
  const others = mean(means.filter((_, weekday) => weekday !== best))!;
  if (means[best]! < 1 || others === 0 || means[best]! < 1.5 * others) return [];
  const day = new Intl.DateTimeFormat(language.toLowerCase(), { weekday: 'long', timeZone: 'UTC' }).format(
    dayOf(byWeekday[best]![0]!.date),
  );
  return [{ kind: 'STUDY', rule: 'STUDY_BEST_DAY', values: { day, hours: tenth(means[best]!) } }];
}

function sleepSaid(days: readonly Day[]): Said[] {
  const nights = days.slice(-WEEK).flatMap(({ sleepHours }) => (sleepHours === null ? [] : [sleepHours]));
  const hours = mean(nights);
  if (hours === null || nights.length < ENOUGH_NIGHTS || hours >= GOOD_NIGHT) return [];
  return [{ kind: 'SLEEP', rule: 'SLEEP_SHORT', values: { hours: tenth(hours) } }];
}

function goalSaid(goals: AdviceWanted['goals']): Said[] {
  const behind = goals
    .map((goal) => ({ ...goal, reached: goal.progress / goal.target, gone: goal.daysGone / (goal.daysGone + goal.daysLeft) }))
    .filter(({ daysLeft }) => daysLeft > 0);
  const [worst] = behind.filter(({ reached, gone }) => reached < gone - 0.1).sort((a, b) => a.reached - a.gone - (b.reached - b.gone));
  const percent = (reached: number) => Math.round(100 * reached);
  if (worst) {
    const perDay = rounded((worst.target - worst.progress) / worst.daysLeft);
    return [
      { kind: 'GOAL', rule: 'GOAL_BEHIND', values: { goal: worst.title, percent: percent(worst.reached), perDay, days: worst.daysLeft } },
    ];
  }
  const near = behind.find(({ reached }) => reached >= NEARLY);
  return near ? [{ kind: 'GOAL', rule: 'GOAL_NEAR', values: { goal: near.title, percent: percent(near.reached) } }] : [];
}

function habitSaid(days: readonly Day[]): Said[] {
  const count = days.slice(-WEEK).filter(({ activities }) => activities > 0).length;
  return count > 0 && count < 5 ? [{ kind: 'HABIT', rule: 'HABIT', values: { days: count } }] : [];
}
