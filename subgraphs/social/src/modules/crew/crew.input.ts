import { id, idempotencyKey, latitude, line, longitude, text, z } from '@marquee/platform';
import { MOST_IN_CREW } from '../group/group-rights';

const oneOf = (...given: unknown[]): boolean => given.filter((one) => one != null).length === 1;
const ONE = 'must have exactly one of an event, a venue and a place';

export const createCrewInput = z
  .object({
    ...{ name: line(80), description: text(2_000).nullish() },
    privacy: z.enum(['PUBLIC', 'FRIENDS_ONLY', 'PRIVATE', 'INVITE_ONLY']),
    maxMembers: z.number().int().min(2, 'must be at least 2').max(MOST_IN_CREW, `must be at most ${MOST_IN_CREW}`),
    ...{ eventId: id().nullish(), venueId: id().nullish() },
    area: z.object({ name: line(120).nullish(), latitude: latitude(), longitude: longitude() }).nullish(),
    endsAt: z.date().nullish(),
    idempotencyKey: idempotencyKey(),
  })
  .refine(({ eventId, venueId, area }) => oneOf(eventId, venueId, area), ONE)
  .refine(({ eventId, endsAt }) => eventId == null || endsAt == null, {
    path: ['endsAt'],
    message: 'must be left out: the crew ends with its event',
  });
export type CreateCrew = z.output<typeof createCrewInput>;

export const extendCrewInput = z.object({ groupId: id(), endsAt: z.date(), idempotencyKey: idempotencyKey() });
export type ExtendCrew = z.output<typeof extendCrewInput>;

/** Around what crews are looked for. */
export const crewSearchInput = z
  .object({
    ...{ eventId: id().nullish(), venueId: id().nullish() },
    near: z
      .object({
        latitude: latitude(),
        longitude: longitude(),
        radiusKm: z.number().positive('must be more than 0').max(500, 'must be at most 500').nullish(),
      })
      .nullish(),
  })
  .refine(({ eventId, venueId, near }) => oneOf(eventId, venueId, near), ONE);
export type CrewSearch = z.output<typeof crewSearchInput>;
