import { keepNewer } from '@marquee/platform';
import type { Handler } from '../context';
import { isErased } from '../modules/person/person.store';

/** Keeps who is in a block with whom: neither reads what the other wrote. */
export const connectionChanged: Handler<'connection.changed'> = async ({ payload }, { tx }) => {
  const { connectionId, version, requesterId, addresseeId, status } = payload;
  const [lowId, highId] = requesterId < addresseeId ? [requesterId, addresseeId] : [addresseeId, requesterId];
  // Both locks in one order, so that two facts about the same people do not wait for each other.
  if ((await isErased(tx, lowId)) || (await isErased(tx, highId))) return;
  await keepNewer(tx, 'connection_copies', ['connectionId'], { connectionId, version, lowId, highId, blocked: status === 'BLOCKED' });
};
