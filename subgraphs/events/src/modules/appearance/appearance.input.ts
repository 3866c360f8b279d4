import { z } from '@marquee/platform';
import { nearInput } from '../search/search.input';

const MOST_KM = 100;
const MOST_CATEGORIES = 10;

export const appearanceInput = z.object({
  where: z
    .object({
      near: nearInput.refine(({ radiusKm }) => radiusKm <= MOST_KM, { path: ['radiusKm'], error: `must be at most ${MOST_KM}` }).nullish(),
      categorySlugs: z
        .array(z.string().max(100))
        .max(MOST_CATEGORIES, `must be at most ${MOST_CATEGORIES}`)
        .nullish()
        .transform((slugs) => slugs ?? []),
    })
    .refine(({ near, categorySlugs }) => near || categorySlugs.length > 0, { path: ['near'], error: 'pass near or categorySlugs' }),
});

export type Appearance = z.output<typeof appearanceInput>['where'];
