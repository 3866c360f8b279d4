import { createHash } from 'node:crypto';
import type { City } from '../city';
import type { Kind, Outcome } from '../history';
import type { Known, Thing } from '../known';
import { mutate } from '../send';
import type { Random } from '../../src/world/random';
import { anyone, some } from './draw';

/** A gateway that misses a push reads the list of what has ended. */
const TOLD_WITHIN_MS = 20_000;
const READ = '{ me { user { id } } }';
const BACK = 'http://127.0.0.1/back';
const VERIFIER = 'v'.repeat(43);
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

/** What an app was given, as it knows it. */
interface Consent {
  appId: string;
  access: string;
  refresh: string;
  /** Refresh tokens that were exchanged. */
  former: string[];
  /** On the wall, since when nothing of it may be good; null while it may. */
  overSince: number | null;
}

const createApp: Kind = {
  name: 'createApp',
  weight: 0.4,
  draw: (random, known) => ({ by: anyone(random, known), about: [], values: {} }),
  send: (operation, city) => {
    const input = {
      ...{ name: `App ${operation.index}`, websiteUrl: 'https://app.sweep.test/', redirectUris: [BACK] },
      ...{ scopes: ['EVENTS_READ'], isConfidential: false },
    };
    return mutate(city, city.known.people[operation.by]!, 'createApp', input, 'app { id }', operation);
  },
  learn: ({ index, by }, { data }, known) => known.add({ kind: 'app', index, id: data.app.id, by, facts: {} }),
};

/** A person says yes on our page, and the app exchanges its code; of two who do so at once one has it, and then nobody. */
const allowApp: Kind = {
  name: 'allowApp',
  weight: 1.2,
  draw: (random, known) => {
    const app = some(random, known, 'app');
    return app && { by: anyone(random, known), about: [app.index], values: { stolen: random.chance(0.15) } };
  },
  async send(operation, city) {
    const app = city.known.made(operation.about[0], 'app');
    if (!app) return null;
    const { username, password } = city.known.people[operation.by]!;
    const query = new URLSearchParams({
      ...{ response_type: 'code', client_id: app.id, redirect_uri: BACK, scope: 'EVENTS_READ' },
      ...{ code_challenge: CHALLENGE, code_challenge_method: 'S256' },
    });
    const said = await form(city, 'authorize', { query: query.toString(), username, password, decision: 'allow' });
    const code = new URL(said.location ?? BACK).searchParams.get('code');
    if (!code) return { code: `AUTHORIZE_${said.status}`, success: false, data: null };
    const exchange = () =>
      form(city, 'token', { grant_type: 'authorization_code', client_id: app.id, code, redirect_uri: BACK, code_verifier: VERIFIER });
    const answers = await Promise.all(operation.values.stolen ? [exchange(), exchange()] : [exchange()]);
    const given = answers.filter(({ status }) => status === 200);
    if (given.length > 1) city.known.faults.push(`walker${operation.by}: a code was exchanged twice`);
    if (given.length === 0) return outcome(answers[0]!);
    const { access_token: access, refresh_token: refresh } = given[0]!.body;
    const overSince = operation.values.stolen && answers.every(isAnswered) ? Date.now() : null;
    if (overSince) city.known.ended.push({ token: access!, why: 'of a code that came twice' });
    const facts: Consent = { appId: app.id, access: access!, refresh: refresh!, former: [], overSince };
    return { code: 'AllowAppSuccess', success: true, data: facts };
  },
  learn: ({ index, by }, { data }, known) => known.add({ kind: 'consent', index, id: String(index), by, facts: data as Consent }),
};

/** Whoever comes with an app's token is its person, or nobody. */
const useApp: Kind = {
  name: 'useApp',
  weight: 1.5,
  draw: (random, known) => ofConsent(random, known),
  async send(operation, city) {
    const consent = city.known.made(operation.about[0], 'consent');
    if (!consent) return null;
    const person = city.known.people[consent.by]!;
    const facts = consent.facts as Consent;
    const isOver = facts.overSince !== null && Date.now() - facts.overSince > TOLD_WITHIN_MS;
    const { data, errors } = await city.post({ ...person, token: facts.access }, READ);
    if (data?.me && data.me.user.id !== person.id)
      city.known.faults.push(`walker${person.number}: an app's token stands for somebody else`);
    if (data?.me && isOver) city.known.faults.push(`walker${person.number}: a token of what was taken back answers`);
    const code = errors?.[0]?.extensions?.code;
    return { code: data?.me ? 'UseAppSuccess' : (code ?? 'NONE'), success: Boolean(data?.me), data };
  },
};

