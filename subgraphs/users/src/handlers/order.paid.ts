import type { FactHandler } from '@marquee/platform';
import type { OrderPaid } from '@marquee/schema/topics';
import type { SubgraphRuntime } from '../context';
import type { Tx } from '../db';
import { post } from '../modules/notification/notification.post';
import { orderPaid as message } from '../modules/notification/notification.text';

/** Tells the buyer that the tickets are theirs. */
export const orderPaid =
  ({ bus, clock }: SubgraphRuntime): FactHandler<OrderPaid, Tx> =>
  async ({ payload: { userId, eventId, total, tickets } }, { tx, after }) => {
    const event = await tx.eventCopy.findUnique({ where: { eventId } });
    await post({ tx, after, bus, now: clock.now() }, [userId], message(eventId, event, total, tickets.length));
  };
