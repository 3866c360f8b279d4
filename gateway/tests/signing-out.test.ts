import { createBus, silentLogger } from '@marquee/platform';
import { afterTests } from '@marquee/platform/testing';
import type { GatewaySettingsInput } from '../src';
import { anIssuer, AUDIENCE, aWorld, ISSUER, type SubgraphPlan } from './kit';

const plan: SubgraphPlan = {
  name: 'keeper',
  sdl: `
    extend schema
      @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@composeDirective"])
      @link(url: "https://specs.marquee.dev/limits/v1.0", import: ["@signsOut"])
      @composeDirective(name: "@signsOut")
    directive @signsOut on FIELD_DEFINITION
    type Query { viewerId: String }
    type Mutation { leave: String @signsOut other: String }
  `,
  resolvers: {
    Query: { viewerId: (_: unknown, _args: unknown, { caller }: Asking) => caller.viewer?.id ?? null },
    Mutation: { leave: (_: unknown, _args: unknown, { caller }: Asking) => caller.viewer?.sessionId ?? null, other: () => 'done' },
  },
};

interface Asking {
  caller: { viewer: { id: string; sessionId: string } | null };
}

async function setting(rates: GatewaySettingsInput['rates'] = null) {
  const issuer = await anIssuer();
  const bus = await createBus({ logger: silentLogger });
  const world = await aWorld([plan], {
    tokens: { keys: issuer.keys, issuer: ISSUER, audience: AUDIENCE },
    bus,
    settings: { rates, trustedProxies: 1 },
  });
  afterTests(async () => {
    await world.stop();
    await bus.close();
  });
  await bus.push('sessions.revoked', { sessionId: 'ended' });
  const expired = await issuer.token({ sessionId: 'open' }, { expiresIn: -60 });
  const ended = await issuer.token({ sessionId: 'ended' });
  return {
    ...world,
    issuer,
    tokens: [
      ['expired', expired, 'open'],
      ['of an ended session', ended, 'ended'],
    ] as const,
  };
}

test('a token that was good once signs out its session, and does nothing else (users F9)', async () => {
  const { ask, tokens } = await setting();
  for (const [, token, sessionId] of tokens) {
    for (let time = 0; time < 2; time++) expect((await ask('mutation { leave }', { token })).data).toEqual({ leave: sessionId });
    for (const query of ['{ viewerId }', 'mutation { other }', 'mutation { leave other }', 'mutation { leave ... { a: other } }'])
      expect(await ask(query, { token })).toMatchObject({ status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  }
});

test('a token that never was good does not sign out', async () => {
  const { ask, issuer } = await setting();
  const stranger = await anIssuer('key-1');
  const forged = await stranger.token({ sessionId: 'open' }, { expiresIn: -60 });
  const other = await issuer.token({ sessionId: 'open' }, { expiresIn: -60, audience: 'somebody else' });
  for (const token of ['a.b.c', forged, other]) expect((await ask('mutation { leave }', { token })).status).toBe(401);
});

test('requests with outdated tokens count as those of visitors', async () => {
  const { ask, tokens } = await setting({ anonymous: { operations: 2 } });
  const [[, token]] = tokens;
  const statuses = async (query: string, times: number) => {
    const found: number[] = [];
    for (let time = 0; time < times; time++) found.push((await ask(query, { token })).status);
    return found;
  };
  expect(await statuses('{ viewerId }', 3)).toEqual([401, 401, 429]);
  // Signing out is free.
  expect(await statuses('mutation { leave }', 3)).toEqual([200, 200, 200]);
});

test('signing out costs nothing of what a person may do, and can be done when all of that is used up', async () => {
  const { ask, issuer } = await setting({ signedIn: { operations: 1 }, signIn: { operations: 3 } });
  const token = await issuer.token({ sub: 'busy' });
  const status = async (query: string) => (await ask(query, { token })).status;
  expect([await status('{ viewerId }'), await status('{ viewerId }'), await status('mutation { leave }')]).toEqual([200, 429, 200]);
  // Free, but not without end.
  expect([await status('mutation { leave }'), await status('mutation { leave }'), await status('mutation { leave }')]).toEqual([
    200, 200, 429,
  ]);
  const other = await issuer.token({ sub: 'other', sessionId: 'session-2' });
  expect((await ask('mutation { leave }', { token: other })).status).toBe(200);
});
