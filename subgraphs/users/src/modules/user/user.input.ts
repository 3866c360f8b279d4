import { faultOfWebAddress, idempotencyKey, latitude, line, longitude, text, z } from '@marquee/platform';
import { faultOfName } from './user-names';

const visibility = () => z.enum(['PUBLIC', 'FRIENDS', 'PRIVATE']);

/** Words a person chose for themselves, in their order; the same word twice, in any letter case, counts once. */
const words = () =>
  z
    .array(line(40))
    .max(30, 'must have at most 30 entries')
    .transform((all) => all.filter((word, at) => all.findIndex((other) => other.toLowerCase() === word.toLowerCase()) === at));

/** A name that does not claim to be the platform's (user-names.ts); for usernames, people and organisations alike. */
export const ownName = <Schema extends z.ZodType<string>>(schema: Schema) =>
  schema.superRefine((value, context) => {
    const fault = faultOfName(value);
    if (fault) context.addIssue({ code: 'custom', message: fault });
  });

export const displayName = () => ownName(line(80));

/** Null for what cannot be empty is as if it were absent. */
const orAbsent = <Schema extends z.ZodType>(schema: Schema) => schema.nullish().transform((value) => value ?? undefined);

/** A picture's address: on the web, or the one that the person's picture has here, which a client may send back as it has read it. */
const picture = (isOurs: (address: string) => boolean) =>
  z.string().superRefine((address, context) => {
    const fault = isOurs(address) ? null : faultOfWebAddress(address);
    if (fault) context.addIssue({ code: 'custom', message: fault });
  });

export const updateProfileInput = (isOurs: (address: string) => boolean) =>
  z.object({
    displayName: orAbsent(displayName()),
    avatarUrl: picture(isOurs).nullish(),
    bio: text(1000).nullable().optional(),
    interests: words().nullable().optional(),
    traits: words().nullable().optional(),
    location: z.object({ latitude: latitude(), longitude: longitude() }).nullable().optional(),
    city: line(80).nullable().optional(),
    studyFocus: line(120).nullable().optional(),
    neighbourhood: line(80).nullable().optional(),
    activityLevel: orAbsent(z.number().min(0, 'must be between 0 and 10').max(10, 'must be between 0 and 10')),
    privacy: orAbsent(
      z.object({
        bio: orAbsent(visibility()),
        location: orAbsent(visibility()),
        interests: orAbsent(visibility()),
        friends: orAbsent(visibility()),
        attendance: orAbsent(visibility()),
        suggestible: orAbsent(z.boolean()),
        ranked: orAbsent(z.boolean()),
        findableByPhone: orAbsent(z.boolean()),
      }),
    ),
    idempotencyKey: idempotencyKey(),
  });

export type UpdateProfile = z.output<ReturnType<typeof updateProfileInput>>;

/** Many names have two characters. */
export const searchText = z.object({ query: line(60, 2) });
