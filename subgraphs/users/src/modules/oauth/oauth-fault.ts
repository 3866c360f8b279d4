/** Words of RFC 6749, 7009, 7636 and 8628 for what a program did wrong, or what it has to wait for. */
export type OAuthCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_response_type'
  | 'invalid_scope'
  | 'access_denied'
  | 'authorization_pending'
  | 'slow_down'
  | 'expired_token';

/** What is told to a program: a word of the list, and a sentence for who writes it. */
export class OAuthFault extends Error {
  override name = 'OAuthFault';

  constructor(
    readonly code: OAuthCode,
    message: string,
    /** Where the browser goes with it; null where nobody may be sent anywhere, because the address itself may be wrong. */
    readonly back: { redirectUri: string; state: string | null } | null = null,
  ) {
    super(message);
  }

  get status(): number {
    return this.code === 'invalid_client' ? 401 : 400;
  }
}

const OVER = 'This code or token is unknown, was used, has run out or was given to another app.';
export const invalidGrant = () => new OAuthFault('invalid_grant', OVER);
export const invalidRequest = (message: string) => new OAuthFault('invalid_request', message);
export const invalidClient = () => new OAuthFault('invalid_client', 'There is no such app, or this is not its secret.');
