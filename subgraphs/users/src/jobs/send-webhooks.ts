import type { Job } from '../context';
import { settleDelivery, takeDeliveries } from '../modules/webhook/webhook-queue.store';

/** So many webhooks are told something at a time. */
const MOST = 20;
/** A turn that has something under way looks this often for more, and takes no more after a while, so that the process can stop. */
const LOOK_EVERY_MS = 250;
const TURN_MS = 15_000;

/**
 * Tells webhooks what is due. One that takes its time holds up itself alone; what a crash leaves is taken again when its lease ends, under the
 * same id.
 */
export const sendWebhooks: Job = {
  name: 'send-webhooks',
  everyMs: 500,
  async run({ kept, change }) {
    if (!kept.webhookCourier.isThere) return;
    const until = performance.now() + TURN_MS;
    const underWay = new Set<Promise<void>>();
    let fault: unknown;
    for (;;) {
      // Asked before: what ends while nothing is found may have made something due.
      const isIdle = underWay.size === 0;
      const mayTake = underWay.size < MOST && performance.now() < until && fault === undefined;
      const taken = mayTake ? await change(takeDeliveries) : [];
      if (taken.length > 0) {
        const sent = taken.map(async (delivery) => {
          const outcome = await kept.webhookCourier.deliver(delivery);
          await change((step) => settleDelivery(step, delivery, outcome));
        });
        const group: Promise<void> = Promise.all(sent)
          .catch((error: unknown) => void (fault = error))
          .then(() => void underWay.delete(group));
        underWay.add(group);
      } else if (isIdle) break;
      else if (underWay.size > 0) await Promise.race([...underWay, new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))]);
    }
    if (fault !== undefined) throw fault;
  },
};
