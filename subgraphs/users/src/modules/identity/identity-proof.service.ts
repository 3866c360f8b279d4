import { invalidInput, networkPrefixOf } from '@marquee/platform';
import type { Context } from '../../context';
import type { SocialLogin } from '../../generated/prisma/client';
import { IdentityFault, type IdentityProvider, type ProviderName } from '../../ports/identity-provider';
import { hashOfToken } from '../mail/mail-token';
import { nonceOf, stateOf, verifierOf } from './identity-state';
import type { ShownIdentity } from './identity-ticket';
import type { BeginSocialLogin, SocialProof } from './identity.input';
import { invalidSocialLogin, providerUnavailable } from './identity.refusals';
import { beginAttempt, spendAttempt } from './identity.store';

export interface Begun {
  state: string;
  nonce: string;
  authorizationUrl: string | null;
  expiresAt: Date;
}

/** Lets other providers show who somebody is. */
export class IdentityProofService {
  constructor(private readonly ctx: Context) {}

  available = (): { provider: ProviderName; name: string }[] =>
    [...this.ctx.kept.providers].map(([provider, { label }]) => ({ provider, name: label }));

  labelOf = (provider: ProviderName): string => this.ctx.kept.providers.get(provider)?.label ?? provider;

  async begin({ provider: name, redirectUri = null, idempotencyKey }: BeginSocialLogin): Promise<Begun> {
    const { kept, caller, viewerId } = this.ctx;
    const provider = this.require(name);
    const { SOCIAL_REDIRECTS: allowed = [`${kept.settings.WEB_URL}/signed-in`] } = kept.settings;
    if (redirectUri !== null && !allowed.includes(redirectUri))
      throw invalidInput('redirectUri', 'must be an address that this platform comes back to');
    const network = networkPrefixOf(caller.ip);
    const attempt = { provider: name, redirectUri, userId: viewerId, network };
    // Visitors have nothing by which one is told from another: an attempt more does no harm, one for two would.
    const input = viewerId ? { provider: name, redirectUri, idempotencyKey } : {};
    const principal = viewerId ?? 'visitor';
    const id = await this.ctx.change('beginSocialLogin', input, (step) => beginAttempt(step, attempt), { principal });
    const { expiresAt } = await kept.db.prisma.socialLogin.findUniqueOrThrow({ where: { id } });
    const state = stateOf(kept.secrets.socialLogins, id);
    const nonce = nonceOf(kept.secrets.socialLogins, state);
    const authorizationUrl =
      redirectUri === null ? null : await this.asked(name, () => provider.authorizationUrl(this.attemptOf(state, redirectUri)));
    return { state, nonce, authorizationUrl, expiresAt };
  }

  /** The attempt of a state; refuses one that never was. */
  async attempt({ state }: SocialProof): Promise<SocialLogin> {
    const found = await this.ctx.kept.db.prisma.socialLogin.findUnique({ where: { stateHash: hashOfToken(state) } });
    if (!found) throw invalidSocialLogin();
    return found;
  }

  /** Uses an attempt up and asks its provider who it is; outside of any transaction, because that takes as long as the provider does. */
  async show(attempt: SocialLogin, { state, code, idToken }: SocialProof): Promise<ShownIdentity> {
    const { provider: name, redirectUri, id } = attempt;
    const provider = this.require(name);
    await this.ctx.change('spendSocialLogin', {}, (step) => spendAttempt(step, attempt), { principal: `social-login:${id}` });
    // A browser's attempt is completed by what the browser came back with, an app's by the token that the app was given.
    if ((redirectUri === null) !== (code == null)) throw invalidSocialLogin();
    const identity = await this.asked(name, () =>
      redirectUri === null
        ? provider.verify(idToken!, nonceOf(this.ctx.kept.secrets.socialLogins, state))
        : provider.redeem(code!, this.attemptOf(state, redirectUri)),
    );
    return { ...identity, provider: name };
  }

  private attemptOf(state: string, redirectUri: string) {
    const { socialLogins } = this.ctx.kept.secrets;
    return { state, redirectUri, nonce: nonceOf(socialLogins, state), codeVerifier: verifierOf(socialLogins, state) };
  }

  private require(name: ProviderName): IdentityProvider {
    const provider = this.ctx.kept.providers.get(name);
    if (!provider) throw invalidInput('provider', 'must be one of those that this platform knows');
    return provider;
  }

  private async asked<T>(provider: ProviderName, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof IdentityFault)) throw error;
      this.ctx.logger.warn({ provider, code: error.code, isProviders: error.isProviders }, 'a provider has not shown who somebody is');
      throw error.isProviders ? providerUnavailable() : invalidSocialLogin();
    }
  }
}
