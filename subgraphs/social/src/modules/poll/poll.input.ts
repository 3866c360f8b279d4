import { id, idempotencyKey, line, z } from '@marquee/platform';

const option = z
  .object({ text: line(200).nullish(), eventId: id().nullish(), startTime: z.date().nullish(), endTime: z.date().nullish() })
  .refine(({ text, eventId, startTime }) => [text, eventId, startTime].filter((one) => one != null).length === 1, {
    message: 'must be exactly one of a text, an event and a time',
  })
  .refine(({ startTime, endTime }) => endTime == null || (startTime != null && endTime > startTime), {
    path: ['endTime'],
    message: 'must be later than startTime',
  });
type PollOptionGiven = z.output<typeof option>;

/** Two with the same are the same option. It is asked of wrong ones, too. */
const sameAs = ({ text, eventId, startTime, endTime }: PollOptionGiven): string =>
  JSON.stringify([text?.toLocaleLowerCase('en'), eventId, startTime, endTime]);

export const createPollInput = z
  .object({
    ...{ groupId: id(), question: line(300) },
    options: z
      .array(option)
      .min(2, 'must be at least 2')
      .max(20, 'must be at most 20')
      .refine((options) => new Set(options.map(sameAs)).size === options.length, 'must not have two that are the same'),
    method: z.enum(['SINGLE', 'APPROVAL', 'RANKED']),
    isAnonymous: z.boolean(),
    resultsShown: z.enum(['ALWAYS', 'AFTER_VOTING', 'AFTER_CLOSING']).nullish(),
    closesAt: z.date().nullish(),
    idempotencyKey: idempotencyKey(),
  })
  .refine(({ isAnonymous, resultsShown }) => !isAnonymous || resultsShown == null || resultsShown === 'AFTER_CLOSING', {
    path: ['resultsShown'],
    message: 'must be AFTER_CLOSING for an anonymous poll',
  });
export type CreatePoll = z.output<typeof createPollInput>;

export const castVoteInput = z.object({
  pollId: id(),
  optionIds: z
    .array(id())
    .min(1, 'must be at least 1')
    .max(20, 'must be at most 20')
    .refine((ids) => new Set(ids).size === ids.length, 'must not name an option twice'),
  goIfChosen: z.boolean(),
  idempotencyKey: idempotencyKey(),
});
export type CastVote = z.output<typeof castVoteInput>;

/** Of mutations about a poll alone. */
export const pollInput = z.object({ pollId: id(), idempotencyKey: idempotencyKey() });
export type OfPoll = z.output<typeof pollInput>;
