import { createHash, createHmac, generateKeyPairSync, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, SignJWT } from 'jose';
import Provider from 'oidc-provider';

export const REDIRECT = 'https://app.marquee.test/signed-in';
const APP_REDIRECT = 'test.marquee.app:/signed-in';

/** What a provider knows of somebody. */
export interface Elsewhere {
  email?: string;
  email_verified?: boolean;
  name?: string;
}

async function listen(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<{ server: Server; url: string }> {
  const server = createServer(handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** A provider that speaks OpenID Connect, by other hands: what it accepts and refuses is its own business. */
export async function startOidc() {
  const people = new Map<string, Elsewhere>();
  let fault: number | null = null;
  const provided: { serve?: (request: IncomingMessage, response: ServerResponse) => unknown } = {};
  const { server, url: issuer } = await listen((request, response) => {
    if (fault === null || !request.url?.startsWith('/token')) return void provided.serve?.(request, response);
    response.writeHead(fault, { 'content-type': 'text/html' }).end('<h1>It is broken</h1>');
  });
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = { ...(await exportJWK(privateKey)), kid: 'one', alg: 'ES256', use: 'sig' };
  const of = (client_id: string, more: object) => ({
    client_id,
    grant_types: ['authorization_code'],
    response_types: ['code' as const],
    id_token_signed_response_alg: 'ES256' as const,
    ...more,
  });
  const provider = new Provider(issuer, {
    clients: [
      of('marquee', { client_secret: 'a secret', token_endpoint_auth_method: 'client_secret_post', redirect_uris: [REDIRECT] }),
      of('marquee-app', { token_endpoint_auth_method: 'none', application_type: 'native', redirect_uris: [APP_REDIRECT] }),
      of('somebody-elses-app', { token_endpoint_auth_method: 'none', application_type: 'native', redirect_uris: [APP_REDIRECT] }),
    ],
    jwks: { keys: [key] as never },
    cookies: { keys: ['only for tests'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: true } },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...people.get(id) }) }),
  });
  provided.serve = provider.callback();

  /** Somebody signs in there, in a browser of their own. Returns the address that the browser is sent back to. */
  const signIn = async (url: string, subject: string): Promise<URL> => {
    const cookies = new Map<string, string>();
    let next = new URL(url);
    let form: URLSearchParams | null = null;
    for (let step = 0; step < 20; step++) {
      const response: Response = await fetch(next, {
        redirect: 'manual',
        headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        ...(form ? { method: 'POST', body: form } : {}),
      });
      for (const cookie of response.headers.getSetCookie()) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
        cookies.set(name!, value!);
      }
      const location = response.headers.get('location');
      form = null;
      if (location) {
        next = new URL(location, next);
        if (!next.href.startsWith(issuer)) return next;
      } else {
        const page = await response.text();
        if (!page.includes('name="prompt"')) throw new Error(`${response.status} ${page.slice(0, 500)}`);
        const isLogin = page.includes('value="login"');
        form = new URLSearchParams(isLogin ? { prompt: 'login', login: subject, password: 'any' } : { prompt: 'consent' });
        next = new URL(/action="([^"]+)"/.exec(page)![1]!, next);
      }
    }
    throw new Error('The provider sends the browser round and round.');
  };

  /** What the provider's kit gives to an app on a phone. */
  const idTokenFor = async (subject: string, nonce: string, clientId = 'marquee-app'): Promise<string> => {
    const verifier = createHash('sha256').update(randomUUID()).digest('base64url');
    const query = {
      client_id: clientId,
      response_type: 'code',
      scope: 'openid email profile',
      redirect_uri: APP_REDIRECT,
      nonce,
      state: 'any',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    };
    const back = await signIn(`${issuer}/auth?${new URLSearchParams(query).toString()}`, subject);
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: clientId,
      code: back.searchParams.get('code')!,
      redirect_uri: APP_REDIRECT,
      code_verifier: verifier,
    });
    const answer = (await (await fetch(`${issuer}/token`, { method: 'POST', body })).json()) as { id_token: string };
    return answer.id_token;
  };

  return {
    issuer,
    people,
    signIn,
    idTokenFor,
    /** From now on the token endpoint answers so; null: as it does. */
    break: (status: number | null) => void (fault = status),
    stop: () => new Promise<void>((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
    settings: {
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: 'marquee',
      OIDC_CLIENT_SECRET: 'a secret',
      OIDC_NATIVE_CLIENT_IDS: 'marquee-app',
      OIDC_NAME: 'House',
      SOCIAL_REDIRECTS: `${REDIRECT},https://other.marquee.test/in`,
    },
  };
}

export type Oidc = Awaited<ReturnType<typeof startOidc>>;

/** Facebook as its manual describes it: the dialogue, the exchange of codes, `me` with a proof, and the keys of Limited Login. */
export async function startFacebook() {
  const people = new Map<string, { name: string; email?: string }>();
  const codes = new Map<string, { subject: string; redirectUri: string; challenge: string }>();
  const tokens = new Map<string, string>();
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'fb', alg: 'RS256', use: 'sig' };
  const { server, url } = await listen((request, response) => {
    void (async () => {
      const address = new URL(request.url!, 'http://facebook.test');
      const json = (status: number, body: object) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      let body = '';
      for await (const part of request) body += String(part);
      if (address.pathname === '/.well-known/oauth/openid/jwks/') return json(200, { keys: [jwk] });
      if (address.pathname === '/v23.0/oauth/access_token') {
        const said = new URLSearchParams(body);
        const known = codes.get(said.get('code') ?? '');
        codes.delete(said.get('code') ?? '');
        const challenge = createHash('sha256')
          .update(said.get('code_verifier') ?? '')
          .digest('base64url');
        const isGood = known && known.redirectUri === said.get('redirect_uri') && known.challenge === challenge;
        if (!isGood || said.get('client_id') !== 'app' || said.get('client_secret') !== 'fb secret')
          return json(400, { error: { message: 'Invalid verification code format.', type: 'OAuthException', code: 100 } });
        const token = randomUUID();
        tokens.set(token, known.subject);
        return json(200, { access_token: token, token_type: 'bearer', expires_in: 5_183_944 });
      }
      if (address.pathname === '/v23.0/me') {
        const token = (request.headers.authorization ?? '').replace('Bearer ', '');
        const proof = createHmac('sha256', 'fb secret').update(token).digest('hex');
        const subject = tokens.get(token);
        if (!subject || address.searchParams.get('appsecret_proof') !== proof)
          return json(400, { error: { message: 'Invalid proof', code: 100 } });
        return json(200, { id: subject, ...people.get(subject) });
      }
      return json(404, {});
    })();
  });
  return {
    people,
    signIn(dialogue: string, subject: string): string {
      const { searchParams: asked } = new URL(dialogue);
      const code = randomUUID();
      codes.set(code, { subject, redirectUri: asked.get('redirect_uri')!, challenge: asked.get('code_challenge')! });
      return code;
    },
    idTokenFor: (subject: string, nonce: string) =>
      new SignJWT({ nonce, ...people.get(subject) })
        .setProtectedHeader({ alg: 'RS256', kid: 'fb' })
        .setSubject(subject)
        .setIssuer(url)
        .setAudience('app')
        .setIssuedAt()
        .setExpirationTime('1h')
        .sign(privateKey),
    stop: () => new Promise<void>((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
    settings: {
      FACEBOOK_APP_ID: 'app',
      FACEBOOK_APP_SECRET: 'fb secret',
      FACEBOOK_URL: url,
      FACEBOOK_GRAPH_URL: url,
      FACEBOOK_LIMITED_URL: url,
    },
  };
}

export type Facebook = Awaited<ReturnType<typeof startFacebook>>;
