import { id, idempotencyKey, line, text, z } from '@marquee/platform';
import { minutesOf } from '../preference/preference-clock';
import { isEmoji } from './tracking-mood';
import { rounded } from './tracking-days';

const date = () =>
  z.iso.date('must be a date such as 2026-11-30').refine((day) => day >= '2000-01-01' && day < '2200', 'must be from 2000-01-01 on');
const hours = () => z.number().min(0, 'must be between 0 and 24').max(24, 'must be between 0 and 24').transform(rounded);
const target = () =>
  z
    .number()
    .max(1_000_000, 'must be at most 1,000,000')
    .transform(rounded)
    .refine((value) => value > 0, 'must be more than 0');
/** Null for what cannot be empty is as if it were absent. */
const orAbsent = <Schema extends z.ZodType>(schema: Schema) => schema.nullish().transform((value) => value ?? undefined);
const timeOfDay = () =>
  z.string().transform((value, context) => {
    const minutes = minutesOf(value);
    if (minutes === null) context.addIssue({ code: 'custom', message: 'must be a time of day, such as 18:00' });
    return minutes ?? z.NEVER;
  });

const recorded = {
  studyHours: hours().nullish(),
  subject: line(80).nullish(),
  sleepHours: hours().nullish(),
  description: text(500).nullish(),
  mood: z.object({ emoji: z.string().refine(isEmoji, 'must be one emoji'), text: line(40).nullish() }).nullish(),
  tags: z
    .array(line(30).transform((tag) => tag.toLowerCase()))
    .max(10, 'must have at most 10 entries')
    .transform((all) => [...new Set(all)])
    .nullish(),
  notes: text(5000).nullish(),
  idempotencyKey: idempotencyKey(),
};

export const recordDailyActivityInput = z.object({ date: date(), ...recorded });
export type RecordDailyActivity = z.output<typeof recordDailyActivityInput>;

export const updateDailyActivityInput = z.object({ id: id(), ...recorded });
export type UpdateDailyActivity = z.output<typeof updateDailyActivityInput>;

/** Which of somebody's own. */
export const ownInput = z.object({ id: id(), idempotencyKey: idempotencyKey() });
export type Own = z.output<typeof ownInput>;

export const createGoalInput = z.object({
  title: line(120),
  description: text(1000).nullish(),
  type: z.enum(['WEEKLY', 'MONTHLY']),
  measure: z.enum(['OWN', 'STUDY_HOURS']),
  startDate: date().nullish(),
  targetValue: target(),
  remindAt: timeOfDay().nullish(),
  idempotencyKey: idempotencyKey(),
});
export type CreateGoal = z.output<typeof createGoalInput>;

export const updateGoalInput = z.object({
  id: id(),
  title: orAbsent(line(120)),
  description: text(1000).nullish(),
  targetValue: orAbsent(target()),
  remindAt: timeOfDay().nullish(),
  idempotencyKey: idempotencyKey(),
});
export type UpdateGoal = z.output<typeof updateGoalInput>;

export const recordGoalProgressInput = z.object({
  id: id(),
  add: z
    .number()
    .min(-1_000_000, 'must be at least -1,000,000')
    .max(1_000_000, 'must be at most 1,000,000')
    .transform(rounded)
    .refine((value) => value !== 0, 'must not be 0'),
  idempotencyKey: idempotencyKey(),
});
export type RecordGoalProgress = z.output<typeof recordGoalProgressInput>;

export const chooseSuggestionsInput = z.object({
  frequency: z.enum(['NONE', 'DAILY', 'WEEKLY']),
  byModel: z.boolean(),
  idempotencyKey: idempotencyKey(),
});
export type ChooseSuggestions = z.output<typeof chooseSuggestionsInput>;
