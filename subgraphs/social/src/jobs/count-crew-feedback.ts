import type { Job } from '../context';
import { closeFeedback, crewsToCount, renewKarma } from '../modules/crew/crew-feedback.store';

/** Counts what was said of people in crews whose time for it is over, each in a transaction of its own, and keeps karma fresh. */
export const countCrewFeedback: Job = {
  name: 'count-crew-feedback',
  everyMs: 600_000,
  async run({ change }) {
    for (const { groupId } of await change(crewsToCount)) await change((step) => closeFeedback(step, groupId));
    await change(renewKarma);
  },
};
