import type { Settings } from '../../env';

const GROUPS = [
  { of: 'GOOGLE_CLIENT_ID', beside: ['GOOGLE_CLIENT_SECRET'], url: ['GOOGLE_ISSUER'] },
  { of: 'APPLE_CLIENT_ID', beside: ['APPLE_TEAM_ID', 'APPLE_KEY_ID', 'APPLE_PRIVATE_KEY'], url: ['APPLE_ISSUER'] },
  { of: 'FACEBOOK_APP_ID', beside: ['FACEBOOK_APP_SECRET'], url: ['FACEBOOK_URL', 'FACEBOOK_GRAPH_URL', 'FACEBOOK_LIMITED_URL'] },
  { of: 'OIDC_ISSUER', beside: ['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'OIDC_NAME'], url: ['OIDC_ISSUER'] },
] as const;

/** What is wrong with the settings of providers together: half an account, or a secret that would go over the net in the clear. */
export function faultsOfProviders(settings: Partial<Settings>): string[] {
  return GROUPS.flatMap(({ of, beside, url }) => {
    if (!settings[of]) return beside.filter((name) => settings[name]).map((name) => `${name}: is of use only where ${of} is set`);
    const missing = beside.filter((name) => !settings[name]).map((name) => `${name}: must be set where ${of} is`);
    const open = settings.NODE_ENV === 'production' ? url.filter((name) => settings[name]?.startsWith('http:')) : [];
    return [...missing, ...open.map((name) => `${name}: must begin with https when NODE_ENV is production: a secret goes there`)];
  });
}
