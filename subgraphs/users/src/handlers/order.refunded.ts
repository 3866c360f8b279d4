import type { FactHandler } from '@marquee/platform';
import type { OrderRefunded } from '@marquee/schema/topics';
import type { SubgraphRuntime } from '../context';
import type { Tx } from '../db';
import { post } from '../modules/notification/notification.post';
import { orderRefunded as message } from '../modules/notification/notification.text';

/** Tells the buyer what comes back to them. */
export const orderRefunded =
  ({ bus, clock }: SubgraphRuntime): FactHandler<OrderRefunded, Tx> =>
  async ({ payload: { userId, eventId, amount } }, { tx, after }) => {
    const event = await tx.eventCopy.findUnique({ where: { eventId } });
    await post({ tx, after, bus, now: clock.now() }, [userId], message(eventId, event, amount));
  };
