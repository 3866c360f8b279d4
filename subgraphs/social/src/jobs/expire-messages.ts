import type { Job } from '../context';
import { expireMessages as expire } from '../modules/message/message-expiry.store';

/** Takes away what rooms keep for some days only. */
export const expireMessages: Job = {
  name: 'expire-messages',
  everyMs: 600_000,
  async run({ change }) {
    while ((await change(expire)) > 0);
  },
};
