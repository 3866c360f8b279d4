import { invalidInput, keyReused, networkPrefixOf, Refusal } from '@marquee/platform';
import type { Context } from '../../context';
import { hashOfToken } from '../mail/mail-token';
import { tokenOf } from '../mail/mail-token.store';
import { originOf } from '../session/session-origin';
import type { CredentialsService } from './account-credentials.service';
import { isOwnName } from './account-own-names';
import type { RequestPasswordReset, ResetPassword } from './account-reset.input';
import { requestPassword, resetPassword } from './account-reset.store';
import { addressOf, nameOfAddress } from '../address/address-sealed';
import { OWN_NAME } from './account.input';
import { invalidToken } from './account.refusals';

/** A way back for who forgot their password: by the mail of their address. */
export class ResetService {
  constructor(
    private readonly ctx: Context,
    private readonly credentials: CredentialsService,
  ) {}

  async request({ email, idempotencyKey }: RequestPasswordReset): Promise<void> {
    const network = networkPrefixOf(this.ctx.caller.ip);
    const principal = nameOfAddress(this.ctx.kept.fields, email);
    await this.ctx.change('requestPasswordReset', { idempotencyKey }, (step) => requestPassword(step, email, network), { principal });
  }

  /** Returns how many sessions it ended. */
  async reset({ token: typed, newPassword, idempotencyKey }: ResetPassword): Promise<number> {
    const { db, clock, passwords, fields } = this.ctx.kept;
    const tokenHash = hashOfToken(typed);
    const token = await tokenOf({ tx: db.prisma }, 'RESET_PASSWORD', tokenHash);
    if (!token) throw invalidToken();
    const principal = `mail-token:${Buffer.from(tokenHash).toString('hex')}`;
    // Before a password is hashed, which is dear: a guess costs a look at an index.
    const isGood = token.endedAt === null && token.expiresAt > clock.now();
    if (!isGood && !(await this.ctx.isRepeat('resetPassword', { idempotencyKey }, { principal }))) throw invalidToken();
    const user = await db.prisma.user.findUniqueOrThrow({ where: { id: token.userId } });
    if (isOwnName(newPassword, { username: user.username, email: addressOf(fields, user) })) throw invalidInput('newPassword', OWN_NAME);
    const passwordHash = isGood ? await passwords.hash(newPassword) : '';
    let repeated = true;
    // The key stands for the token alone: a quick hash of passwords must not lie in the database.
    const work = (step: Parameters<typeof resetPassword>[0]) => {
      repeated = false;
      return resetPassword(step, token, passwordHash, originOf(this.ctx.caller));
    };
    const endedCount = await this.ctx.change('resetPassword', { idempotencyKey }, work, { principal });
    if (repeated) await this.requireSame(token.userId, newPassword);
    return endedCount;
  }

  /** A repeat is the same request only with the same password; checked as a sign-in is, so that nobody can guess by repeating. */
  private async requireSame(userId: string, password: string): Promise<void> {
    const user = await this.ctx.kept.db.prisma.user.findUniqueOrThrow({ where: { id: userId } });
    try {
      await this.credentials.check(user, user.username, password);
    } catch (error) {
      throw error instanceof Refusal && error.type === 'InvalidCredentials' ? keyReused() : error;
    }
  }
}
