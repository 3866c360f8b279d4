import { invalidInput, networkPrefixOf, notAllowed, sqlState, UNIQUE_VIOLATION } from '@marquee/platform';
import type { Context } from '../../context';
import type { StepUpService } from '../factor/factor-step-up.service';
import type { SessionService } from '../session/session.service';
import type { AddPhone, ConfirmPhone, RemovePhone } from './phone.input';
import { invalidSmsCode, phoneTaken } from './phone.refusals';
import { confirmPhone, phoneOf, removePhone } from './phone.store';
import { guessSmsCode, sendSmsCode } from './sms-code.store';

/** The viewer's phone. Nobody else sees it. */
export class PhoneService {
  constructor(
    private readonly ctx: Context,
    private readonly sessions: SessionService,
    private readonly stepUps: StepUpService,
  ) {}

  own = (userId: string): Promise<string | null> => phoneOf(this.ctx.kept, userId);

  /** Whether another account has the number is told to nobody who has not shown that it is theirs. Returns until when the code is good. */
  async add({ number: { number, country }, idempotencyKey }: AddPhone): Promise<{ number: string; codeExpiresAt: Date }> {
    const { kept, viewer, caller } = this.ctx;
    await this.sessions.requireLive();
    await this.stepUps.require();
    if (!kept.smsSender) throw notAllowed('This platform sends no short messages.');
    const { SMS_COUNTRIES: countries } = kept.settings;
    if (countries && !(country && countries.includes(country)))
      throw invalidInput('number', 'must be of a country that we send messages to');
    // Its key stands for the number's index: a quick hash of numbers must not lie in the database.
    const input = { numberKey: kept.fields.index('phones.added', number), idempotencyKey };
    const expiresAt = await this.ctx.change('addPhone', input, async (step) => {
      await this.sessions.requireLive(step.tx);
      await this.stepUps.require(step.tx);
      const { demo } = await step.tx.user.findUniqueOrThrow({ where: { id: viewer.id } });
      if (demo) throw notAllowed('The demo accounts have no phone, because everybody uses them.');
      const code = { userId: viewer.id, purpose: 'CONFIRM_PHONE', number, network: networkPrefixOf(caller.ip) } as const;
      return (await sendSmsCode(step, code)).expiresAt.toISOString();
    });
    return { number, codeExpiresAt: new Date(expiresAt) };
  }

  async confirm({ code, idempotencyKey }: ConfirmPhone): Promise<void> {
    const { kept, viewer } = this.ctx;
    await this.sessions.requireLive();
    const isRepeat = await this.ctx.isRepeat('confirmPhone', { idempotencyKey });
    // Before the code is looked at: a second factor may have been switched on since it was asked for.
    if (!isRepeat) await this.stepUps.require();
    const id = isRepeat ? null : await guessSmsCode(kept, { userId: viewer.id, purpose: 'CONFIRM_PHONE' }, code);
    await this.ctx
      .change('confirmPhone', { idempotencyKey }, async (step) => {
        await this.sessions.requireLive(step.tx);
        await this.stepUps.require(step.tx);
        if (!id) throw invalidSmsCode();
        return confirmPhone(step, viewer.id, id);
      })
      .catch((error: unknown) => Promise.reject(sqlState(error) === UNIQUE_VIOLATION ? phoneTaken() : (error as Error)));
  }

  async remove(input: RemovePhone): Promise<void> {
    await this.sessions.requireLive();
    await this.stepUps.require();
    await this.ctx.change('removePhone', input, async (step) => {
      await this.sessions.requireLive(step.tx);
      await this.stepUps.require(step.tx);
      return removePhone(step, this.ctx.viewer.id);
    });
  }
}
