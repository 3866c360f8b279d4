import * as client from 'openid-client';
import { IdentityFault, type Attempt, type Identity, type IdentityProvider } from '../identity-provider';
import { identityOf, IdTokens } from './oidc-id-token';

export interface OidcPlace {
  label: string;
  issuer: string;
  clientId: string;
  /** Apple's is made anew now and then. */
  clientSecret: () => Promise<string> | string;
  /** Of apps on phones, whose ID tokens are for them. */
  nativeClientIds: readonly string[];
  scope: string;
  /** Apple comes back by a POST when it is asked for an address. */
  responseMode?: 'form_post';
}

const TIMEOUT_S = 10;

/** OpenID Connect: authorisation code with PKCE, state and nonce. What a provider offers is read where it says so, once it is needed. */
export class OidcProvider implements IdentityProvider {
  readonly label: string;
  private known: Promise<{ config: client.Configuration; tokens: IdTokens }> | null = null;

  constructor(private readonly place: OidcPlace) {
    this.label = place.label;
  }

  authorizationUrl = (attempt: Attempt): Promise<string> =>
    this.asking(async () => {
      const { scope, responseMode } = this.place;
      const { config } = await this.discovered();
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: attempt.redirectUri,
        scope,
        state: attempt.state,
        nonce: attempt.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(attempt.codeVerifier),
        code_challenge_method: 'S256',
        ...(responseMode ? { response_mode: responseMode } : {}),
      });
      return url.href;
    });

  redeem = (code: string, { redirectUri, state, nonce, codeVerifier }: Attempt): Promise<Identity> =>
    this.asking(async () => {
      const { config } = await this.discovered();
      const back = new URL(redirectUri);
      back.searchParams.set('code', code);
      back.searchParams.set('state', state);
      // Where a provider says of itself that it names itself, it must be it.
      if (config.serverMetadata().authorization_response_iss_parameter_supported)
        back.searchParams.set('iss', config.serverMetadata().issuer);
      const tokens = await client.authorizationCodeGrant(config, back, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: codeVerifier,
        idTokenExpected: true,
      });
      return identityOf(tokens.claims()!);
    });

  verify = (idToken: string, nonce: string): Promise<Identity> =>
    this.asking(async () => (await this.discovered()).tokens.verify(idToken, nonce));

  /** What the provider offers, read once; after a failure again. */
  private discovered() {
    this.known ??= this.discover().catch((error: unknown) => {
      this.known = null;
      throw error;
    });
    return this.known;
  }

  private async discover() {
    const { issuer, clientId, clientSecret, nativeClientIds } = this.place;
    const url = new URL(issuer);
    const authentication: client.ClientAuth = async (_server, _client, body) => {
      body.set('client_id', clientId);
      body.set('client_secret', await clientSecret());
    };
    const execute = url.protocol === 'http:' ? [client.allowInsecureRequests] : [];
    const config = await client.discovery(url, clientId, undefined, authentication, { execute, timeout: TIMEOUT_S });
    const server = config.serverMetadata();
    const tokens = new IdTokens({ issuer: server.issuer, audiences: [clientId, ...nativeClientIds] }, server.jwks_uri!);
    return { config, tokens };
  }

  private async asking<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw faultOf(error);
    }
  }
}

/** What the provider refuses (RFC 6749, 5.2) is the attempt's fault: the code is none, was used, or is of somebody else's attempt. */
const OF_THE_ATTEMPT = new Set(['invalid_grant', 'access_denied', 'invalid_request']);

export function faultOf(error: unknown): IdentityFault {
  if (error instanceof IdentityFault) return error;
  if (error instanceof client.ResponseBodyError) return new IdentityFault(error.error, !OF_THE_ATTEMPT.has(error.error));
  if (error instanceof client.AuthorizationResponseError) return new IdentityFault(error.error, false);
  const { code, name, cause } = error as { code?: unknown; name?: unknown; cause?: unknown };
  // Refused in words of its own, as Facebook does; 401 is about us, and 429 about how often.
  if (cause instanceof Response && [400, 403].includes(cause.status)) return new IdentityFault(`status ${cause.status}`, false);
  return new IdentityFault(typeof code === 'string' ? code : String(name), true);
}
