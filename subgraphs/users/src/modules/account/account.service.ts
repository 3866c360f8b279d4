import { keyReused, notAllowed } from '@marquee/platform';
import type { Context } from '../../context';
import type { User as UserRow } from '../../generated/prisma/client';
import type { SessionService } from '../session/session.service';
import { endSessions } from '../session/session.store';
import type { SignedIn } from '../session/session.types';
import { usernameKey } from '../user/user-username';
import type { CredentialsService } from './account-credentials.service';
import { emailKey } from './account-email';
import type { ChangePassword, Login, Register } from './account.input';
import { createAccount } from './account.store';

/** Making an account, and the password that opens it. */
export class AccountService {
  constructor(
    private readonly ctx: Context,
    private readonly sessions: SessionService,
    private readonly credentials: CredentialsService,
  ) {}

  async register({ password, ...input }: Register): Promise<SignedIn> {
    const passwordHash = await this.ctx.kept.passwords.hash(password);
    const principal = `email:${input.email.toLowerCase()}`;
    const id = await this.ctx.change('register', input, (step) => createAccount(step, input, passwordHash), { principal });
    await this.requirePassword(id, passwordHash, password);
    return this.sessions.open(id, null);
  }

  async login({ emailOrUsername, password, idempotencyKey }: Login): Promise<SignedIn> {
    const found = await this.byName(emailOrUsername);
    const user = await this.credentials.check(found, emailOrUsername, password);
    await this.strengthenHash(user, password);
    return this.sessions.open(user.id, idempotencyKey);
  }

  /** Returns how many other sessions it ended. */
  async changePassword({ currentPassword, newPassword, idempotencyKey }: ChangePassword): Promise<number> {
    const { kept, viewer } = this.ctx;
    await this.sessions.requireLive();
    const user = await kept.db.prisma.user.findUniqueOrThrow({ where: { id: viewer.id } });
    if (user.demo) throw notAllowed('The demo accounts keep their password, because everybody uses them.');
    await this.credentials.check(user, user.email, currentPassword);
    const passwordHash = await kept.passwords.hash(newPassword);
    let repeated = true;
    // The key stands for no arguments: a quick hash of passwords must not lie in the database.
    const endedCount = await this.ctx.change('changePassword', { idempotencyKey }, async (step) => {
      repeated = false;
      await step.tx.user.update({ where: { id: viewer.id }, data: { passwordHash, passwordChangedAt: step.now, updatedAt: step.now } });
      return (await endSessions(step, { userId: viewer.id, id: { not: viewer.sessionId } }, 'PASSWORD_CHANGED')).length;
    });
    // What this request has changed, another may have changed once more by now.
    if (repeated) await this.requirePassword(viewer.id, passwordHash, newPassword);
    return endedCount;
  }

  /** A repeat with the same key meets what the first request did: it is the same request only with the same password. */
  private async requirePassword(userId: string, passwordHash: string, password: string): Promise<void> {
    const user = await this.ctx.loaders.userById.load(userId);
    if (user?.passwordHash === passwordHash || (await this.ctx.kept.passwords.verify(user?.passwordHash, password))) return;
    throw keyReused();
  }

  private async byName(name: string): Promise<UserRow | null> {
    // A username holds no @, so one name never means two accounts.
    const [address, username] = [emailKey(name), usernameKey(name)];
    const where = address ? { emailKey: address } : username ? { usernameKey: username } : null;
    const user = where && (await this.ctx.kept.db.prisma.user.findUnique({ where }));
    return user && !this.isRefused(user) ? user : null;
  }

  /** The demo world's passwords are public. */
  private isRefused = (user: UserRow): boolean => user.demo && this.ctx.kept.settings.NODE_ENV === 'production';

  private async strengthenHash(user: UserRow, password: string): Promise<void> {
    const { db, passwords } = this.ctx.kept;
    if (!user.passwordHash || !passwords.isOutdated(user.passwordHash)) return;
    const passwordHash = await passwords.hash(password);
    // Only if it is still the password that was checked: a change in between must not be undone.
    await db.prisma.user.updateMany({ where: { id: user.id, passwordHash: user.passwordHash }, data: { passwordHash } });
  }
}
