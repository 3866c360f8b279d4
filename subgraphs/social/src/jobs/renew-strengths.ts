import type { Job } from '../context';
import { renewTies } from '../modules/strength/strength.store';

/** Few enough that one transaction stays short. */
const AT_ONCE = 500;

/** Reckons anew how strong the ties of friends are, each once a day: a million of them in less than a day. */
export const renewStrengths: Job = {
  name: 'renew-strengths',
  everyMs: 30_000,
  run: ({ change }) => change((step) => renewTies(step, AT_ONCE)),
};
