import { keepNewer } from '@marquee/platform';
import { channels } from '../channels';
import type { Handler } from '../context';
import { forgetCuratorProfile } from '../modules/assignment/assignment.store';
import { moveInQueue } from '../modules/queue/queue.store';

/** Keeps role, reputation and standing of a person; their events that wait in the queue move by the difference. */
export const userUpdated: Handler<'user.updated'> = async ({ payload: user }, step) => {
  const { userId, version, role, reputation, active, registeredAt = null, addressVerified = false, limitedUntil = null } = user;
  const known = await step.tx.personCopy.findUnique({ where: { userId }, select: { reputation: true } });
  const row = { userId, version, role, reputation, active, registeredAt, addressVerified, limitedUntil };
  const isNew = await keepNewer(step.tx, 'person_copies', ['userId'], row);
  if (isNew && !active) step.push(channels.rights(userId));
  if (isNew && role === 'user') await forgetCuratorProfile(step, userId);
  if (isNew) await moveInQueue(step, userId, reputation - (known?.reputation ?? 0));
};
