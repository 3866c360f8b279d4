import { keepNewer } from '@marquee/platform';
import { channels } from '../channels';
import type { Handler } from '../context';
import { endShares } from '../modules/location-share/location-share.store';
import { lockPerson } from '../modules/person/person.store';
import { settleRoomsOfPerson } from '../modules/room/room-event.store';

/** Keeps the copy of a person. Somebody who was suspended leaves the rooms of events, and their streams end. */
export const userUpdated: Handler<'user.updated'> = async ({ payload: user }, step) => {
  const { userId, version, interests, traits, location, activityLevel, privacy, active } = user;
  const row = {
    id: userId,
    version,
    username: user.username,
    displayName: user.displayName,
    interests,
    traits,
    latitude: location?.latitude ?? null,
    longitude: location?.longitude ?? null,
    activityLevel,
    interestsVisibility: privacy.interests,
    locationVisibility: privacy.location,
    friendsVisibility: privacy.friends,
    suggestible: privacy.suggestible,
    active,
    registeredAt: user.registeredAt ?? null,
    addressVerified: user.addressVerified ?? user.verified,
    limitedUntil: user.limitedUntil ?? null,
    reputation: user.reputation,
  };
  const wasActive = await lockPerson(step, userId);
  if (!(await keepNewer(step.tx, 'people', ['id'], row, { unless: 'erased' })) || active === wasActive) return;
  await settleRoomsOfPerson(step, userId);
  if (active) return;
  await endShares(step, { userIds: [userId] });
  step.push(channels.rights(userId));
};
