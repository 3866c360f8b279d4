import type { Job } from '../context';
import { cutLogs } from '../modules/change/change.store';

/** Cuts the logs of rooms to what an app that was away may still ask for. */
export const cutRoomLogs: Job = {
  name: 'cut-room-logs',
  everyMs: 600_000,
  async run({ change }) {
    while ((await change(cutLogs)) > 0);
  },
};
