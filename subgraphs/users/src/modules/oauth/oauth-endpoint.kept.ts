import { Refusal, type PublicHandler, type PublicRequest, type PublicResponse } from '@marquee/platform';
import type { Context } from '../../context';
import type { Kept } from '../../kept';
import { one } from './oauth-client';
import { invalidRequest, OAuthFault } from './oauth-fault';
import { issuerOf, OAUTH_PATH } from './oauth-metadata';
import { consentPage, userCodePage, wordsPage, type Asked } from './oauth-page';
import { backTo } from './oauth-redirect';
import { shownUserCode } from './oauth-secret';
import type { CodeRequest, DeviceRequest } from './oauth.types';

type ContextFor = (caller: PublicRequest['caller']) => Context;
type Answer = (request: PublicRequest, ctx: Context, issuer: string) => Promise<PublicResponse>;

const WRONG_LINK = 'This link does not work';
const UNKNOWN_CODE = 'No device that waits shows this code. Look again, or begin anew there.';

/** What is at `/oauth`: pages for people, and what programs ask. */
export const oauthEndpoint =
  (kept: Kept, contextFor: ContextFor): PublicHandler =>
  async (request) => {
    const issuer = issuerOf(kept.settings.API_URL, kept.gatewayUrl?.() ?? null);
    const at = request.path.slice(OAUTH_PATH.length + 1);
    const isForPeople = Object.hasOwn(PAGES, at);
    const answer = isForPeople ? PAGES[at] : Object.hasOwn(CALLS, at) ? CALLS[at] : undefined;
    if (!answer) return told(404, { error: 'invalid_request', error_description: 'There is nothing at this path.' });
    if (!issuer)
      return told(503, {
        error: 'temporarily_unavailable',
        error_description: 'This installation does not know its public address: API_URL.',
      });
    try {
      return await answer(request, contextFor(request.caller), issuer);
    } catch (error) {
      if (!(error instanceof OAuthFault)) throw error;
      return isForPeople ? toldToPerson(error, issuer) : toldToProgram(error);
    }
  };

