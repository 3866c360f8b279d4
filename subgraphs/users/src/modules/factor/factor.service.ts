import { notAllowed, Refusal } from '@marquee/platform';
import type { Context, Step } from '../../context';
import type { Tx } from '../../db';
import type { SignInWay, User as UserRow } from '../../generated/prisma/client';
import type { CredentialsService } from '../account/account-credentials.service';
import { accountLocked } from '../account/account.refusals';
import { hashOfToken } from '../mail/mail-token';
import { originOf } from '../session/session-origin';
import { passwordChanged } from '../session/session.refusals';
import type { SessionService } from '../session/session.service';
import { lockUser } from '../user/user.store';
import type { SignedIn } from '../session/session.types';
import { backupCodes } from './factor-backup-codes';
import { base32, totpUri } from './factor-totp';
import type { BeginTotp, CompleteLogin, ConfirmTotp, DisableTotp, RenewBackupCodes } from './factor.input';
import { typedCode, type TypedCode } from './factor-codes.store';
import { methodsOf } from './factor-methods.store';
import { invalidChallenge, invalidCode, secondFactorOff, secondFactorOn, secondFactorRequired, type FactorMethod } from './factor.refusals';
import { beginTotp, confirmTotp, dropTotp, openChallenge, passChallenge, renewBackupCodes, secretOf, useCode } from './factor.store';

/** What a sign-in asks for beside the password: a code of an authenticator app, or a backup code. */
export class FactorService {
  constructor(
    private readonly ctx: Context,
    private readonly sessions: SessionService,
    private readonly credentials: CredentialsService,
  ) {}

  async isOn(userId: string, tx?: Pick<Tx, '$queryRaw'>): Promise<boolean> {
    return (await this.methodsOf(userId, tx)).length > 0;
  }

  /** What a code may be of; none without a second factor. */
  methodsOf = (userId: string, tx: Pick<Tx, '$queryRaw'> = this.ctx.kept.db.prisma): Promise<FactorMethod[]> => methodsOf(tx, userId);

  backupCodesLeft(userId: string): Promise<number> {
    return this.ctx.kept.db.prisma.backupCode.count({ where: { userId, usedAt: null } });
  }

  /** The password was right; refuses (SecondFactorRequired) the account that asks for more, with the token that lets the sign-in go on. */
  async require(user: UserRow, way: SignInWay = 'PASSWORD', vouchedFor?: (step: Step) => Promise<void>): Promise<void> {
    const methods = await this.methodsOf(user.id);
    if (methods.length === 0) return;
    const work = async (step: Step) => {
      if (vouchedFor) await lockUser(step, user.id);
      await vouchedFor?.(step);
      return openChallenge(step, user, way);
    };
    const { token, expiresAt } = await this.ctx.change('openChallenge', {}, work, { principal: user.id });
    throw secondFactorRequired(token, new Date(expiresAt), methods);
  }

  async complete({ challengeToken, code, idempotencyKey }: CompleteLogin): Promise<SignedIn> {
    const { db, clock } = this.ctx.kept;
    const where = { tokenHash: hashOfToken(challengeToken) };
    const challenge = await db.prisma.loginChallenge.findUnique({ where, include: { user: true } });
    if (!challenge) throw invalidChallenge();
    const { user, usedAt, expiresAt } = challenge;
    const principal = user.id;
    // Another password has ended what the former one began, also where the session that it opened goes on.
    const isSame = user.passwordVersion === challenge.passwordVersion;
    if (usedAt && isSame && (await this.ctx.isRepeat('login', { idempotencyKey }, { principal })))
      return this.sessions.open(user, idempotencyKey, challenge.way);
    if (usedAt || expiresAt <= clock.now()) throw invalidChallenge();
    await this.counted(user.id, code, (typed) =>
      this.ctx.change('completeLogin', {}, (step) => passChallenge(step, challenge, typed), { principal }),
    );
    return this.sessions.open(user, idempotencyKey, challenge.way);
  }

  /** Whose sign-in waited for this code, as they were when it began to; uses both up and opens no session. */
  async pass(challengeToken: string, code: string): Promise<UserRow> {
    const { db, clock } = this.ctx.kept;
    const where = { tokenHash: hashOfToken(challengeToken) };
    const challenge = await db.prisma.loginChallenge.findUnique({ where, include: { user: true } });
    if (!challenge || challenge.usedAt || challenge.expiresAt <= clock.now()) throw invalidChallenge();
    const { user } = challenge;
    await this.counted(user.id, code, (typed) =>
      this.ctx.change('passChallenge', {}, (step) => passChallenge(step, challenge, typed), { principal: user.id }),
    );
    return { ...user, passwordVersion: challenge.passwordVersion };
  }

