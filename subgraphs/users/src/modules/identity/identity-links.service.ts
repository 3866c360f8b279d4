import { notAllowed } from '@marquee/platform';
import type { Context } from '../../context';
import type { LinkedAccount } from '../../generated/prisma/client';
import type { StepUpService } from '../factor/factor-step-up.service';
import type { SessionService } from '../session/session.service';
import type { IdentityProofService } from './identity-proof.service';
import type { SocialProof, UnlinkAccount } from './identity.input';
import { invalidSocialLogin } from './identity.refusals';
import { linkAccount, unlinkAccount } from './identity.store';

/** Accounts of other providers that sign in to the viewer's. */
export class IdentityLinksService {
  constructor(
    private readonly ctx: Context,
    private readonly proofs: IdentityProofService,
    private readonly sessions: SessionService,
    private readonly stepUps: Pick<StepUpService, 'require'>,
  ) {}

  of = (userId: string): Promise<LinkedAccount[]> =>
    this.ctx.kept.db.prisma.linkedAccount.findMany({ where: { userId }, orderBy: [{ linkedAt: 'asc' }, { id: 'asc' }] });

  async link(proof: SocialProof): Promise<LinkedAccount[]> {
    const { id } = this.ctx.viewer;
    const { idempotencyKey } = proof;
    await this.requireShown();
    const attempt = await this.proofs.attempt(proof);
    // Begun by the viewer: nobody links an account of their own to another's by a state of theirs.
    if (attempt.userId !== id) throw invalidSocialLogin();
    const input = { attempt: attempt.id, idempotencyKey };
    const isRepeat = await this.ctx.isRepeat('linkAccount', { idempotencyKey });
    const identity = isRepeat ? null : await this.proofs.show(attempt, proof);
    await this.ctx.change('linkAccount', input, async (step) => {
      await this.sessions.requireLive(step.tx);
      await this.stepUps.require(step.tx, { always: true });
      if (!identity) throw invalidSocialLogin();
      const user = await step.tx.user.findUniqueOrThrow({ where: { id } });
      if (user.demo) throw notAllowed('The demo accounts are linked with none, because everybody uses them.');
      // As for a second factor: nobody who registered with another's address keeps a way in for when its owner takes the account up.
      if (!user.emailVerifiedAt) throw notAllowed('Verify your e-mail address first: follow the link that was mailed to you.');
      const { provider, subject } = identity;
      return linkAccount(step, user, { provider, subject, label: this.proofs.labelOf(provider) });
    });
    return this.of(id);
  }

  async unlink(input: UnlinkAccount): Promise<LinkedAccount[]> {
    const { id } = this.ctx.viewer;
    await this.requireShown();
    await this.ctx.change('unlinkAccount', input, async (step) => {
      await this.sessions.requireLive(step.tx);
      await this.stepUps.require(step.tx, { always: true });
      const user = await step.tx.user.findUniqueOrThrow({ where: { id } });
      return unlinkAccount(step, user, input.provider, this.proofs.labelOf(input.provider));
    });
    return this.of(id);
  }

  private async requireShown(): Promise<void> {
    await this.sessions.requireLive();
    await this.stepUps.require(undefined, { always: true });
  }
}
