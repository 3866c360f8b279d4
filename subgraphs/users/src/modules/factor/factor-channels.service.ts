import { networkPrefixOf, notAllowed } from '@marquee/platform';
import type { Context } from '../../context';
import type { User as UserRow } from '../../generated/prisma/client';
import type { CredentialsService } from '../account/account-credentials.service';
import { hashOfToken } from '../mail/mail-token';
import { phoneOf } from '../phone/phone.store';
import { sendSmsCode } from '../phone/sms-code.store';
import { passwordChanged } from '../session/session.refusals';
import type { SessionService } from '../session/session.service';
import { lockUser } from '../user/user.store';
import { sendMailCode } from './factor-codes.store';
import type { SendLoginCode, SetCodeChannel } from './factor-channels.input';
import { methodsOf } from './factor-methods.store';
import { invalidChallenge } from './factor.refusals';
import { setChannel } from './factor.store';
import type { StepUpService } from './factor-step-up.service';

/** Codes that are sent: by mail, and by short message. */
export class FactorChannelService {
  constructor(
    private readonly ctx: Context,
    private readonly sessions: SessionService,
    private readonly credentials: CredentialsService,
    private readonly stepUps: StepUpService,
  ) {}

  async set({ password, ...input }: SetCodeChannel): Promise<void> {
    const { channel, enabled } = input;
    const { viewer, kept } = this.ctx;
    await this.sessions.requireLive();
    await this.stepUps.require();
    const checked = await kept.db.prisma.user.findUniqueOrThrow({ where: { id: viewer.id } });
    if (checked.demo) throw notAllowed('The demo accounts have no second factor, because everybody uses them.');
    await this.credentials.check(checked, checked.username, password);
    await this.ctx.change('setCodeChannel', input, async (step) => {
      await this.sessions.requireLive(step.tx);
      await this.stepUps.require(step.tx);
      const user = await step.tx.user.findUniqueOrThrow({ where: { id: viewer.id } });
      if (user.passwordVersion !== checked.passwordVersion) throw passwordChanged();
      // As for an app: nobody binds an account that holds another's address to a phone of their own.
      if (enabled && !user.emailVerifiedAt) throw notAllowed('Verify your e-mail address first: follow the link that was mailed to you.');
      if (enabled && channel === 'SMS') await this.requirePhone(user);
      return setChannel(step, user, channel, enabled);
    });
  }

  /** Sends a code for a sign-in that waits, or for `stepUp` of who is signed in. Returns until when it is good. */
  async send({ challengeToken, ...input }: SendLoginCode): Promise<Date> {
    const { method } = input;
    const { kept, caller } = this.ctx;
    const userId = challengeToken ? await this.challenged(challengeToken) : await this.signedIn();
    if (method === 'SMS' && !kept.smsSender) throw notAllowed('This platform sends no short messages.');
    const expiresAt = await this.ctx.change(
      'sendLoginCode',
      input,
      async (step) => {
        const user = await lockUser(step, userId);
        if (!user || !(await methodsOf(step.tx, userId)).includes(method)) throw notAllowed('Codes are not sent to you by this way.');
        if (method === 'EMAIL') return (await sendMailCode(step, user)).expiresAt.toISOString();
        const number = await this.requirePhone(user);
        const code = { userId, purpose: 'SIGN_IN', number, network: networkPrefixOf(caller.ip) } as const;
        return (await sendSmsCode(step, code)).expiresAt.toISOString();
      },
      { principal: userId },
    );
    return new Date(expiresAt);
  }

  private async challenged(token: string): Promise<string> {
    const { db, clock } = this.ctx.kept;
    const where = { tokenHash: hashOfToken(token), usedAt: null, expiresAt: { gt: clock.now() } };
    const challenge = await db.prisma.loginChallenge.findFirst({ where, include: { user: true } });
    if (!challenge || challenge.user.passwordVersion !== challenge.passwordVersion) throw invalidChallenge();
    return challenge.userId;
  }

  private async signedIn(): Promise<string> {
    const { id } = this.ctx.viewer;
    await this.sessions.requireLive();
    return id;
  }

  private async requirePhone({ id }: UserRow): Promise<string> {
    const number = await phoneOf(this.ctx.kept, id);
    if (number === null) throw notAllowed('Add a phone first, and show that it is yours.');
    return number;
  }
}
