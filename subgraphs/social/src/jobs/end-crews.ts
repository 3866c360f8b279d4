import type { Job } from '../context';
import { endCrew, overCrews } from '../modules/crew/crew.store';

/** Ends crews whose time is over, each in a transaction of its own. Reading one shows it before. */
export const endCrews: Job = {
  name: 'end-crews',
  everyMs: 60_000,
  async run({ change }) {
    for (const { groupId } of await change(overCrews)) await change((step) => endCrew(step, groupId));
  },
};
