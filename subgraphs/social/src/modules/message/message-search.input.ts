import { id, line, z } from '@marquee/platform';

export const MOST_WORDS = 10;

/** Words as they are written; what is between them does not matter. */
export const wordsOf = (query: string): string[] => [...new Set(query.split(/[^\p{L}\p{N}\p{M}]+/u).filter(Boolean))];

export const searchMessagesInput = z.object({
  query: line(200).refine((query) => {
    const { length } = wordsOf(query);
    return length > 0 && length <= MOST_WORDS;
  }, `must have 1 to ${MOST_WORDS} words`),
  roomId: id().nullish(),
  first: z.number().int().nullish(),
  after: z.string().nullish(),
  last: z.number().int().nullish(),
  before: z.string().nullish(),
});
export type SearchMessages = z.output<typeof searchMessagesInput>;
