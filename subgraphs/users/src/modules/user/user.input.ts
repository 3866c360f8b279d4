import { idempotencyKey, latitude, line, longitude, text, z } from '@marquee/platform';

const visibility = () => z.enum(['PUBLIC', 'FRIENDS', 'PRIVATE']);

/** Words a person chose for themselves, in their order; the same word twice, in any letter case, counts once. */
const words = () =>
  z
    .array(line(40))
    .max(30, 'must have at most 30 entries')
    .transform((all) => all.filter((word, at) => all.findIndex((other) => other.toLowerCase() === word.toLowerCase()) === at));

export const displayName = () => line(80);

export const updateProfileInput = z.object({
  displayName: displayName().optional(),
  avatarUrl: z.string().nullable().optional(),
  bio: text(1000).nullable().optional(),
  interests: words().nullable().optional(),
  traits: words().nullable().optional(),
  location: z.object({ latitude: latitude(), longitude: longitude() }).nullable().optional(),
  activityLevel: z.number().min(0, 'must be between 0 and 10').max(10, 'must be between 0 and 10').optional(),
  privacy: z
    .object({
      bio: visibility(),
      location: visibility(),
      interests: visibility(),
      friends: visibility(),
      attendance: visibility(),
      suggestible: z.boolean(),
    })
    .partial()
    .optional(),
  idempotencyKey: idempotencyKey(),
});

export type UpdateProfile = z.output<typeof updateProfileInput>;

/** Three characters, because shorter ones are no use to the index of word parts. */
export const searchText = z.object({ query: line(60, 3) });
