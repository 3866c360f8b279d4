import type { Job } from '../context';
import { forgetDeliveries } from '../modules/webhook/webhook.store';

/** Forgets what webhooks were told, or were not, more than 30 days ago. */
export const forgetOldDeliveries: Job = {
  name: 'forget-old-deliveries',
  everyMs: 60 * 60 * 1000,
  async run({ change }) {
    while (await change(forgetDeliveries));
  },
};
