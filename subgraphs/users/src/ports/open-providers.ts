import type { Clock } from '@marquee/platform';
import type { Settings } from '../env';
import type { IdentityProvider, ProviderName } from './identity-provider';

export type Providers = ReadonlyMap<ProviderName, IdentityProvider>;

/** The providers that the settings name, in the order in which they are shown. Asks none of them yet. */
export async function openProviders(settings: Settings, clock: Clock): Promise<Providers> {
  const { GOOGLE_CLIENT_ID, APPLE_CLIENT_ID, FACEBOOK_APP_ID, OIDC_ISSUER } = settings;
  const providers = new Map<ProviderName, IdentityProvider>();
  if (!GOOGLE_CLIENT_ID && !APPLE_CLIENT_ID && !FACEBOOK_APP_ID && !OIDC_ISSUER) return providers;
  // Nobody loads them who has no provider.
  const { OidcProvider } = await import('./oidc/oidc-provider');
  if (GOOGLE_CLIENT_ID)
    providers.set(
      'GOOGLE',
      new OidcProvider({
        label: 'Google',
        issuer: settings.GOOGLE_ISSUER,
        clientId: GOOGLE_CLIENT_ID,
        clientSecret: () => settings.GOOGLE_CLIENT_SECRET!,
        nativeClientIds: settings.GOOGLE_NATIVE_CLIENT_IDS,
        scope: 'openid email profile',
      }),
    );
  if (APPLE_CLIENT_ID) {
    const { appleSecret } = await import('./oidc/apple-secret');
    const key = { teamId: settings.APPLE_TEAM_ID!, keyId: settings.APPLE_KEY_ID!, privateKey: settings.APPLE_PRIVATE_KEY! };
    providers.set(
      'APPLE',
      new OidcProvider({
        label: 'Apple',
        issuer: settings.APPLE_ISSUER,
        clientId: APPLE_CLIENT_ID,
        clientSecret: appleSecret({ ...key, clientId: APPLE_CLIENT_ID }, () => clock.now()),
        nativeClientIds: settings.APPLE_NATIVE_CLIENT_IDS,
        scope: 'openid email name',
        responseMode: 'form_post',
      }),
    );
  }
  if (FACEBOOK_APP_ID) {
    const { FacebookProvider } = await import('./facebook/facebook-provider');
    const { FACEBOOK_APP_SECRET, FACEBOOK_URL: url, FACEBOOK_GRAPH_URL: graphUrl, FACEBOOK_LIMITED_URL: limitedUrl } = settings;
    providers.set('FACEBOOK', new FacebookProvider({ appId: FACEBOOK_APP_ID, appSecret: FACEBOOK_APP_SECRET!, url, graphUrl, limitedUrl }));
  }
  if (OIDC_ISSUER)
    providers.set(
      'OIDC',
      new OidcProvider({
        label: settings.OIDC_NAME!,
        issuer: OIDC_ISSUER,
        clientId: settings.OIDC_CLIENT_ID!,
        clientSecret: () => settings.OIDC_CLIENT_SECRET!,
        nativeClientIds: settings.OIDC_NATIVE_CLIENT_IDS,
        scope: 'openid email profile',
      }),
    );
  return providers;
}
