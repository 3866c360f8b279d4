import type { Job } from '../context';
import { takeBack, tellNext } from '../modules/announcement/announcement.store';

/** Tells what is announced and due, some hundred people in each transaction, and takes back what was cancelled. A crash leaves it where it was. */
export const tellAnnouncements: Job = {
  name: 'tell-announcements',
  everyMs: 2_000,
  async run({ change }) {
    while (await change(tellNext));
    while (await change(takeBack));
  },
};
