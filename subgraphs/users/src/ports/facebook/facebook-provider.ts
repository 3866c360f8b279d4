import { createHmac } from 'node:crypto';
import * as client from 'openid-client';
import { IdentityFault, type Attempt, type Identity, type IdentityProvider } from '../identity-provider';
import { IdTokens } from '../oidc/oidc-id-token';
import { faultOf } from '../oidc/oidc-provider';

export interface FacebookPlace {
  appId: string;
  appSecret: string;
  /** `https://www.facebook.com`: where people sign in, and who signs the tokens of Limited Login. */
  url: string;
  /** `https://graph.facebook.com`. */
  graphUrl: string;
  /** `https://limited.facebook.com`: where the keys of those tokens are. */
  limitedUrl: string;
}

const VERSION = 'v23.0';
const TIMEOUT_S = 10;

/**
 * Facebook: OAuth 2 and its Graph in a browser, Limited Login (an ID token) on phones. It does not say whether an address was verified, so
 * that none of it counts.
 */
export class FacebookProvider implements IdentityProvider {
  readonly label = 'Facebook';
  private readonly config: client.Configuration;
  private readonly tokens: IdTokens;

  constructor(private readonly place: FacebookPlace) {
    const { appId, appSecret, url, graphUrl, limitedUrl } = place;
    const server = {
      issuer: url,
      authorization_endpoint: `${url}/${VERSION}/dialog/oauth`,
      token_endpoint: `${graphUrl}/${VERSION}/oauth/access_token`,
    };
    this.config = new client.Configuration(server, appId, undefined, client.ClientSecretPost(appSecret));
    this.config.timeout = TIMEOUT_S;
    if (graphUrl.startsWith('http:')) client.allowInsecureRequests(this.config);
    this.tokens = new IdTokens({ issuer: url, audiences: [appId] }, `${limitedUrl}/.well-known/oauth/openid/jwks/`);
  }

  async authorizationUrl({ redirectUri, state, codeVerifier }: Attempt): Promise<string> {
    return client.buildAuthorizationUrl(this.config, {
      redirect_uri: redirectUri,
      scope: 'email public_profile',
      state,
      code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
    }).href;
  }

  async redeem(code: string, { redirectUri, state, codeVerifier }: Attempt): Promise<Identity> {
    try {
      const back = new URL(redirectUri);
      back.searchParams.set('code', code);
      back.searchParams.set('state', state);
      const { access_token: token } = await client.authorizationCodeGrant(this.config, back, {
        expectedState: state,
        pkceCodeVerifier: codeVerifier,
      });
      return await this.me(token);
    } catch (error) {
      throw faultOf(error);
    }
  }

  verify = async (idToken: string, nonce: string): Promise<Identity> => ({
    ...(await this.tokens.verify(idToken, nonce)),
    emailVerified: false,
  });

  /** Whose token it is. The proof says that it is we who ask: a stolen token alone is not enough. */
  private async me(token: string): Promise<Identity> {
    const { appSecret, graphUrl } = this.place;
    const url = new URL(`${graphUrl}/${VERSION}/me`);
    url.searchParams.set('fields', 'id,name,email');
    url.searchParams.set('appsecret_proof', createHmac('sha256', appSecret).update(token).digest('hex'));
    const response = await client.fetchProtectedResource(this.config, token, url, 'GET');
    const said = (await response.json().catch(() => null)) as { id?: unknown; name?: unknown; email?: unknown } | null;
    if (!response.ok || typeof said?.id !== 'string') throw new IdentityFault(`me ${response.status}`, true);
    const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);
    return { subject: said.id, email: text(said.email), emailVerified: false, name: text(said.name) };
  }
}
