import type { FactHandler } from '@marquee/platform';
import type { UserUpdated } from '@marquee/schema/topics';
import type { SubgraphRuntime } from '../context';
import type { Tx } from '../db';
import { takeInPerson } from '../modules/user/person.copies';

/** Keeps role and reputation; what of theirs waits in the queue moves by the difference. */
export const userUpdated =
  ({ settings }: SubgraphRuntime): FactHandler<UserUpdated, Tx> =>
  async (fact, { tx }) => {
    const { userId, reputation } = fact.payload;
    const known = await tx.personCopy.findUnique({ where: { userId }, select: { reputation: true } });
    const isNew = await takeInPerson(tx, fact.payload);
    const difference = reputation - (known?.reputation ?? 0);
    if (!isNew || difference === 0) return;
    // The rank is a sum, so one term can change without knowing the others. No version: to a curator nothing about the event has changed.
    const points = (settings.CURATION_QUEUE_REPUTATION * difference) / 100;
    await tx.$executeRaw`UPDATE workflows SET queue_rank = queue_rank + ${points}::float8 WHERE in_queue AND creator_id = ${userId}::uuid`;
  };
