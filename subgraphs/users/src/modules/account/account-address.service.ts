import { notAllowed, sqlState, UNIQUE_VIOLATION } from '@marquee/platform';
import type { Context } from '../../context';
import type { StepUpService } from '../factor/factor-step-up.service';
import type { SessionService } from '../session/session.service';
import { passwordChanged } from '../session/session.refusals';
import { hashOfToken } from '../mail/mail-token';
import type { MailedInvitationService } from '../organization/organization-mail.service';
import type { CredentialsService } from './account-credentials.service';
import { askForAddress, refuseTaken, sendVerification, verifyAddress } from './account-address.store';
import type { ChangeEmail, ResendVerification, VerifyEmail } from './account-address.input';
import { addressOf, pendingAddressOf } from '../address/address-sealed';
import { addressVerified, emailTaken } from './account.refusals';

/** Whose an address is, and another address for an account. */
export class AddressService {
  constructor(
    private readonly ctx: Context,
    private readonly sessions: SessionService,
    private readonly credentials: CredentialsService,
    private readonly stepUps: Pick<StepUpService, 'require'>,
    private readonly invitations: Pick<MailedInvitationService, 'takeClaimed'>,
  ) {}

  /** The token is all that is asked for: the mail may be read on another device. Returns the address. */
  async verify({ token, idempotencyKey }: VerifyEmail): Promise<string> {
    const tokenHash = hashOfToken(token);
    const principal = `mail-token:${Buffer.from(tokenHash).toString('hex')}`;
    const id = await this.ctx
      .change('verifyEmail', { idempotencyKey }, (step) => verifyAddress(step, tokenHash), { principal })
      // Somebody showed it at the very same moment.
      .catch((error: unknown) => Promise.reject(sqlState(error) === UNIQUE_VIOLATION ? emailTaken() : (error as Error)));
    await this.invitations.takeClaimed(id);
    const { db, fields } = this.ctx.kept;
    return addressOf(fields, await db.prisma.user.findUniqueOrThrow({ where: { id } }));
  }

  /** Returns the address that a link is sent to. */
  async resend(input: ResendVerification): Promise<string> {
    const id = await this.ctx.change('resendVerification', input, async (step) => {
      const user = await step.tx.user.findUniqueOrThrow({ where: { id: this.ctx.viewer.id } });
      const { fields } = step.kept;
      const pending = pendingAddressOf(fields, user);
      if (pending === null && user.emailVerifiedAt && !user.emailBouncedAt) throw addressVerified();
      const address = pending ?? addressOf(fields, user);
      await refuseTaken(step, address, user.id);
      await sendVerification(step, user, address);
      return user.id;
    });
    const user = await this.ctx.kept.db.prisma.user.findUniqueOrThrow({ where: { id } });
    return pendingAddressOf(this.ctx.kept.fields, user) ?? addressOf(this.ctx.kept.fields, user);
  }

  async change({ password, ...input }: ChangeEmail): Promise<void> {
    const { kept, viewer } = this.ctx;
    await this.sessions.requireLive();
    const checked = await kept.db.prisma.user.findUniqueOrThrow({ where: { id: viewer.id } });
    if (checked.demo) throw notAllowed('The demo accounts keep their address, because everybody uses them.');
    if (!(await this.ctx.isRepeat('changeEmail', input))) await this.stepUps.require();
    await this.credentials.check(checked, checked.username, password);
    // The password is not among what its key stands for: a quick hash of it must not lie in the database.
    await this.ctx.change('changeEmail', input, async (step) => {
      await this.sessions.requireLive(step.tx);
      const user = await step.tx.user.findUniqueOrThrow({ where: { id: viewer.id } });
      if (user.passwordVersion !== checked.passwordVersion) throw passwordChanged();
      await this.stepUps.require(step.tx);
      await askForAddress(step, user, input.email);
      return null;
    });
  }
}
