import { keepNewer } from '@marquee/platform';
import { channels } from '../channels';
import type { Handler } from '../context';

/** Keeps the copy of a person. Streams of somebody who was suspended end. */
export const userUpdated: Handler<'user.updated'> = async ({ payload: user }, { tx, push }) => {
  const { userId, version, interests, traits, location, activityLevel, privacy, active } = user;
  const row = {
    id: userId,
    version,
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
  };
  const isNew = await keepNewer(tx, 'people', ['id'], row, { unless: 'erased' });
  if (isNew && !active) push(channels.rights(userId));
};
