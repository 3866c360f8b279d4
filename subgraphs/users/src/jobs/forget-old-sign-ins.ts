import type { Job } from '../context';
import { forgetMailedInvitations } from '../modules/organization/organization-mail.store';

const KEPT_MS = 90 * 24 * 60 * 60 * 1000;
const EVENTS_KEPT_MS = 2 * 365 * 24 * 60 * 60 * 1000;
/** Links of the last day are counted, also those that were followed. */
const COUNTED_MS = 24 * 60 * 60 * 1000;

/**
 * Forgets failed attempts without effect, codes of short messages, how many numbers were looked up, tokens of mails that ran out, who forgot a password, usernames that are free again, word of
 * ended sessions when no token of theirs can be good, sessions (with their tokens) and keys of programs that ended, what keys and apps did 90 days ago, apps that act for nobody any more, and their codes and tokens that ran out; or ran out long ago, how people signed in 90
 * days ago, and what was done to accounts and in organisations two years ago.
 */
export const forgetOldSignIns: Job = {
  name: 'forget-old-sign-ins',
  everyMs: 60 * 60 * 1000,
  async run({ kept, change }) {
    await kept.loginAttempts.prune();
    await change(forgetMailedInvitations);
    await change(async ({ tx, now }) => {
      const before = new Date(now.getTime() - KEPT_MS);
      await tx.mailToken.deleteMany({ where: { expiresAt: { lt: new Date(now.getTime() - COUNTED_MS) } } });
      await tx.loginChallenge.deleteMany({ where: { expiresAt: { lt: new Date(now.getTime() - COUNTED_MS) } } });
      await tx.mailCode.deleteMany({ where: { createdAt: { lt: new Date(now.getTime() - COUNTED_MS) } } });
      await tx.smsCode.deleteMany({ where: { createdAt: { lt: new Date(now.getTime() - COUNTED_MS) } } });
      await tx.passwordRequest.deleteMany({ where: { createdAt: { lt: new Date(now.getTime() - COUNTED_MS) } } });
      await tx.socialLogin.deleteMany({ where: { createdAt: { lt: new Date(now.getTime() - COUNTED_MS) } } });
      await tx.contactLookup.deleteMany({ where: { day: { lt: new Date(now.getTime() - 2 * COUNTED_MS) } } });
      await tx.signIn.deleteMany({ where: { at: { lt: before } } });
      await tx.organizationAct.deleteMany({ where: { at: { lt: new Date(now.getTime() - EVENTS_KEPT_MS) } } });
      await tx.accountEvent.deleteMany({ where: { at: { lt: new Date(now.getTime() - EVENTS_KEPT_MS) } } });
      await tx.formerUsername.deleteMany({ where: { until: { lte: now } } });
      await tx.endedSession.deleteMany({ where: { until: { lte: now } } });
      await tx.apiUsageDay.deleteMany({ where: { day: { lt: before } } });
      await tx.apiKey.deleteMany({ where: { OR: [{ expiresAt: { lt: before } }, { endedAt: { lt: before } }] } });
      await tx.appUsageDay.deleteMany({ where: { day: { lt: before } } });
      await tx.appCode.deleteMany({ where: { expiresAt: { lt: new Date(now.getTime() - COUNTED_MS) } } });
      await tx.appDevice.deleteMany({ where: { expiresAt: { lt: new Date(now.getTime() - COUNTED_MS) } } });
      await tx.appToken.deleteMany({ where: { expiresAt: { lt: new Date(now.getTime() - COUNTED_MS) } } });
      await tx.appGrant.deleteMany({ where: { OR: [{ expiresAt: { lt: before } }, { endedAt: { lt: before } }] } });
      await tx.appAuthorization.deleteMany({ where: { endedAt: { lt: before } } });
      await tx.session.deleteMany({ where: { OR: [{ expiresAt: { lt: before } }, { endedAt: { lt: before } }] } });
    });
  },
};
