import type { Basics } from '@marquee/platform';
import type { PrismaClient, SignInWay } from '../../generated/prisma/client';
import { ACCOUNT_MEMORY_MS, delayAfter, FAILURES_UNTIL_LOCK, LOCK_MS } from './account-throttle';

const HOUR_MS = 3_600_000;
/** Is no one's id. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** An attempt that failed, for its account's history. */
export interface Failure {
  /** Null: there is no such account. */
  userId: string | null;
  outcome: 'WRONG_PASSWORD' | 'WRONG_CODE';
  way: SignInWay;
  device: string | null;
  network: string;
}

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

  /**
   * It was wrong: counts over all networks too, and writes it into the history of the account, together or not at all. The statement of
   * an account that nobody has is the same, and writes as much but for that.
   */
  async fail(account: string, { userId, outcome, way, device, network }: Failure): Promise<void> {
    const { db, clock } = this.basics;
    const now = clock.now();
    const hour = new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS);
    const [row] = await db.query<{ failures: number }>({
      name: 'login_attempts_fail',
      text: `WITH counted AS (
               INSERT INTO login_attempts AS a (account, network, failures, last_failed_at) VALUES ($1, $2, 1, $3)
               ON CONFLICT (account, network) DO UPDATE SET
                 failures = CASE WHEN a.last_failed_at <= $4 THEN 1 ELSE a.failures + 1 END, last_failed_at = $3
               RETURNING failures
             ), written AS (
               INSERT INTO sign_ins AS s (id, user_id, at, outcome, way, device, network, new_network, hour)
               SELECT gen_random_uuid(), u.id, $3,
                 CASE WHEN EXISTS (SELECT 1 FROM login_attempts l WHERE l.account = $1 AND l.network = $6 AND l.locked_until > $3)
                   THEN 'LOCKED' ELSE $7::sign_in_outcome END,
                 $8::sign_in_way, $9, $6, NOT EXISTS (SELECT 1 FROM sessions WHERE user_id = u.id AND network = $6), $10
               FROM users u WHERE u.id = $5::uuid
               ON CONFLICT (user_id, outcome, network, hour) DO UPDATE SET at = excluded.at, device = excluded.device, attempts = s.attempts + 1
             )
             SELECT failures FROM counted`,
      values: [
        account,
        EVERYWHERE,
        now,
        new Date(now.getTime() - ACCOUNT_MEMORY_MS),
        userId ?? NOBODY,
        network,
        outcome,
        way,
        device,
        hour,
      ],
    });
    const delay = delayAfter(row?.failures ?? 0);
    if (delay === 0) return;
    // Of two that fail at the same time the longer wait holds.
    await db.query({
      name: 'login_attempts_delay',
      text: 'UPDATE login_attempts SET locked_until = greatest(locked_until, $3) WHERE account = $1 AND network = $2',
      values: [account, EVERYWHERE, new Date(now.getTime() + delay)],
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
