import { keepNewer } from '@marquee/platform';
import { channels } from '../channels';
import type { Handler } from '../context';

/** Keeps the copy of a person. */
export const userUpdated: Handler<'user.updated'> = async (
  { payload: { userId, version, active, points = 0, reputation, reliability = null, registeredAt = null, limitedUntil = null } },
  { tx, push },
) => {
  const isNew = await keepNewer(
    tx,
    'people',
    ['id'],
    { id: userId, version, active, points, reputation, reliability, registeredAt, limitedUntil },
    { unless: 'erased' },
  );
  // What a suspended person runs is closed to them at once.
  if (isNew && !active) push(channels.rights(userId));
};