/** With the newest refresh token, or with one that was used: that ends all that followed. Now and then two at once want the same. */
const refreshApp: Kind = {
  name: 'refreshApp',
  weight: 1.5,
  draw: (random, known) => ofConsent(random, known, { used: random.chance(0.15), twice: random.chance(0.15) }),
  async send(operation, city) {
    const consent = city.known.made(operation.about[0], 'consent');
    if (!consent) return null;
    const facts = consent.facts as Consent;
    const used = operation.values.used ? facts.former.at(-1) : undefined;
    const token = used ?? facts.refresh;
    const wasOver = facts.overSince !== null;
    const refresh = () => form(city, 'token', { grant_type: 'refresh_token', client_id: facts.appId, refresh_token: token });
    const answers = await Promise.all(operation.values.twice ? [refresh(), refresh()] : [refresh()]);
    const given = answers.filter(({ status }) => status === 200);
    const who = `walker${consent.by}`;
    if (given.length > 0 && wasOver) city.known.faults.push(`${who}: what was taken back was refreshed`);
    if (given.length > 1 || (given.length > 0 && used)) city.known.faults.push(`${who}: a refresh token was exchanged twice`);
    const next = given[0]?.body;
    if (next) {
      facts.former.push(token);
      Object.assign(facts, { access: next.access_token, refresh: next.refresh_token });
    }
    // One that comes again is stolen.
    const isStolen = used || (next && operation.values.twice);
    if (isStolen && answers.every(isAnswered)) over(city, facts, 'of a refresh token that came twice');
    return next ? { code: 'RefreshAppSuccess', success: true, data: null } : outcome(answers[0]!);
  },
};

/** The app gives back what it has, as when somebody signs out of it. */
const giveBackApp: Kind = {
  name: 'giveBackApp',
  weight: 0.3,
  draw: (random, known) => ofConsent(random, known),
  async send(operation, city) {
    const consent = city.known.made(operation.about[0], 'consent');
    if (!consent) return null;
    const facts = consent.facts as Consent;
    const { refresh, access } = facts;
    const answer = await form(city, 'revoke', { client_id: facts.appId, token: refresh });
    if (answer.status === 200 && facts.refresh === refresh && facts.access === access) over(city, facts, 'given back by its app');
    return { ...outcome(answer), ...(answer.status === 200 ? { code: 'GiveBackAppSuccess', success: true } : {}) };
  },
};

/** Nothing that this app had of this person before is good afterwards. */
const revokeApp: Kind = {
  name: 'revokeApp',
  weight: 0.5,
  draw: (random, known) => ofConsent(random, known),
  async send(operation, city) {
    const consent = city.known.made(operation.about[0], 'consent');
    if (!consent) return null;
    const { appId } = consent.facts as Consent;
    const before = city.known.of('consent').filter(({ by, facts }) => by === consent.by && (facts as Consent).appId === appId);
    const revoked = await mutate(city, city.known.people[consent.by]!, 'revokeApp', { appId }, '__typename', operation);
    if (revoked.success) for (const { facts } of before) over(city, facts as Consent, 'taken back from an app');
    return revoked;
  },
};

const ofConsent = (random: Random, known: Known, values: Record<string, unknown> = {}) => {
  const consent: Thing | null = some(random, known, 'consent');
  return consent && { by: consent.by, about: [consent.index], values };
};

function over(city: City, facts: Consent, why: string): void {
  facts.overSince ??= Date.now();
  city.known.ended.push({ token: facts.access, why });
}

interface Answer {
  /** 0 where none came. */
  status: number;
  location: string | null;
  body: Partial<Record<string, string>>;
}

const isAnswered = ({ status }: Answer) => status > 0 && status < 500;

async function form(city: City, path: string, fields: Record<string, string>): Promise<Answer> {
  const url = new URL(`/oauth/${path}`, city.ground.urls[0]);
  try {
    const response = await fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
    const isJson = response.headers.get('content-type')?.includes('json');
    const body = isJson ? ((await response.json()) as Answer['body']) : (await response.text(), {});
    if (response.status >= 500 && !city.ground.crash) city.known.faults.push(`/oauth/${path}: ${response.status} ${JSON.stringify(body)}`);
    return { status: response.status, location: response.headers.get('location'), body };
  } catch {
    return { status: 0, location: null, body: {} };
  }
}

const outcome = ({ status, body }: Answer): Outcome => ({ code: body.error ?? `OAUTH_${status}`, success: false, data: null });

/** Apps of somebody else that act for people: allowed, used, refreshed, stolen from and taken back. */
export const appKinds: readonly Kind[] = [createApp, allowApp, useApp, refreshApp, giveBackApp, revokeApp];
