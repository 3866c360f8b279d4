import { z } from '@marquee/platform';
import { nearInput } from '../search/search.input';

export const trendingInput = z.object({
  near: nearInput.nullish().transform((value) => value ?? null),
  first: z
    .number()
    .int()
    .min(1, 'must be between 1 and 50')
    .max(50, 'must be between 1 and 50')
    .nullish()
    .transform((value) => value ?? 10),
});

export type Trending = z.output<typeof trendingInput>;
