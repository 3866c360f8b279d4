import { keepNewer } from '@marquee/platform';
import { channels } from '../channels';
import type { Handler } from '../context';
import { isAnyErased } from '../modules/person/person.store';

/** Keeps friendships and blocks between two people: one row for either direction. */
export const connectionChanged: Handler<'connection.changed'> = async ({ payload }, step) => {
  const { connectionId, version, requesterId, addresseeId, type, status } = payload;
  if (await isAnyErased(step, [requesterId, addresseeId])) return;
  const what = { connectionId, version, friends: status === 'ACCEPTED' && type !== 'PROFESSIONAL', blocked: status === 'BLOCKED' };
  for (const [userId, otherId] of [
    [requesterId, addresseeId],
    [addresseeId, requesterId],
  ] as const) {
    const isNew = await keepNewer(step.tx, 'person_edges', ['connectionId', 'userId'], { ...what, userId, otherId });
    if (isNew) step.push(channels.rights(userId));
  }
};
