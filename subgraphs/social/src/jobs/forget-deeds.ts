import type { Job } from '../context';
import { forgetCounted } from '../modules/person/hourly-limit.store';

/** Forgets what was counted for the limits of an hour. */
export const forgetDeeds: Job = {
  name: 'forget-deeds',
  everyMs: 3_600_000,
  run: ({ change }) => change(forgetCounted),
};
