import { keepNewer } from '@marquee/platform';
import type { Handler } from '../context';
import { isAnyErased } from '../modules/person/person.store';

/** Keeps who has blocked whom: one row for either direction. */
export const connectionChanged: Handler<'connection.changed'> = async ({ payload }, step) => {
  const { connectionId, version, requesterId, addresseeId, status } = payload;
  if (await isAnyErased(step, [requesterId, addresseeId])) return;
  const what = { connectionId, version, blocked: status === 'BLOCKED' };
  for (const [userId, otherId] of [
    [requesterId, addresseeId],
    [addresseeId, requesterId],
  ] as const)
    await keepNewer(step.tx, 'person_blocks', ['connectionId', 'userId'], { ...what, userId, otherId });
};
