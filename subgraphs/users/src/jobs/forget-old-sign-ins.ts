import type { Clock, Job } from '@marquee/platform';
import type { Database } from '../db';
import type { LoginAttempts } from '../modules/account/account.attempts';

const KEPT_MS = 90 * 24 * 60 * 60 * 1000;

/** Forgets failed attempts without effect, and sessions (with their tokens) that ended or ran out long ago. */
export const forgetOldSignIns = ({ db, clock, attempts }: { db: Database; clock: Clock; attempts: LoginAttempts }): Job => ({
  name: 'forget-old-sign-ins',
  everyMs: 60 * 60 * 1000,
  async run() {
    await attempts.prune();
    const before = new Date(clock.now().getTime() - KEPT_MS);
    await db.prisma.session.deleteMany({ where: { OR: [{ expiresAt: { lt: before } }, { endedAt: { lt: before } }] } });
  },
});
