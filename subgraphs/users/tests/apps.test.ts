import { randomUUID } from 'node:crypto';
import { isApiKey } from '@marquee/platform';
import { meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import type { Database } from '../src/db';
import { apiScopes } from '../src/modules/api-key/api-key-scopes';
import { wordsOf } from '../src/modules/oauth/oauth-scopes';
import { anApp, allow, ask, call, grantOf, ISSUER, pkce, requestOf, tokensFor, WANTED } from './apps';
import {
  AppUsageDocument,
  CreateAppDocument,
  DeleteAppDocument,
  MyAppsDocument,
  RecordApiUsageDocument,
  RotateAppSecretDocument,
  UpdateAppDocument,
  type CreateAppInput,
} from './generated/documents';
import { signUp, startWorld, succeeded, type Person, type World } from './world';

const MINUTE = 60_000;
const create = async (world: World, { viewer }: Person, input: Partial<CreateAppInput> = {}) =>
  (await world.run(viewer, CreateAppDocument, { input: { ...WANTED, ...input } })).createApp;
const list = async (world: World, { viewer }: Person, variables = {}) => (await world.run(viewer, MyAppsDocument, variables)).myApps;

describe('an app to which others give a part of what they may do (X25)', () => {
  let world: World;
  beforeAll(async () => void (world = await startWorld({ settings: { API_URL: ISSUER } })));

  it('may ask for what people are told in words', () => {
    expect(wordsOf(apiScopes)).toHaveLength(apiScopes.length);
  });

  it('is made with a secret that is shown once, by who has just shown that it is them', async () => {
    const ada = await signUp(world);
    const made = succeeded(await create(world, ada, { idempotencyKey: 'k' }));
    expect(made.app).toMatchObject({
      ...{ name: 'Calendar', redirectUris: WANTED.redirectUris, scopes: WANTED.scopes, isConfidential: true, version: 1, logoUrl: null },
      secretStart: made.clientSecret!.slice(0, 10),
    });
    expect(succeeded(await create(world, ada, { idempotencyKey: 'k' })).clientSecret).toBe(made.clientSecret);
    expect((await create(world, ada, { idempotencyKey: 'k', name: 'Other' })).__typename).toBe('KeyReused');
    world.clock.advance(10 * MINUTE);
    expect((await create(world, ada)).__typename).toBe('StepUpRequired');
    // A client that lost the answer gets the same; a key of a program makes none.
    expect(succeeded(await create(world, ada, { idempotencyKey: 'k' })).clientSecret).toBe(made.clientSecret);
    await expect(create(world, { ...ada, viewer: { ...ada.viewer, sessionId: randomUUID(), keyId: 'k' } })).rejects.toThrow(
      'UNAUTHENTICATED',
    );
    await expect(create(world, { ...ada, viewer: null as never })).rejects.toThrow('UNAUTHENTICATED');
    const rows = await world.db.pool.query<{ row: string }>(
      `SELECT row_to_json(s)::text AS row FROM app_secrets s UNION ALL SELECT row_to_json(i)::text FROM idempotency_keys i`,
    );
    for (const { row } of rows.rows) expect(row).not.toContain(made.clientSecret!.slice(10));
  });

  it('keeps no secret on people’s devices', async () => {
    const ada = await signUp(world);
    const { app, clientSecret } = succeeded(await create(world, ada, { isConfidential: false }));
    expect([app.secretStart, clientSecret]).toEqual([null, null]);
    const input = { id: app.id };
    expect((await world.run(ada.viewer, RotateAppSecretDocument, { input })).rotateAppSecret.__typename).toBe('NotAllowed');
    // Nor does it act for its owner.
    expect(await call(world, { id: app.id, secret: null }, 'token', { grant_type: 'client_credentials' })).toMatchObject({
      error: 'unauthorized_client',
    });
  });

  it('sends people back to https, or to their own machine, and says what else is wrong', async () => {
    const ada = await signUp(world);
    const redirectUris = [
      'http://example.org/back',
      'https://user:word@example.org/',
      'https://example.org/#part',
      'com.example.app:/back',
      'javascript:alert(1)',
      'https://example.org/*',
    ];
    const refused = (await create(world, ada, {
      name: '',
      websiteUrl: 'http://10.0.0.1/',
      logoUrl: 'https://localhost/',
      redirectUris,
      scopes: [],
    })) as unknown as {
      fields: { path: string }[];
    };
    expect(refused.fields.map(({ path }) => path).sort()).toEqual(
      ['name', 'websiteUrl', 'logoUrl', 'scopes', ...redirectUris.map((_, n) => `redirectUris.${n}`)].sort(),
    );
    const good = ['https://example.org/back?a=b', 'http://localhost:3000/back', 'http://[::1]/back', 'http://127.0.0.1:8080/'];
    expect(succeeded(await create(world, ada, { redirectUris: good })).app.redirectUris).toEqual(good);
  });

  it('is changed by its owner: what it may ask for holds at once for tokens that are out', async () => {
    const [ada, bob, eve] = [await signUp(world), await signUp(world), await signUp(world)];
    const app = await anApp(world, ada);
    const { access_token: token } = await tokensFor(world, bob, app);
    const before = (await grantOf(world, token))!;
    const update = async (person: Person, input: object) =>
      (await world.run(person.viewer, UpdateAppDocument, { input: { id: app.id, ...input } })).updateApp;
    expect((await update(eve, { name: 'Mine' })).__typename).toBe('NotFound');
    expect(succeeded(await update(ada, { name: 'Calendar 2', logoUrl: 'https://calendar.example.org/logo.png' })).app).toMatchObject({
      ...{ name: 'Calendar 2', logoUrl: 'https://calendar.example.org/logo.png', version: 2, redirectUris: WANTED.redirectUris },
    });
    expect(succeeded(await update(ada, { scopes: ['EVENTS_READ'] })).app.scopes).toEqual(['EVENTS_READ']);
    expect(await grantOf(world, token)).toMatchObject({ scopes: ['EVENTS_READ'] });
    expect((await grantOf(world, token))!.grantId).not.toBe(before.grantId);
    world.clock.advance(10 * MINUTE);
    expect((await update(ada, { scopes: ['EVENTS_READ', 'CHAT_WRITE'] })).__typename).toBe('StepUpRequired');
    expect(succeeded(await update(ada, { logoUrl: null })).app.logoUrl).toBeNull();
  });

  it('gets another secret, beside which the one before is good for a while', async () => {
    const ada = await signUp(world);
    const app = await anApp(world, ada);
    const rotate = async (input: object) =>
      succeeded((await world.run(ada.viewer, RotateAppSecretDocument, { input: { id: app.id, ...input } })).rotateAppSecret);
    const second = await rotate({ overlapHours: 2, idempotencyKey: 'r' });
    expect((await rotate({ overlapHours: 2, idempotencyKey: 'r' })).clientSecret).toBe(second.clientSecret);
    expect(second.app.previousSecretUntil).toBe(new Date(world.clock.now().getTime() + 120 * MINUTE).toISOString());
    const acts = async (secret: string | null) =>
      (await call(world, { id: app.id, secret }, 'token', { grant_type: 'client_credentials' })).status;
    expect([await acts(app.secret), await acts(second.clientSecret), await acts('mqs_wrong'), await acts(null)]).toEqual([
      200, 200, 401, 401,
    ]);
    world.clock.advance(120 * MINUTE);
    expect([await acts(app.secret), await acts(second.clientSecret)]).toEqual([401, 200]);
  });

  it('acts for its own owner by its secret, and does not when it is deleted', async () => {
    const [ada, eve] = [await signUp(world), await signUp(world)];
    const app = await anApp(world, ada);
    const tokens = await call(world, app, 'token', { grant_type: 'client_credentials', scope: 'EVENTS_READ' });
    expect(tokens).toMatchObject({ status: 200, scope: 'EVENTS_READ', expires_in: 3600, token_type: 'Bearer' });
    expect(tokens.refresh_token).toBeUndefined();
    expect(isApiKey(tokens.access_token)).toBe(true);
    expect(await grantOf(world, tokens.access_token)).toMatchObject({
      keyId: app.id,
      appId: app.id,
      userId: ada.id,
      scopes: ['EVENTS_READ'],
    });
    const remove = async (person: Person) =>
      (await world.run(person.viewer, DeleteAppDocument, { input: { id: app.id, idempotencyKey: 'k' } })).deleteApp;
    expect((await remove(eve)).__typename).toBe('NotFound');
    const pushed: string[] = [];
    await world.bus.listen('sessions.revoked', (payload) => void pushed.push((payload as { sessionId: string }).sessionId));
    const { grantId } = (await grantOf(world, tokens.access_token))!;
    expect(succeeded(await remove(ada)).deletedId).toBe(app.id);
    expect(succeeded(await remove(ada)).deletedId).toBe(app.id);
    expect(pushed).toEqual([grantId]);
    expect(await grantOf(world, tokens.access_token)).toBeNull();
    expect(await call(world, app, 'token', { grant_type: 'client_credentials' })).toMatchObject({ error: 'invalid_client', status: 401 });
  });

  it('is listed to its owner, forwards and backwards', async () => {
    const [ada, eve] = [await signUp(world), await signUp(world)];
    const ids = [await anApp(world, ada), await anApp(world, ada), await anApp(world, ada)].map(({ id }) => id);
    const { nodes, totalCount } = await list(world, ada);
    expect([nodes.map(({ id }) => id).sort(), totalCount]).toEqual([ids.sort(), 3]);
    const first = await list(world, ada, { first: 2 });
    const rest = await list(world, ada, { first: 2, after: first.pageInfo.endCursor });
    expect([...first.nodes, ...rest.nodes]).toEqual(nodes);
    expect((await list(world, ada, { last: 1 })).nodes).toEqual(nodes.slice(-1));
    expect((await list(world, eve)).totalCount).toBe(0);
  });

  it('counts what it does for whomever, for its owner alone', async () => {
    const [ada, bob] = [await signUp(world), await signUp(world)];
    const app = await anApp(world, ada);
    const { keyId } = (await grantOf(world, (await tokensFor(world, bob, app)).access_token))!;
    const day = world.clock.now().toISOString().slice(0, 10);
    const entries = [keyId, app.id, randomUUID()].map((id) => ({ keyId: id, day, requests: 2, errors: 1, cost: 10.4 }));
    const record = async (idempotencyKey: string) =>
      succeeded((await world.run(null, RecordApiUsageDocument, { input: { entries, idempotencyKey } })).recordApiUsage).count;
    const batch = randomUUID();
    await record(batch);
    await record(batch);
    const usage = async ({ viewer }: Person) => (await world.run(viewer, AppUsageDocument, { appId: app.id })).appUsage;
    expect(await usage(ada)).toEqual([{ day, requests: 4, errors: 2, cost: 20 }]);
    expect(await usage(bob)).toBeNull();
  });

  it('is at an address that is known: without one nothing is there', async () => {
    const alone = await startWorld();
    expect((await ask(alone, 'token', { form: {} })).status).toBe(503);
    expect((await ask(world, 'nowhere', { form: {} })).status).toBe(404);
    const metadata = (await world.subgraph.resources!['/.well-known/oauth-authorization-server']!()) as Record<string, unknown>;
    expect(metadata).toMatchObject({ issuer: ISSUER, token_endpoint: `${ISSUER}/oauth/token`, code_challenge_methods_supported: ['S256'] });
    expect(metadata).not.toHaveProperty('registration_endpoint');
    const bob = await signUp(world);
    const app = await anApp(world, await signUp(world));
    expect((await allow(world, bob, requestOf(app, pkce().challenge))).searchParams.get('iss')).toBe(ISSUER);
  });
});

describe('two of a person’s requests for the last of 20 apps', () => {
  const race = async (db?: (own: Database) => Database) => {
    const world = await startWorld(db ? { db } : {});
    const ada = await signUp(world);
    const now = world.clock.now();
    const row = { userId: ada.id, name: 'n', websiteUrl: 'https://example.org/', confidential: false, createdAt: now, updatedAt: now };
    await world.db.prisma.app.createMany({
      data: Array.from({ length: 19 }, () => ({ ...row, id: randomUUID(), scopes: [], redirectUris: [] })),
    });
    const outcomes = await Promise.all([create(world, ada), create(world, ada)]);
    return outcomes.map(({ __typename }) => __typename).sort();
  };

  it('make one', async () => expect(await race()).toEqual(['CreateAppSuccess', 'NotAllowed']));

  it('control: make two without the lock, where each has counted before any is written down', async () => {
    const meet = meetingOf(2);
    const db = (own: Database) => watched(withoutLocks(own), { after: (statement) => (statement === 'app.count' ? meet() : undefined) });
    expect(await race(db)).toEqual(['CreateAppSuccess', 'CreateAppSuccess']);
  });
});
