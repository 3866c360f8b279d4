import type { Job } from '../context';
import { deliverDue } from '../modules/notification/notification-deliveries.store';

/** Sends off the notifications whose time to leave the app has come, some in each transaction. A crash leaves each as it was, or handed over. */
export const deliverNotifications: Job = {
  name: 'deliver-notifications',
  everyMs: 1_000,
  async run({ change }) {
    while ((await change(deliverDue)) > 0);
  },
};
