import { invalidInput } from '@marquee/platform';
import type { Context } from '../../context';
import type { Tx } from '../../db';
import type { CredentialsService } from '../account/account-credentials.service';
import { passwordChanged } from '../session/session.refusals';
import type { SessionService } from '../session/session.service';
import { elevateSession } from '../session/session.store';
import type { TypedCode } from './factor-codes.store';
import { stepUpRequired } from './factor.refusals';
import type { FactorService } from './factor.service';
import type { BeginTotp } from './factor.input';
import { useCode } from './factor.store';
import type { StepUp } from './factor-step-up.input';

/** What an open session has to show once more before something sensitive is done with it. */
export class StepUpService {
  constructor(
    private readonly ctx: Context,
    private readonly sessions: SessionService,
    private readonly credentials: CredentialsService,
    private readonly factors: FactorService,
  ) {}

  /** Shows all that the account asks for. Returns until when that counts; a repeat what the first request has won. */
  async stepUp({ password, code, idempotencyKey }: StepUp): Promise<Date> {
    await this.sessions.requireLive();
    const { viewer, kept } = this.ctx;
    const isRepeat = await this.ctx.isRepeat('stepUp', { idempotencyKey });
    const user = await kept.db.prisma.user.findUniqueOrThrow({ where: { id: viewer.id } });
    await this.credentials.check(user, user.username, password);
    const isOn = await this.factors.isOn(user.id);
    if (isOn && !code && !isRepeat) throw codeIsMissing();
    const work = (typed?: TypedCode) =>
      this.ctx.change('stepUp', { idempotencyKey }, async (step) => {
        await this.sessions.requireLive(step.tx);
        const { passwordVersion } = await step.tx.user.findUniqueOrThrow({ where: { id: user.id } });
        if (passwordVersion !== user.passwordVersion) throw passwordChanged();
        // Asked again under the lock of the person's row: it may have been switched on meanwhile.
        if (await this.factors.isOn(user.id, step.tx)) {
          if (!typed) throw codeIsMissing();
          await useCode(step, user.id, typed);
        }
        return (await elevateSession(step, viewer.sessionId)).toISOString();
      });
    return new Date(await (isOn && !isRepeat ? this.factors.counted(user.id, code!, work) : work()));
  }

  /** Where a second factor is on already, another is set up by who has shown it. */
  async beginTotp(input: BeginTotp): Promise<{ secret: string; uri: string }> {
    await this.sessions.requireLive();
    // Where it is an app, there is nothing to set up: that is said instead.
    if (!(await this.factors.methodsOf(this.ctx.viewer.id)).includes('TOTP')) await this.require();
    return this.factors.begin(input);
  }

  /**
   * Refuses (StepUpRequired) what is sensitive where a second factor is on and this session has not shown it lately. `always`: also where
   * none is, for what asks for no password itself. Asked before, so that nothing is done in vain, and again in the step that decides.
   */
  async require(tx: Pick<Tx, 'session' | '$queryRaw'> = this.ctx.kept.db.prisma, { always = false } = {}): Promise<void> {
    const { id: userId } = this.ctx.viewer;
    if (!always && !(await this.factors.isOn(userId, tx))) return;
    if (await this.isShown(tx)) return;
    const { passwordHash } = await this.ctx.kept.db.prisma.user.findUniqueOrThrow({ where: { id: userId } });
    throw stepUpRequired(await this.factors.methodsOf(userId), passwordHash !== null);
  }

  /** Has this session lately shown all that the account asks for? */
  async isShown(tx: Pick<Tx, 'session'> = this.ctx.kept.db.prisma): Promise<boolean> {
    const { id: userId, sessionId: id } = this.ctx.viewer;
    const elevatedUntil = { gt: this.ctx.kept.clock.now() };
    return (await tx.session.count({ where: { id, userId, endedAt: null, elevatedUntil } })) > 0;
  }
}

const codeIsMissing = () => invalidInput('code', 'must be a code of your authenticator app, or a backup code');