const PAGES: Readonly<Record<string, Answer>> = {
  async authorize(request, ctx, issuer) {
    const form = request.method === 'POST' ? formOf(request) : null;
    const query = form ? (one(form, 'query') ?? '') : request.query;
    const wanted = await ctx.services.appConsents.codeRequest(new URLSearchParams(query));
    if (!form) return consentPage({ request: wanted, query });
    if (isNo(form)) throw new OAuthFault('access_denied', 'The person said no.', wanted);
    return decide(ctx, { request: wanted, query }, form, async (user) => {
      const location = await ctx.services.appConsents.allowCode(wanted, user, issuer);
      return { status: 303, headers: { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' } };
    });
  },

  async device(request, ctx) {
    const form = request.method === 'POST' ? formOf(request) : null;
    const query = form ? (one(form, 'query') ?? '') : request.query;
    const typed = one(new URLSearchParams(query), 'user_code');
    if (typed === null) return userCodePage();
    const wanted = await ctx.services.appConsents.deviceRequest(typed);
    if (!wanted) return userCodePage(UNKNOWN_CODE);
    if (!form) return consentPage({ request: wanted, query });
    if (isNo(form)) {
      await ctx.services.appConsents.denyDevice(wanted);
      return wordsPage(200, 'The device stays out', 'It is told that you said no.');
    }
    return decide(ctx, { request: wanted, query }, form, async (user) => {
      await ctx.services.appConsents.allowDevice(wanted, user);
      return wordsPage(200, 'The device is let in', `${wanted.app.name} acts for you on it from now on. You may close this page.`);
    });
  },
};

const CALLS: Readonly<Record<string, Answer>> = {
  async token(request, ctx) {
    const issued = await ctx.services.appTokens.token(request.headers['authorization'], formOf(request));
    return told(200, {
      access_token: issued.accessToken,
      token_type: 'Bearer',
      expires_in: issued.expiresInSeconds,
      ...(issued.refreshToken ? { refresh_token: issued.refreshToken } : {}),
      scope: issued.scopes.join(' '),
    });
  },

  async device_authorization(request, ctx, issuer) {
    const started = await ctx.services.appTokens.startDevice(request.headers['authorization'], formOf(request));
    const page = `${issuer}${OAUTH_PATH}/device`;
    const userCode = shownUserCode(started.userCode);
    return told(200, {
      device_code: started.deviceCode,
      user_code: userCode,
      verification_uri: page,
      verification_uri_complete: `${page}?user_code=${userCode}`,
      expires_in: started.expiresInSeconds,
      interval: started.intervalSeconds,
    });
  },

  async introspect(request, ctx, issuer) {
    const found = await ctx.services.appTokens.introspect(request.headers['authorization'], formOf(request));
    if (!found) return told(200, { active: false });
    return told(200, {
      active: true,
      scope: found.scopes.join(' '),
      client_id: found.clientId,
      username: found.username,
      sub: found.userId,
      iss: issuer,
      iat: Math.floor(found.issuedAt.getTime() / 1000),
      exp: Math.floor(found.expiresAt.getTime() / 1000),
      ...(found.isAccess ? { token_type: 'Bearer' } : {}),
    });
  },

  async revoke(request, ctx) {
    await ctx.services.appTokens.revoke(request.headers['authorization'], formOf(request));
    return told(200, {});
  },
};

/** Who they are, and then what they said; what was typed wrong is said on the same page. */
async function decide(
  ctx: Context,
  asked: Asked & { request: CodeRequest | DeviceRequest },
  form: URLSearchParams,
  allowed: (user: Awaited<ReturnType<Context['services']['appConsents']['identify']>>) => Promise<PublicResponse>,
): Promise<PublicResponse> {
  const token = one(form, 'challenge');
  const challenge = token === null ? undefined : { token, methods: (one(form, 'methods') ?? '').split(' ') };
  const username = one(form, 'username') ?? '';
  const way = /^send (EMAIL|SMS)$/.exec(one(form, 'decision') ?? '')?.[1] as 'EMAIL' | 'SMS' | undefined;
  try {
    if (challenge && way) {
      await ctx.services.appConsents.sendCode(challenge.token, way);
      return consentPage({ ...asked, challenge, note: 'A code is on its way. It is good for ten minutes.' });
    }
    return await allowed(await ctx.services.appConsents.identify(form));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.type === 'SecondFactorRequired') {
      const { challengeToken, methods } = error.facts as { challengeToken: string; methods: readonly string[] };
      return consentPage({ ...asked, challenge: { token: challengeToken, methods } });
    }
    // Another code may be typed; a sign-in that is over begins anew.
    const goesOn = challenge && ['InvalidCode', 'AccountLocked', 'TooManyRequests'].includes(error.type);
    return consentPage(
      { ...asked, username, challenge: goesOn ? challenge : undefined, fault: error.message },
      error.code === 'RATE_LIMITED' ? 429 : 403,
    );
  }
}

const isNo = (form: URLSearchParams): boolean => one(form, 'decision') === 'deny';

function formOf({ method, headers, body }: PublicRequest): URLSearchParams {
  if (method !== 'POST') throw invalidRequest('Use POST.');
  if (!/^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? ''))
    throw invalidRequest('Send a form: application/x-www-form-urlencoded.');
  // What another page sends in the name of somebody who only looks at it.
  if (!['same-origin', 'none', undefined].includes(headers['sec-fetch-site']) && headers['sec-fetch-mode'] === 'navigate')
    throw invalidRequest('This form is sent from its own page alone.');
  return new URLSearchParams(body.toString('utf8'));
}

/**
 * Back to the app for who has said no, and otherwise on the page, with a way back where there is one. Anybody can make an app: a link to us that
 * leads elsewhere by itself would lend our name to whoever writes it (RFC 9700, 4.11.2).
 */
function toldToPerson({ code, message, back }: OAuthFault, issuer: string): PublicResponse {
  if (!back) return wordsPage(400, WRONG_LINK, message);
  const location = backTo(back.redirectUri, { error: code, error_description: message, state: back.state, iss: issuer });
  if (code !== 'access_denied') return wordsPage(400, WRONG_LINK, message, location);
  return { status: 303, headers: { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' } };
}

const toldToProgram = ({ code, message, status }: OAuthFault): PublicResponse =>
  told(status, { error: code, error_description: message }, status === 401 ? { 'www-authenticate': 'Basic realm="oauth"' } : {});

const told = (status: number, body: object, headers: Record<string, string> = {}): PublicResponse => ({
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', pragma: 'no-cache', ...headers },
  body: JSON.stringify(body),
});
