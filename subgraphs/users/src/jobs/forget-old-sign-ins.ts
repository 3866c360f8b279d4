import type { Job } from '../context';

const KEPT_MS = 90 * 24 * 60 * 60 * 1000;

/**
 * Forgets failed attempts without effect, word of ended sessions when no token of theirs can be good, and sessions (with their tokens)
 * that ended or ran out long ago.
 */
export const forgetOldSignIns: Job = {
  name: 'forget-old-sign-ins',
  everyMs: 60 * 60 * 1000,
  async run({ kept, change }) {
    await kept.loginAttempts.prune();
    await change(async ({ tx, now }) => {
      const before = new Date(now.getTime() - KEPT_MS);
      await tx.endedSession.deleteMany({ where: { until: { lte: now } } });
      await tx.session.deleteMany({ where: { OR: [{ expiresAt: { lt: before } }, { endedAt: { lt: before } }] } });
    });
  },
};