  /** The secret, for an app to be set up with; nothing asks for its codes yet. */
  async begin({ password, ...input }: BeginTotp): Promise<{ secret: string; uri: string }> {
    const user = await this.vouchedFor(password);
    // Whoever registers with somebody else's address must not bind the account to an app of their own before its owner follows the link.
    if (!user.emailVerifiedAt) throw notAllowed('Verify your e-mail address first: follow the link that was mailed to you.');
    await this.ctx.change('beginTotp', input, (step) => beginTotp(step, user.id));
    const row = await this.ctx.kept.db.prisma.totp.findUnique({ where: { userId: user.id } });
    // A repeat shows what the first request made only until it is in use.
    if (!row || row.confirmedAt) throw secondFactorOff();
    const secret = secretOf(this.ctx, row);
    return { secret: base32(secret), uri: totpUri(secret, user.username) };
  }

  async confirm({ code, idempotencyKey }: ConfirmTotp): Promise<string[]> {
    await this.sessions.requireLive();
    const isRepeat = await this.ctx.isRepeat('confirmTotp', { idempotencyKey });
    if (!isRepeat) await this.requireBegun();
    const work = () =>
      this.ctx.change('confirmTotp', { idempotencyKey }, async (step) => {
        await this.sessions.requireLive(step.tx);
        return confirmTotp(step, await this.mine(step.tx), code);
      });
    // Counted, too: who has only the session must not guess a secret that its owner has begun to set up.
    const codesId = await (isRepeat ? work() : this.counted(this.ctx.viewer.id, null, work));
    return backupCodes(this.ctx.kept.secrets.backupCodes, codesId);
  }

  async disable(input: DisableTotp): Promise<void> {
    await this.byPasswordAndCode('disableTotp', input, dropTotp);
  }

  /** Ten other backup codes; a repeat shows the same. */
  async renewCodes(input: RenewBackupCodes): Promise<string[]> {
    const codesId = await this.byPasswordAndCode('renewBackupCodes', input, renewBackupCodes);
    return backupCodes(this.ctx.kept.secrets.backupCodes, codesId);
  }

  /** Does to the second factor what the password and a code of it vouch for. */
  private async byPasswordAndCode<T>(
    operation: string,
    { password, code, idempotencyKey }: DisableTotp,
    change: (step: Step, user: UserRow) => Promise<T>,
  ): Promise<T> {
    const isRepeat = await this.ctx.isRepeat(operation, { idempotencyKey });
    const checked = await this.vouchedFor(password);
    const work = (typed?: TypedCode) =>
      this.ctx.change(operation, { idempotencyKey }, async (step) => {
        await this.sessions.requireLive(step.tx);
        const user = await this.mine(step.tx);
        if (user.passwordVersion !== checked.passwordVersion) throw passwordChanged();
        if (!typed) throw invalidCode();
        // Both are about the app: codes that are sent are switched off by setCodeChannel, and have no backup codes.
        if (!(await this.methodsOf(user.id, step.tx)).includes('TOTP')) throw secondFactorOff();
        await useCode(step, user.id, typed);
        return change(step, user);
      });
    return isRepeat ? work() : this.counted(checked.id, code, work);
  }

  /** The viewer, whose session lasts and whose password this is. */
  private async vouchedFor(password: string): Promise<UserRow> {
    await this.sessions.requireLive();
    const user = await this.mine();
    if (user.demo) throw notAllowed('The demo accounts have no second factor, because everybody uses them.');
    return this.credentials.check(user, user.username, password);
  }

  /**
   * Codes are counted as passwords are, apart from them: by person and network, and before their outcome is known. `code` null: none that could
   * have been sent.
   */
  async counted<T>(userId: string, code: string | null, work: (typed: TypedCode) => Promise<T>): Promise<T> {
    const { loginAttempts, signInQueue } = this.ctx.kept;
    const account = `factor:${userId}`;
    const origin = originOf(this.ctx.caller);
    const { network } = origin;
    return signInQueue.run(`${account} ${network}`, async () => {
      const lockedUntil = (await loginAttempts.slowedUntil(account)) ?? (await loginAttempts.begin(account, network));
      if (lockedUntil) throw accountLocked(lockedUntil);
      try {
        const { kept } = this.ctx;
        const done = await work(code === null ? { text: '', smsId: null, mailId: null } : await typedCode(kept, userId, code));
        await loginAttempts.forgive(account, network);
        return done;
      } catch (error) {
        if (error instanceof Refusal && error.type === 'InvalidCode') {
          await loginAttempts.fail(account, { ...origin, userId, outcome: 'WRONG_CODE', way: 'PASSWORD' });
          this.ctx.logger.warn({ account, network }, 'a second factor failed');
        }
        throw error;
      }
    });
  }

  /** Before a try is counted: what is not being set up has no code that could be wrong. */
  private async requireBegun(): Promise<void> {
    const row = await this.ctx.kept.db.prisma.totp.findUnique({ where: { userId: this.ctx.viewer.id } });
    if (!row) throw secondFactorOff();
    if (row.confirmedAt) throw secondFactorOn();
  }

  private mine = (tx: Pick<Context['kept']['db']['prisma'], 'user'> = this.ctx.kept.db.prisma): Promise<UserRow> =>
    tx.user.findUniqueOrThrow({ where: { id: this.ctx.viewer.id } });
}
