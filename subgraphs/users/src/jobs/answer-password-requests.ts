import type { Job } from '../context';
import { answerRequest } from '../modules/account/account-reset.store';

/** Mails a link to those who forgot their password. Apart from their request, whose answer and time so say nothing of who has an account. */
export const answerPasswordRequests: Job = {
  name: 'answer-password-requests',
  everyMs: 1_000,
  async run({ change }) {
    while (await change(answerRequest));
  },
};
