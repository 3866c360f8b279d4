import { createHash } from 'node:crypto';
import { Refusal, type Caller, type Logger } from '@marquee/platform';
import type { Database } from '../../db';
import type { User as UserRow } from '../../generated/prisma/client';
import type { LoginAttempts } from './account.attempts';
import { networkOf } from './account.network';
import type { Passwords } from './account.passwords';
import type { Turns } from './account.turns';

export interface CredentialsParts {
  db: Database;
  passwords: Passwords;
  attempts: LoginAttempts;
  turns: Turns;
  logger: Logger;
  caller: Caller;
}

const invalidCredentials = () =>
  new Refusal('InvalidCredentials', 'UNAUTHENTICATED', 'There is no account with this name and this password.');

const accountLocked = (retryAt: Date) =>
  new Refusal(
    'AccountLocked',
    'RATE_LIMITED',
    'Too many failed attempts. Wait, or come from a network you have signed in from before.',
    { retryAt },
    { retryable: true },
  );

/** Checks passwords, and keeps those who guess from guessing long. */
export class Credentials {
  constructor(private readonly parts: CredentialsParts) {}

  /**
   * Resolves when the password is this person's; refuses otherwise. `user` null is a name nobody has: it takes the same way, the same
   * time and the same counting, so that nobody learns which names exist.
   */
  async check(user: UserRow | null, name: string, password: string): Promise<UserRow> {
    const { passwords, attempts, turns, logger, caller } = this.parts;
    const account = user?.id ?? `unknown:${createHash('sha256').update(name.trim().toLowerCase()).digest('hex')}`;
    const network = networkOf(caller.ip);
    return turns.take(`${account} ${network}`, async () => {
      // The throttle first: an attempt it holds back has guessed nothing, and must not count as a failure.
      const lockedUntil = (await this.slowedUntil(user, account, network)) ?? (await attempts.begin(account, network));
      if (lockedUntil) {
        logger.warn({ account, network, correlationId: caller.correlationId }, 'a sign-in to a locked account was refused');
        throw accountLocked(lockedUntil);
      }
      if (!(await passwords.verify(user?.passwordHash, password)) || !user) {
        await attempts.fail(account);
        logger.warn({ account, network, correlationId: caller.correlationId }, 'a sign-in failed');
        throw invalidCredentials();
      }
      await attempts.forgive(account, network);
      return user;
    });
  }

  /** The throttle over all networks passes over those the owner has signed in from, so that a stranger cannot lock the owner out. */
  private async slowedUntil(user: UserRow | null, account: string, network: string): Promise<Date | null> {
    const slowedUntil = await this.parts.attempts.slowedUntil(account);
    if (!slowedUntil || !user) return slowedUntil;
    const known = await this.parts.db.prisma.session.count({ where: { userId: user.id, network } });
    return known > 0 ? null : slowedUntil;
  }
}
