import { notAllowed } from '@marquee/platform';
import type { Context } from '../../context';
import type { User as UserRow } from '../../generated/prisma/client';
import { accountNamed, firstNamed } from '../account/account-name';
import type { CredentialsService } from '../account/account-credentials.service';
import { invalidToken } from '../account/account.refusals';
import type { StepUpService } from '../factor/factor-step-up.service';
import type { TypedCode } from '../factor/factor-codes.store';
import type { FactorService } from '../factor/factor.service';
import { useCode } from '../factor/factor.store';
import { hashOfToken } from '../mail/mail-token';
import type { SessionService } from '../session/session.service';
import { lockUser } from '../user/user.store';
import { askForErasure, cancelErasure, confirmErasure, erasureToken } from './erasure.store';
import type { CancelErasure, ConfirmErasure, RequestErasure } from './erasure.input';
import { codeRequired } from './erasure.refusals';
import type { ErasureView } from './erasure.types';

/** The end of an account, as its person wants it: asked for, confirmed, called off, looked at. */
export class ErasureService {
  constructor(
    private readonly ctx: Context,
    private readonly sessions: Pick<SessionService, 'requireLive'>,
    private readonly credentials: CredentialsService,
    private readonly factors: Pick<FactorService, 'isOn' | 'counted'>,
    private readonly stepUps: Pick<StepUpService, 'require'>,
  ) {}

  /** The token is all that is asked for: who was erased cannot sign in. */
  byToken(token: string): Promise<ErasureView | null> {
    return this.ctx.kept.db.prisma.erasure.findUnique({ where: { tokenHash: hashOfToken(token) }, include: { parts: true } });
  }

  async erasedFrom({ id: userId, deactivatedAt }: UserRow): Promise<Date | null> {
    if (!deactivatedAt) return null;
    const erasure = await this.ctx.kept.db.prisma.erasure.findFirst({ where: { userId, state: { in: ['CONFIRMED', 'ERASING'] } } });
    return erasure?.erasedFrom ?? null;
  }

  async request({ emailOrUsername, password, code, idempotencyKey }: RequestErasure): Promise<{ token: string; erasure: ErasureView }> {
    const user = await this.vouchedFor(emailOrUsername ?? null, password ?? null);
    const principal = user.id;
    const isRepeat = await this.ctx.isRepeat('requestErasure', { idempotencyKey }, { principal });
    const isOn = await this.factors.isOn(user.id);
    if (isOn && !code && !isRepeat) throw codeRequired();
    // What vouches is not among what the key stands for: a quick hash of it must not lie in the database. A suspended account may end, too.
    const work = (typed?: TypedCode) =>
      this.ctx.change(
        'requestErasure',
        { idempotencyKey },
        async (step) => {
          // Locked before it is asked: a code is used once, and a factor may have been switched on meanwhile.
          await lockUser(step, user.id);
          if (await this.factors.isOn(user.id, step.tx)) {
            if (!typed) throw codeRequired();
            await useCode(step, user.id, typed);
          }
          return askForErasure(step, user);
        },
        { principal },
      );
    const id = await (isOn && !isRepeat ? this.factors.counted(user.id, code!, work) : work());
    const erasure = await this.ctx.kept.db.prisma.erasure.findUniqueOrThrow({ where: { id }, include: { parts: true } });
    return { token: erasureToken(this.ctx, id), erasure };
  }

  async confirm({ token, ...input }: ConfirmErasure): Promise<ErasureView> {
    const erasure = await this.requireToken(token);
    const principal = `erasure:${erasure.id}`;
    await this.ctx.change('confirmErasure', input, (step) => confirmErasure(step, erasure, input.giveUpBalance), { principal });
    return this.requireToken(token);
  }

  async cancel({ token, idempotencyKey }: CancelErasure): Promise<ErasureView> {
    const erasure = token ? await this.requireToken(token) : await this.mine();
    const principal = `erasure:${erasure.id}`;
    const cancelled = await this.ctx.change('cancelErasure', { idempotencyKey }, (step) => cancelErasure(step, erasure), { principal });
    if (!cancelled) throw notAllowed('This erasure has begun, or is over.');
    return this.ctx.kept.db.prisma.erasure.findUniqueOrThrow({ where: { id: erasure.id }, include: { parts: true } });
  }

  private async requireToken(token: string): Promise<ErasureView> {
    const erasure = await this.byToken(token);
    if (!erasure) throw invalidToken();
    return erasure;
  }

  /** The viewer's erasure that is not over; of a repeat, the one that was cancelled last. */
  private async mine(): Promise<ErasureView> {
    await this.sessions.requireLive();
    const where = { userId: this.ctx.viewer.id, state: { not: 'ASKED' as const } };
    const erasure = await this.ctx.kept.db.prisma.erasure.findFirst({ where, orderBy: { requestedAt: 'desc' }, include: { parts: true } });
    if (!erasure) throw notAllowed('Your account is not to be erased.');
    return erasure;
  }

  /** Whose account it is, with the right password: the viewer's, or of who cannot sign in and names it. */
  private async vouchedFor(name: string | null, password: string | null): Promise<UserRow> {
    const { user: users } = this.ctx.kept.db.prisma;
    const where = name === null ? null : accountNamed(this.ctx.kept.fields, name);
    if (name === null) await this.sessions.requireLive();
    const found =
      name === null
        ? await users.findUniqueOrThrow({ where: { id: this.ctx.viewer.id } })
        : where && (await users.findFirst({ where, orderBy: firstNamed }));
    if (found?.demo && name === null) throw notAllowed('The demo accounts stay, because everybody uses them.');
    // Who has no password has shown otherwise that it is them.
    if (name === null && found!.passwordHash === null) {
      await this.stepUps.require(undefined, { always: true });
      return found!;
    }
    return this.credentials.check(found?.demo ? null : found, name ?? found!.username, password ?? '');
  }
}
