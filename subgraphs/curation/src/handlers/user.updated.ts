import { keepNewer } from '@marquee/platform';
import type { Handler } from '../context';
import { moveInQueue } from '../modules/queue/queue.store';

/** Keeps role and reputation of a person; their events that wait in the queue move by the difference. */
export const userUpdated: Handler<'user.updated'> = async ({ payload: user }, step) => {
  const { userId, version, role, reputation, active } = user;
  const known = await step.tx.personCopy.findUnique({ where: { userId }, select: { reputation: true } });
  const isNew = await keepNewer(step.tx, 'person_copies', ['userId'], { userId, version, role, reputation, active });
  if (isNew) await moveInQueue(step, userId, reputation - (known?.reputation ?? 0));
};
