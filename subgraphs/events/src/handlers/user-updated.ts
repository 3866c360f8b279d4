import type { FactHandler } from '@marquee/platform';
import type { UserUpdated } from '@marquee/schema/topics';
import type { Tx } from '../db';

/** What search and feed need to know of people, raw: their own privacy settings are copied too, and asked on every read. */
export const userUpdated =
  (): FactHandler<UserUpdated, Tx> =>
  async ({ payload: user }, { tx }) => {
    await tx.$executeRaw`
      INSERT INTO people (id, version, username, display_name, active, interests, interests_visibility, latitude, longitude, attendance_visibility)
      VALUES (${user.userId}::uuid, ${user.version}::int, ${user.username}, ${user.displayName}, ${user.active}, ${user.interests},
        ${user.privacy.interests}::visibility, ${user.location?.latitude ?? null}::float8, ${user.location?.longitude ?? null}::float8,
        ${user.privacy.attendance}::visibility)
      ON CONFLICT (id) DO UPDATE SET version = excluded.version, username = excluded.username, display_name = excluded.display_name,
        active = excluded.active, interests = excluded.interests, interests_visibility = excluded.interests_visibility,
        latitude = excluded.latitude, longitude = excluded.longitude, attendance_visibility = excluded.attendance_visibility
        WHERE people.version < excluded.version AND NOT people.erased`;
  };
