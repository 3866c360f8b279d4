import type { Context } from '../../context';
import type { User as UserRow } from '../../generated/prisma/client';
import { originOf } from '../session/session-origin';
import { accountLocked, invalidCredentials } from './account.refusals';

/** Checks passwords, and slows down those who guess. */
export class CredentialsService {
  constructor(private readonly ctx: Context) {}

  /**
   * Resolves when the password is this person's; refuses otherwise. `user` null is a name that nobody has: it takes the same way, the
   * same time and the same counting, so that nobody learns which names exist.
   */
  async check(user: UserRow | null, name: string, password: string): Promise<UserRow> {
    const { passwords, loginAttempts, signInQueue, fields } = this.ctx.kept;
    const origin = originOf(this.ctx.caller);
    const account = user?.id ?? `unknown:${fields.index('login_attempts.account', name.trim().toLowerCase())}`;
    const { network } = origin;
    return signInQueue.run(`${account} ${network}`, async () => {
      // The throttle first: an attempt it holds back has guessed nothing, and must not count as a failure.
      const lockedUntil = (await this.slowedUntil(user, account, network)) ?? (await loginAttempts.begin(account, network));
      if (lockedUntil) {
        this.ctx.logger.warn({ account, network }, 'a sign-in to a locked account was refused');
        throw accountLocked(lockedUntil);
      }
      if (!(await passwords.verify(user?.passwordHash, password)) || !user) {
        await loginAttempts.fail(account, { ...origin, userId: user?.id ?? null, outcome: 'WRONG_PASSWORD', way: 'PASSWORD' });
        this.ctx.logger.warn({ account, network }, 'a sign-in failed');
        throw invalidCredentials();
      }
      await loginAttempts.forgive(account, network);
      return user;
    });
  }

  /** The throttle over all networks passes over those the owner has signed in from, so that a stranger cannot lock the owner out. */
  private async slowedUntil(user: UserRow | null, account: string, network: string): Promise<Date | null> {
    const { db, loginAttempts } = this.ctx.kept;
    const slowedUntil = await loginAttempts.slowedUntil(account);
    if (!slowedUntil || !user) return slowedUntil;
    const known = await db.prisma.session.count({ where: { userId: user.id, network } });
    return known > 0 ? null : slowedUntil;
  }
}
