import type { Job } from '../context';

const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** Forgets mails that were over a month ago: that they were sent, since what they said is forgotten already. */
export const forgetOldMails: Job = {
  name: 'forget-old-mails',
  everyMs: 60 * 60 * 1000,
  run: ({ change }) =>
    change(({ tx, now }) => tx.mail.deleteMany({ where: { dueAt: null, createdAt: { lt: new Date(now.getTime() - KEPT_MS) } } })),
};
