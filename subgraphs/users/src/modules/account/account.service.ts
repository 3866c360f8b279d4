import { invalidInput, keyReused, networkPrefixOf, notAllowed, Refusal } from '@marquee/platform';
import type { Context } from '../../context';
import type { User as UserRow } from '../../generated/prisma/client';
import type { StepUpService } from '../factor/factor-step-up.service';
import type { FactorService } from '../factor/factor.service';
import type { SessionService } from '../session/session.service';
import { endSessions } from '../session/session.store';
import type { SignedIn } from '../session/session.types';
import type { CredentialsService } from './account-credentials.service';
import { accountNamed, firstNamed } from './account-name';
import { isOwnName } from './account-own-names';
import { addressOf, nameOfAddress } from '../address/address-sealed';
import { OWN_NAME, type ChangePassword, type Login, type Register } from './account.input';
import { createAccount, setPassword } from './account.store';

/** Making an account, and the password that opens it. */
export class AccountService {
  constructor(
    private readonly ctx: Context,
    private readonly sessions: SessionService,
    private readonly credentials: CredentialsService,
    private readonly factors: Pick<FactorService, 'isOn' | 'require'>,
    private readonly stepUps: Pick<StepUpService, 'require'>,
  ) {}

  async register({ password, ...input }: Register): Promise<SignedIn> {
    const passwordHash = await this.ctx.kept.passwords.hash(password);
    const network = networkPrefixOf(this.ctx.caller.ip);
    // Kept for a day: not in clear.
    const principal = nameOfAddress(this.ctx.kept.fields, input.email);
    const id = await this.ctx.change('register', input, (step) => createAccount(step, { ...input, network }, passwordHash), { principal });
    return this.sessions.open(await this.requirePassword(id, passwordHash, password), null);
  }

  async login({ emailOrUsername, password, idempotencyKey }: Login): Promise<SignedIn> {
    return this.sessions.open(await this.identify(emailOrUsername, password), idempotencyKey);
  }

  /** Whose name and password these are; refuses, also the account that asks for more (SecondFactorRequired). */
  async identify(emailOrUsername: string, password: string): Promise<UserRow> {
    const found = await this.byName(emailOrUsername);
    const user = await this.credentials.check(found, emailOrUsername, password);
    await this.strengthenHash(user, password);
    await this.factors.require(user);
    return user;
  }

  /** Returns how many other sessions it ended. A repeat has that answer, too: its current password is the former one by then. */
  async changePassword({ currentPassword, newPassword, idempotencyKey }: ChangePassword): Promise<number> {
    const { kept, viewer } = this.ctx;
    await this.sessions.requireLive();
    const user = await this.byId(viewer.id);
    if (user.demo) throw notAllowed('The demo accounts keep their password, because everybody uses them.');
    if (isOwnName(newPassword, { username: user.username, email: addressOf(kept.fields, user) }))
      throw invalidInput('newPassword', OWN_NAME);
    const isRepeat = () => this.ctx.isRepeat('changePassword', { idempotencyKey });
    if (!(await isRepeat())) await this.stepUps.require();
    const checked = !(await isRepeat()) && (await this.isPassword(user, currentPassword, isRepeat));
    const passwordHash = await kept.passwords.hash(newPassword);
    let repeated = true;
    // The key stands for no arguments: a quick hash of passwords must not lie in the database.
    const endedCount = await this.ctx.change('changePassword', { idempotencyKey }, async (step) => {
      if (!checked) throw keyReused();
      repeated = false;
      await this.stepUps.require(step.tx);
      await setPassword(step, user, passwordHash, 'PASSWORD_CHANGED');
      // After it: who lost against another change of the password hears of that.
      await this.sessions.requireLive(step.tx);
      return (await endSessions(step, { userId: viewer.id, id: { not: viewer.sessionId } }, 'PASSWORD_CHANGED')).length;
    });
    // What this request has changed, another may have changed once more by now.
    if (repeated) await this.requireSamePassword(newPassword);
    return endedCount;
  }

  /** False for a repeat whose first request changed the password while this one waited for its turn to be checked. */
  private async isPassword(user: UserRow, password: string, isRepeat: () => Promise<boolean>): Promise<boolean> {
    try {
      await this.credentials.check(user, user.username, password);
      return true;
    } catch (error) {
      if (await isRepeat()) return false;
      throw error;
    }
  }

  /** A repeat is the same request only with the same new password. It is checked as a sign-in is, so that nobody can guess by repeating. */
  private async requireSamePassword(newPassword: string): Promise<void> {
    const user = await this.byId(this.ctx.viewer.id);
    try {
      await this.credentials.check(user, user.username, newPassword);
    } catch (error) {
      throw error instanceof Refusal && error.type === 'InvalidCredentials' ? keyReused() : error;
    }
  }

  /** Who registered under this key, if it was with this password: a repeat with another one is another request. */
  private async requirePassword(userId: string, passwordHash: string, password: string): Promise<UserRow> {
    const user = await this.byId(userId);
    // It is no way around the second factor that was set up meanwhile.
    if (await this.factors.isOn(userId)) throw keyReused();
    if (user.passwordHash === passwordHash || (await this.ctx.kept.passwords.verify(user.passwordHash, password))) return user;
    throw keyReused();
  }

  private byId = (id: string): Promise<UserRow> => this.ctx.kept.db.prisma.user.findUniqueOrThrow({ where: { id } });

  private async byName(name: string): Promise<UserRow | null> {
    const where = accountNamed(this.ctx.kept.fields, name);
    const user = where && (await this.ctx.kept.db.prisma.user.findFirst({ where, orderBy: firstNamed }));
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
