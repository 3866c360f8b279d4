import { invalidInput, keyReused, networkPrefixOf, sqlState, UNIQUE_VIOLATION } from '@marquee/platform';
import type { Context, Step } from '../../context';
import type { User as UserRow } from '../../generated/prisma/client';
import { emailKeys, isEmail, tidyEmail } from '../address/address-email';
import { emailTaken } from '../account/account.refusals';
import { addressKeys } from '../address/address-sealed';
import { createAccount } from '../account/account.store';
import type { FactorService } from '../factor/factor.service';
import type { SessionService } from '../session/session.service';
import type { SignedIn } from '../session/session.types';
import type { IdentityProofService } from './identity-proof.service';
import { readTicket, ticketFor, type ShownIdentity } from './identity-ticket';
import type { CompleteSocialRegistration, SocialProof } from './identity.input';
import { alreadyLinked, invalidSocialLogin, socialAccountUnknown } from './identity.refusals';
import { linkAccount, requireLink } from './identity.store';

/** Signing in, and registering, with an account of another provider. */
export class IdentityService {
  constructor(
    private readonly ctx: Context,
    private readonly proofs: IdentityProofService,
    private readonly sessions: SessionService,
    private readonly factors: Pick<FactorService, 'isOn' | 'require'>,
  ) {}

  async signIn(proof: SocialProof): Promise<SignedIn> {
    const { kept } = this.ctx;
    const attempt = await this.proofs.attempt(proof);
    const { idempotencyKey } = proof;
    const { signedInId } = attempt;
    // The state is good once; a repeat of the request that used it has the session that it opened.
    if (signedInId && (await this.ctx.isRepeat('login', { idempotencyKey }, { principal: signedInId })))
      return this.sessions.open(await kept.db.prisma.user.findUniqueOrThrow({ where: { id: signedInId } }), idempotencyKey);
    const identity = await this.proofs.show(attempt, proof);
    const user = await this.linkedWith(identity);
    if (!user) throw await this.unknown(identity);
    const { provider, subject } = identity;
    await kept.db.prisma.linkedAccount.updateMany({ where: { provider, subject }, data: { lastUsedAt: kept.clock.now() } });
    // It may be unlinked meanwhile: then it signs nobody in, nor does it begin to.
    const isLinked = (step: Step) => requireLink(step, user.id, identity);
    await this.factors.require(user, 'LINKED_ACCOUNT', isLinked);
    await kept.db.prisma.socialLogin.update({ where: { id: attempt.id }, data: { signedInId: user.id } });
    return this.sessions.open(user, idempotencyKey, 'LINKED_ACCOUNT', isLinked);
  }

  /** An account without a password, signed in to by who the ticket says was shown. */
  async register({ registrationToken, ...input }: CompleteSocialRegistration): Promise<SignedIn> {
    const { kept } = this.ctx;
    const identity = readTicket(kept.secrets.socialRegistrations, registrationToken, kept.clock.now());
    if (!identity) throw invalidSocialLogin();
    const { provider, subject } = identity;
    // An address that the provider vouches for, or one that is typed and has to be verified, like everybody's.
    const shown = addressOf(identity);
    const email = input.email ?? shown;
    if (!email) throw invalidInput('email', 'must be given: the other provider has not shown one');
    const isVerified = shown !== null && emailKeys(shown)[0] === emailKeys(email)[0];
    const account = { ...input, email, isVerified };
    const principal = `identity:${provider}:${subject}`;
    const id = await this.ctx
      .change(
        'completeSocialRegistration',
        input,
        async (step) => {
          const { idempotencyKey: _key, ...names } = account;
          const userId = await createAccount(step, { ...names, network: networkPrefixOf(this.ctx.caller.ip) }, null);
          const user = await step.tx.user.findUniqueOrThrow({ where: { id: userId } });
          await linkAccount(step, user, { provider, subject, label: this.proofs.labelOf(provider) }, true);
          return userId;
        },
        { principal },
      )
      // Somebody showed the address at the very same moment.
      .catch((error: unknown) => Promise.reject(sqlState(error) === UNIQUE_VIOLATION ? emailTaken() : (error as Error)));
    const user = await kept.db.prisma.user.findUniqueOrThrow({ where: { id } });
    // A repeat is no way around what guards the account by now.
    if ((await this.linkedWith(identity))?.id !== id) throw alreadyLinked();
    if (await this.factors.isOn(id)) throw keyReused();
    return this.sessions.open(user, null, 'LINKED_ACCOUNT', (step) => requireLink(step, id, identity));
  }

  private async linkedWith({ provider, subject }: ShownIdentity): Promise<UserRow | null> {
    const where = { provider_subject: { provider, subject } };
    return (await this.ctx.kept.db.prisma.linkedAccount.findUnique({ where, include: { user: true } }))?.user ?? null;
  }

  /** Never an account that has the same address: whoever has it there may not be who has it here. Who has both signs in and links. */
  private async unknown(identity: ShownIdentity) {
    const { db, secrets, clock, fields } = this.ctx.kept;
    const email = addressOf(identity);
    const taken = email ? { emailKey: { in: addressKeys(fields, email) }, emailVerifiedAt: { not: null } } : null;
    return socialAccountUnknown({
      registrationToken: ticketFor(secrets.socialRegistrations, identity, clock.now()),
      email,
      emailTaken: taken !== null && (await db.prisma.user.count({ where: taken })) > 0,
      displayName: identity.name?.slice(0, 80) ?? null,
    });
  }
}

/** The address of an account elsewhere counts where the provider says that it is theirs. */
function addressOf({ email, emailVerified }: ShownIdentity): string | null {
  const tidy = email === null || !emailVerified ? null : tidyEmail(email);
  return tidy && isEmail(tidy) ? tidy : null;
}
