import { id, idempotencyKey, line, z } from '@marquee/platform';

const MOST = 50;
const MOST_LANGUAGES = 20;
const each = <Schema extends z.ZodType<string>>(item: Schema, most: number) =>
  z
    .array(item)
    .max(most, `must have at most ${most}`)
    .transform((all) => [...new Set(all)]);

export const curatorProfileInput = z.object({
  userId: id().nullish(),
  available: z.boolean(),
  capacity: z.number().int('must be a whole number').min(1, 'must be 1 to 50').max(50, 'must be 1 to 50'),
  categories: each(z.string().regex(/^[a-z0-9-]{1,100}$/, 'must be the slug of a category'), MOST),
  cities: each(
    line(100, 1).transform((city) => city.toLowerCase()),
    MOST,
  ),
  languages: each(
    z
      .string()
      .regex(/^[A-Za-z]{2}$/, 'must be two letters')
      .transform((language) => language.toLowerCase()),
    MOST_LANGUAGES,
  ),
  idempotencyKey: idempotencyKey(),
});
export type SetCuratorProfile = z.output<typeof curatorProfileInput>;
