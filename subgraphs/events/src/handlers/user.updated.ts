import { keepNewer } from '@marquee/platform';
import { channels } from '../channels';
import type { Handler } from '../context';

/** Keeps what search and feed need to know of people, raw: their own privacy settings are kept too, and asked on every read. */
export const userUpdated: Handler<'user.updated'> = async ({ payload: user }, { tx, push }) => {
  const row = {
    id: user.userId,
    version: user.version,
    username: user.username,
    displayName: user.displayName,
    active: user.active,
    interests: user.interests,
    interestsVisibility: user.privacy.interests,
    latitude: user.location?.latitude ?? null,
    longitude: user.location?.longitude ?? null,
    attendanceVisibility: user.privacy.attendance,
    points: user.points ?? 0,
    registeredAt: user.registeredAt ?? null,
    addressVerified: user.addressVerified ?? user.verified,
    limitedUntil: user.limitedUntil ?? null,
    reputation: user.reputation,
    reliability: user.reliability ?? 1,
  };
  const isNew = await keepNewer(tx, 'people', ['id'], row, { unless: 'erased' });
  // What a suspended person runs is closed to them at once.
  if (isNew && !user.active) push(channels.rights(user.userId));
};
