import { apiScopes } from '../api-key/api-key-scopes';

export const OAUTH_PATH = '/oauth';
const CLIENT_METHODS = ['client_secret_basic', 'client_secret_post', 'none'];

/** What a program finds out by itself (RFC 8414). There is no registration: apps are made by `createApp`. */
export const metadataOf = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}${OAUTH_PATH}/authorize`,
  token_endpoint: `${issuer}${OAUTH_PATH}/token`,
  device_authorization_endpoint: `${issuer}${OAUTH_PATH}/device_authorization`,
  introspection_endpoint: `${issuer}${OAUTH_PATH}/introspect`,
  revocation_endpoint: `${issuer}${OAUTH_PATH}/revoke`,
  scopes_supported: [...apiScopes],
  response_types_supported: ['code'],
  response_modes_supported: ['query'],
  grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials', 'urn:ietf:params:oauth:grant-type:device_code'],
  code_challenge_methods_supported: ['S256'],
  token_endpoint_auth_methods_supported: CLIENT_METHODS,
  introspection_endpoint_auth_methods_supported: CLIENT_METHODS.slice(0, 2),
  revocation_endpoint_auth_methods_supported: CLIENT_METHODS,
  authorization_response_iss_parameter_supported: true,
  service_documentation: `${issuer}/docs/oauth.html`,
});

/** Where everybody reaches the platform: what the settings say, or where the gateway of this process is; null where neither is known. */
export const issuerOf = (apiUrl: string | undefined, gatewayUrl: string | null): string | null =>
  apiUrl ?? (gatewayUrl === null ? null : new URL(gatewayUrl).origin);
