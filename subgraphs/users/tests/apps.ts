import { createHash, randomBytes } from 'node:crypto';
import type { PublicResponse } from '@marquee/platform';
import { ApiKeyGrantDocument, CreateAppDocument, StepUpDocument, type CreateAppInput } from './generated/documents';
import { PASSWORD, succeeded, type Person, type World } from './world';

export const ISSUER = 'https://api.marquee.example';
export const CALLBACK = 'https://calendar.example.org/back';
export const WANTED: CreateAppInput = {
  name: 'Calendar',
  websiteUrl: 'https://calendar.example.org/',
  redirectUris: [CALLBACK, 'http://127.0.0.1/back'],
  scopes: ['EVENTS_READ', 'ATTENDANCE_READ'],
  isConfidential: true,
};

export interface TestApp {
  id: string;
  secret: string | null;
}

export async function anApp(world: World, { viewer }: Person, parts: Partial<CreateAppInput> = {}): Promise<TestApp> {
  await world.run(viewer, StepUpDocument, { input: { password: PASSWORD } });
  const { app, clientSecret } = succeeded((await world.run(viewer, CreateAppDocument, { input: { ...WANTED, ...parts } })).createApp);
  return { id: app.id, secret: clientSecret ?? null };
}

/** What a gateway hears of a token. */
export const grantOf = async (world: World, secret: string) => (await world.run(null, ApiKeyGrantDocument, { secret })).apiKeyGrant ?? null;

type Fields = Record<string, string | undefined>;
const formOf = (fields: Fields) =>
  new URLSearchParams(Object.entries(fields).filter((one): one is [string, string] => one[1] !== undefined));

/** Asks what is at `/oauth` as a gateway passes it on. */
export async function ask(
  world: World,
  path: string,
  { query = '', form, headers = {}, ip }: { query?: string; form?: Fields; headers?: Record<string, string>; ip?: string } = {},
): Promise<PublicResponse> {
  return world.subgraph.publicHandlers!['/oauth/*']!({
    method: form ? 'POST' : 'GET',
    path: `/oauth/${path}`,
    query,
    headers: { ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}), ...headers },
    body: Buffer.from(form ? formOf(form).toString() : ''),
    caller: { viewer: null, correlationId: 'test', ...(ip ? { ip } : {}) },
  });
}

export interface Tokens {
  access_token: string;
  refresh_token: string;
  expires_in: number;
  scope: string;
  error?: string;
}

const basic = ({ id, secret }: TestApp): Record<string, string> =>
  secret === null ? {} : { authorization: `Basic ${Buffer.from(`${id}:${encodeURIComponent(secret)}`).toString('base64')}` };

/** Calls as an app does, and returns the JSON. */
export async function call<T = Tokens>(world: World, app: TestApp, path: string, fields: Fields): Promise<T & { status: number }> {
  const form = app.secret === null ? { ...fields, client_id: app.id } : fields;
  const { status, body } = await ask(world, path, { form, headers: basic(app) });
  return { ...(JSON.parse(String(body)) as T), status };
}

export const pkce = () => {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
};

export const requestOf = (app: TestApp, challenge: string, more: Fields = {}) =>
  formOf({
    response_type: 'code',
    client_id: app.id,
    redirect_uri: CALLBACK,
    state: 'xyz',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...more,
  }).toString();

/** A person says yes; returns where their browser goes. */
export async function allow(world: World, person: Person, query: string): Promise<URL> {
  const response = await ask(world, 'authorize', { form: { query, username: person.username, password: PASSWORD, decision: 'allow' } });
  if (response.status !== 303) throw new Error(`No way back: ${response.status} ${String(response.body)}`);
  return new URL(response.headers!['location']!);
}

/** A code with what it is exchanged by. */
export async function aCode(world: World, person: Person, app: TestApp, more: Fields = {}): Promise<Fields> {
  const { verifier, challenge } = pkce();
  const back = await allow(world, person, requestOf(app, challenge, more));
  return {
    grant_type: 'authorization_code',
    code: back.searchParams.get('code')!,
    redirect_uri: more['redirect_uri'] ?? CALLBACK,
    code_verifier: verifier,
  };
}

/** Tokens of an app that a person has let act for them. */
export const tokensFor = async (world: World, person: Person, app: TestApp, more: Fields = {}) =>
  call(world, app, 'token', await aCode(world, person, app, more));

export const refresh = (world: World, app: TestApp, refreshToken: string, more: Fields = {}) =>
  call(world, app, 'token', { grant_type: 'refresh_token', refresh_token: refreshToken, ...more });
