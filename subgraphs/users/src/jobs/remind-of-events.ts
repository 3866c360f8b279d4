import type { Job } from '../context';
import { REMINDERS, remindGuests } from '../modules/notification/notification-reminders.store';

/** Reminds those who go to what begins in a day, and in an hour; some in each transaction. */
export const remindOfEvents: Job = {
  name: 'remind-of-events',
  everyMs: 20_000,
  async run({ change }) {
    for (const reminder of REMINDERS) while ((await change((step) => remindGuests(step, reminder))) > 0);
  },
};
