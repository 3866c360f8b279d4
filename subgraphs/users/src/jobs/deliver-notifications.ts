import type { Job } from '../context';
import { deliverDue } from '../modules/notification/notification-deliveries.store';

/**
 * Sends off the notifications whose time to leave the app has come, some in each transaction. A crash leaves each as it was, or handed over. What
 * carries them on does not wait for its interval: somebody waits for them.
 */
export const deliverNotifications: Job = {
  name: 'deliver-notifications',
  everyMs: 500,
  async run({ change, wake }) {
    while ((await change(deliverDue)) > 0) for (const job of ['send-mails', 'send-pushes']) wake(job);
  },
};
