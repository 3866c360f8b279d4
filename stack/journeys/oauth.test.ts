import { parse } from 'graphql';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  clientCredentialsGrant,
  ClientSecretBasic,
  ClientSecretPost,
  discovery,
  initiateDeviceAuthorization,
  None,
  pollDeviceAuthorizationGrant,
  randomPKCECodeVerifier,
  refreshTokenGrant,
  ResponseBodyError,
  tokenIntrospection,
  tokenRevocation,
  type ClientAuth,
} from 'openid-client';
import { eventually, type App, type Data } from './client';
import { setStage, type Stage } from './stage';

const CALLBACK = 'http://127.0.0.1/back';
const WANTED = {
  name: 'Calendar',
  websiteUrl: 'https://calendar.example.org/',
  redirectUris: [CALLBACK],
  scopes: ['EVENTS_READ', 'CHAT_READ'],
};

/** Somebody else's app by somebody else's library (openid-client), through the gateway, from the metadata on (X25). */
describe('OAuth', () => {
  let stage: Stage;
  let developer: App;
  let origin: string;
  beforeAll(async () => {
    stage = await setStage();
    developer = (await stage.story.person('Dev', 0)).app;
    ({ origin } = new URL(stage.endpoint));
  });

  const anApp = async (isConfidential: boolean, by: (secret: string) => ClientAuth = ClientSecretBasic) => {
    const { app, clientSecret } = await developer.succeed('CreateApp', { ...WANTED, isConfidential });
    const auth = isConfidential ? by(clientSecret as string) : None();
    const options = { algorithm: 'oauth2' as const, execute: [allowInsecureRequests] };
    return { id: app.id as string, config: await discovery(new URL(origin), app.id as string, undefined, auth, options) };
  };
  const programWith = (token: string): App => {
    const program = stage.story.visitor();
    program.accessToken = token;
    return program;
  };
  const titleBy = async (token: string): Promise<string> => {
    const read = parse(`{ event(id: "${stage.event.id}") { title } }`);
    return ((await programWith(token).do(read)) as Data).event.title as string;
  };
  const browse = (url: string, form: Record<string, string>) =>
    fetch(url, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual', headers: { 'sec-fetch-site': 'same-origin' } });
  const password = (name: string) => `lantern-${stage.story.tag}-${name}`;

  /** What a browser does: the page, the form, and where it is sent. */
  async function signIn(url: URL, username: string, name: string): Promise<URL> {
    const page = await fetch(url);
    expect([page.status, page.headers.get('set-cookie')]).toEqual([200, null]);
    expect(await page.text()).toContain('May Calendar act for you?');
    const form = { query: url.search.slice(1), username, password: password(name), decision: 'allow' };
    const answer = await browse(`${url.origin}${url.pathname}`, form);
    expect(answer.status).toBe(303);
    return new URL(answer.headers.get('location')!);
  }

  it.each([
    ['on a server', true, ClientSecretBasic],
    ['on a server, with its secret in the form', true, ClientSecretPost],
    ['on a device', false, ClientSecretBasic],
  ] as const)('lets an app %s act for a person by a code, refreshes, is introspected and given back', async (_, isConfidential, by) => {
    const { config } = await anApp(isConfidential, by);
    const verifier = randomPKCECodeVerifier();
    const url = buildAuthorizationUrl(config, {
      redirect_uri: 'http://127.0.0.1:53682/back',
      scope: 'EVENTS_READ',
      state: 'xyz',
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    const back = await signIn(url, stage.member.username, 'Mo');
    const tokens = await authorizationCodeGrant(config, back, { pkceCodeVerifier: verifier, expectedState: 'xyz' });
    expect(await titleBy(tokens.access_token)).toBe(stage.event.title);
    await expect(programWith(tokens.access_token).do(parse('{ notifications { totalCount } }'))).rejects.toThrow('ACCOUNT_READ');
    const next = await refreshTokenGrant(config, tokens.refresh_token!);
    expect(await titleBy(next.access_token)).toBe(stage.event.title);
    if (isConfidential) expect(await tokenIntrospection(config, next.access_token)).toMatchObject({ active: true, sub: stage.member.id });
    await tokenRevocation(config, next.refresh_token!);
    await eventually(
      () =>
        programWith(next.access_token)
          .do(parse(`{ event(id: "${stage.event.id}") { title } }`))
          .then(
            () => 'good',
            () => 'over',
          ),
      (outcome) => outcome === 'over',
      10_000,
      'what was given back is over at the gateway',
    );
  });

  it('lets a device in, whose person takes it back everywhere', async () => {
    const { config, id } = await anApp(false);
    const started = await initiateDeviceAuthorization(config, { scope: 'EVENTS_READ' });
    const url = new URL(started.verification_uri_complete!);
    expect(url.origin).toBe(origin);
    expect(await (await fetch(url)).text()).toContain(started.user_code);
    const form = { query: url.search.slice(1), username: stage.member.username, password: password('Mo'), decision: 'allow' };
    expect((await browse(started.verification_uri, form)).status).toBe(200);
    const tokens = await pollDeviceAuthorizationGrant(config, { ...started, interval: 0 });
    expect(await titleBy(tokens.access_token)).toBe(stage.event.title);
    const { authorizedApps } = await stage.member.app.do('AuthorizedApps');
    expect(authorizedApps.nodes.map((one: Data) => one.appId)).toContain(id);
    await stage.member.app.succeed('RevokeApp', { appId: id });
    await eventually(
      () =>
        programWith(tokens.access_token)
          .do(parse('{ __typename }'))
          .then(
            () => 'good',
            () => 'over',
          ),
      (outcome) => outcome === 'over',
      10_000,
      'what was taken back is over at the gateway',
    );
    await expect(refreshTokenGrant(config, tokens.refresh_token!)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it('lets an app on a server act for its owner, and refuses one that has no secret', async () => {
    const { config } = await anApp(true);
    const tokens = await clientCredentialsGrant(config, { scope: 'EVENTS_READ' });
    expect(await titleBy(tokens.access_token)).toBe(stage.event.title);
    const bare = await anApp(false);
    await expect(clientCredentialsGrant(bare.config)).rejects.toBeInstanceOf(ResponseBodyError);
  });
});
