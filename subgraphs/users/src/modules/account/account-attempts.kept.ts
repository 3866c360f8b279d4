import type { Basics } from '@marquee/platform';
import type { PrismaClient } from '../../generated/prisma/client';
import { ACCOUNT_MEMORY_MS, delayAfter, FAILURES_UNTIL_LOCK, LOCK_MS } from './account-throttle';

/** In place of a network: the count over all networks. */
const EVERYWHERE = '*';

/** Counts attempts to sign in. Each attempt is counted here, once, however many travel in one request. */
export class LoginAttempts {
  constructor(private readonly basics: Pick<Basics<PrismaClient>, 'db' | 'clock'>) {}

  /**
   * Counts an attempt as failed before its outcome is known, so that attempts that run at the same time cannot guess more often than
   * the limit; success takes it back (`forgive`). Returns until when the account is locked for this network, or null: go on.
   */
  async begin(account: string, network: string): Promise<Date | null> {
    const { db, clock } = this.basics;
    const now = clock.now();
    const lockedUntil = new Date(now.getTime() + LOCK_MS);
    const forgotten = new Date(now.getTime() - LOCK_MS);
    const counted = await db.query<{ failures: number }>({
      name: 'login_attempts_begin',
      text: `INSERT INTO login_attempts AS a (account, network, failures, last_failed_at, locked_until) VALUES ($1, $2, 1, $3, NULL)
             ON CONFLICT (account, network) DO UPDATE SET
               failures = CASE WHEN a.locked_until IS NOT NULL OR a.last_failed_at <= $4 THEN 1 ELSE a.failures + 1 END,
               locked_until = CASE WHEN a.locked_until IS NULL AND a.last_failed_at > $4 AND a.failures + 1 >= $5 THEN $6::timestamptz END,
               last_failed_at = $3
             WHERE a.locked_until IS NULL OR a.locked_until <= $3
             RETURNING failures`,
      values: [account, network, now, forgotten, FAILURES_UNTIL_LOCK, lockedUntil],
    });
    if (counted.length > 0) return null;
    const row = await db.prisma.loginAttempt.findUnique({ where: { account_network: { account, network } } });
    return row?.lockedUntil ?? lockedUntil;
  }

  /** The password was right: earlier failures from this network are forgotten. */
  async forgive(account: string, network: string): Promise<void> {
    await this.basics.db.prisma.loginAttempt.deleteMany({ where: { account, network } });
  }

  /** The password was wrong: counts over all networks too. */
  async fail(account: string): Promise<void> {
    const { db, clock } = this.basics;
    const now = clock.now();
    const [row] = await db.query<{ failures: number }>({
      name: 'login_attempts_fail',
      text: `INSERT INTO login_attempts AS a (account, network, failures, last_failed_at) VALUES ($1, $2, 1, $3)
             ON CONFLICT (account, network) DO UPDATE SET
               failures = CASE WHEN a.last_failed_at <= $4 THEN 1 ELSE a.failures + 1 END, last_failed_at = $3
             RETURNING failures`,
      values: [account, EVERYWHERE, now, new Date(now.getTime() - ACCOUNT_MEMORY_MS)],
    });
    const delay = delayAfter(row?.failures ?? 0);
    if (delay === 0) return;
    await db.prisma.loginAttempt.update({
      where: { account_network: { account, network: EVERYWHERE } },
      data: { lockedUntil: new Date(now.getTime() + delay) },
    });
  }

  /** Until when the account is slowed down for networks it was never used from; null when it is not. */
  async slowedUntil(account: string): Promise<Date | null> {
    const row = await this.basics.db.prisma.loginAttempt.findUnique({ where: { account_network: { account, network: EVERYWHERE } } });
    return row?.lockedUntil && row.lockedUntil > this.basics.clock.now() ? row.lockedUntil : null;
  }

  /** Forgets what has no effect any more. */
  async prune(): Promise<void> {
    const before = new Date(this.basics.clock.now().getTime() - ACCOUNT_MEMORY_MS);
    await this.basics.db.prisma.loginAttempt.deleteMany({ where: { lastFailedAt: { lte: before } } });
  }
}
