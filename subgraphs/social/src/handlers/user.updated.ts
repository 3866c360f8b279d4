import type { FactHandler } from '@marquee/platform';
import type { UserUpdated } from '@marquee/schema/topics';
import { channels } from '../channels';
import type { SubgraphRuntime } from '../context';
import type { Tx } from '../db';

/** Keeps the copy of a person. Streams of somebody who was suspended end. */
export const userUpdated =
  ({ bus }: SubgraphRuntime): FactHandler<UserUpdated, Tx> =>
  async ({ payload: user }, { tx, after }) => {
    const { privacy } = user;
    const newer = await tx.$executeRaw`
      INSERT INTO people (id, version, interests, traits, latitude, longitude, activity_level, interests_visibility, location_visibility,
                          friends_visibility, suggestible, active)
      VALUES (${user.userId}::uuid, ${user.version}::int, ${user.interests}::text[], ${user.traits}::text[],
              ${user.location?.latitude ?? null}::float8, ${user.location?.longitude ?? null}::float8, ${user.activityLevel}::float8,
              ${privacy.interests}::visibility, ${privacy.location}::visibility, ${privacy.friends}::visibility, ${privacy.suggestible}::bool,
              ${user.active}::bool)
      ON CONFLICT (id) DO UPDATE
      SET version = excluded.version, interests = excluded.interests, traits = excluded.traits, latitude = excluded.latitude,
          longitude = excluded.longitude, activity_level = excluded.activity_level, interests_visibility = excluded.interests_visibility,
          location_visibility = excluded.location_visibility, friends_visibility = excluded.friends_visibility,
          suggestible = excluded.suggestible, active = excluded.active
      WHERE people.version < excluded.version AND NOT people.erased`;
    if (newer > 0 && !user.active) after(() => bus.push(channels.rights(user.userId), {}));
  };
