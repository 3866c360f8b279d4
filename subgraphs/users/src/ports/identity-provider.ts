/** Where people have an account already, and may sign in with it here. */
export const PROVIDERS = ['GOOGLE', 'APPLE', 'FACEBOOK', 'OIDC'] as const;
export type ProviderName = (typeof PROVIDERS)[number];

/**
 * Somebody who says who a person is. Adapters stand behind this interface: `oidc/` speaks OpenID Connect (Google, Apple, and whomever the
 * settings name), `facebook/` what Facebook has in its place. There is no built-in one: it would let everybody in as anybody.
 *
 * What they give is used at once and kept nowhere: no token of a provider is stored. Methods throw IdentityFault, and nothing else.
 */
export interface IdentityProvider {
  /** As people know it. */
  readonly label: string;
  /** Where a browser is sent to. */
  authorizationUrl(attempt: Attempt): Promise<string>;
  /** What a browser came back with. */
  redeem(code: string, attempt: Attempt): Promise<Identity>;
  /** What the provider gave to an app on a phone. */
  verify(idToken: string, nonce: string): Promise<Identity>;
}

/** One attempt to sign in by a provider. */
export interface Attempt {
  redirectUri: string;
  state: string;
  /** Comes back in the ID token, where there is one. */
  nonce: string;
  /** Of PKCE (RFC 7636): the browser is told its hash alone. */
  codeVerifier: string;
}

/** Who somebody is at a provider. */
export interface Identity {
  /** Stays the same there, whatever else changes. */
  subject: string;
  email: string | null;
  /** The provider says that the address is the person's. */
  emailVerified: boolean;
  name: string | null;
}

/** Nobody was shown. It says nothing of the person or of tokens: it may stand in logs. */
export class IdentityFault extends Error {
  override name = 'IdentityFault';

  constructor(
    /** What was wrong, for operators. */
    readonly code: string,
    /** The provider did not answer, or not as it does: the same may go well later. */
    readonly isProviders: boolean,
  ) {
    super(`The provider has not shown who it is (${code}).`);
  }
}
