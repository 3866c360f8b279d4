import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isApiKey, isMeantAsTestKey, type Viewer } from '@marquee/platform';
import { meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import { buildSchema, type GraphQLEnumType } from 'graphql';
import type { Database } from '../src/db';
import { testDevelopersAt } from '../prisma/test-key';
import { apiScopes } from '../src/modules/api-key/api-key-scopes';
import {
  AccountEventsDocument,
  ApiKeyGrantDocument,
  ApiUsageDocument,
  RecordApiUsageDocument,
  CreateApiKeyDocument,
  MyApiKeysDocument,
  NotificationsDocument,
  ResetPasswordDocument,
  RequestPasswordResetDocument,
  RevokeApiKeyDocument,
  RotateApiKeyDocument,
  SetUserRoleDocument,
  StepUpDocument,
  SuspendUserDocument,
  type CreateApiKeyInput,
  type RotateApiKeyInput,
} from './generated/documents';
import { tokenIn } from './mails';
import { PASSWORD, signUp, signUpAs, startWorld, succeeded, type Person, type World } from './world';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const WANTED: CreateApiKeyInput = { name: 'Robot', scopes: ['EVENTS_READ'] };

const create = async (world: World, viewer: Viewer, input: Partial<CreateApiKeyInput> = {}) =>
  (await world.run(viewer, CreateApiKeyDocument, { input: { ...WANTED, ...input } })).createApiKey;
const rotate = async (world: World, { viewer }: Person, input: RotateApiKeyInput) =>
  (await world.run(viewer, RotateApiKeyDocument, { input })).rotateApiKey;
const revoke = async (world: World, { viewer }: Person, id: string, idempotencyKey?: string) =>
  (await world.run(viewer, RevokeApiKeyDocument, { input: { id, idempotencyKey } })).revokeApiKey;
const grant = async (world: World, secret: string) => (await world.run(null, ApiKeyGrantDocument, { secret })).apiKeyGrant ?? null;
const list = async (world: World, { viewer }: Person) => (await world.run(viewer, MyApiKeysDocument, {})).myApiKeys;
const aKey = async (world: World, person: Person, input: Partial<CreateApiKeyInput> = {}) =>
  succeeded(await create(world, person.viewer, input));
const stepUp = async (world: World, { viewer }: Person) =>
  succeeded((await world.run(viewer, StepUpDocument, { input: { password: PASSWORD } })).stepUp);

/** Sessions, and grants of keys, whose end is told to gateways: by the list, and by a push. */
async function followEnds(world: World) {
  const pushed: string[] = [];
  await world.bus.listen('sessions.revoked', (payload) => void pushed.push((payload as { sessionId: string }).sessionId));
  const listed = async () => (await world.db.prisma.endedSession.findMany()).map(({ sessionId }) => sessionId);
  return { pushed, listed };
}

describe('a key of a program (A21)', () => {
  let world: World;
  beforeAll(async () => void (world = await startWorld()));

  it('may be given what the SDL has', () => {
    const common = readFileSync(require.resolve('@marquee/schema/common.graphql'), 'utf8').replace(/^extend schema[^]*?\n\n/, '');
    const schema = buildSchema(`${common}\ntype Query { a: Int }`, { assumeValidSDL: true });
    expect((schema.getType('ApiScope') as GraphQLEnumType).getValues().map(({ name }) => name)).toEqual([...apiScopes]);
  });

  it('is shown once, stands for its person within its scopes, and is told of', async () => {
    const ada = await signUp(world);
    const { secret, apiKey } = await aKey(world, ada, { scopes: ['EVENTS_READ', 'CHAT_WRITE', 'EVENTS_READ'], idempotencyKey: 'k' });
    expect(isApiKey(secret)).toBe(true);
    expect(apiKey).toEqual({
      id: expect.any(String) as string,
      name: 'Robot',
      start: secret.slice(0, 9),
      scopes: ['EVENTS_READ', 'CHAT_WRITE'],
      allowedOrigins: [],
      allowedAddresses: [],
      status: 'ACTIVE',
      createdAt: world.clock.now().toISOString(),
      expiresAt: new Date(world.clock.now().getTime() + 90 * DAY).toISOString(),
      endedAt: null,
      previousUntil: null,
      lastUsedAt: null,
    });
    // A client that lost the answer gets the same; nobody reads it in a list.
    expect((await aKey(world, ada, { scopes: ['EVENTS_READ', 'CHAT_WRITE', 'EVENTS_READ'], idempotencyKey: 'k' })).secret).toBe(secret);
    expect(await create(world, ada.viewer, { scopes: ['EVENTS_READ'], idempotencyKey: 'k' })).toMatchObject({ __typename: 'KeyReused' });
    expect(await list(world, ada)).toMatchObject({ nodes: [apiKey], totalCount: 1 });
    expect(await grant(world, secret)).toEqual({
      keyId: apiKey.id,
      appId: null,
      grantId: expect.any(String) as string,
      userId: ada.id,
      username: ada.username,
      role: 'user',
      permissions: ada.viewer.permissions,
      scopes: ['EVENTS_READ', 'CHAT_WRITE'],
      origins: [],
      networks: [],
      lastsMs: 90 * DAY,
    });
    const { notifications } = await world.run(ada.viewer, NotificationsDocument, {});
    expect(notifications.nodes.map(({ title }) => title)).toContain('A key for programs was made for your account');
  });

  it('tells its program for whom it acts, until it ends', async () => {
    const ada = await signUp(world);
    const { secret, apiKey } = await aKey(world, ada);
    const { grantId, keyId } = (await grant(world, secret))!;
    const program: Viewer = { ...ada.viewer, sessionId: grantId, keyId, scopes: ['EVENTS_READ'] };
    const me = async (viewer: Viewer) =>
      ((await world.execute(viewer, '{ me { user { id } } }')).data as { me: { user: { id: string } } | null }).me;
    expect(await me(program)).toEqual({ user: { id: ada.id } });
    await revoke(world, ada, apiKey.id);
    expect([await me(program), await me(ada.viewer)]).toEqual([null, { user: { id: ada.id } }]);
  });

  it('of test mode says so, also rotated, is found by its kind alone, and those who have one are known', async () => {
    const [ada, bob] = [await signUp(world), await signUp(world)];
    const { secret, apiKey } = await aKey(world, ada, { testMode: true, idempotencyKey: 'test' });
    expect([isMeantAsTestKey(secret), isApiKey(secret), apiKey.start]).toEqual([true, true, secret.slice(0, 10)]);
    expect((await aKey(world, ada, { testMode: true, idempotencyKey: 'test' })).secret).toBe(secret);
    expect(await grant(world, secret)).toMatchObject({ keyId: apiKey.id, userId: ada.id });
    expect(await grant(world, secret.replace('mqt_', 'mq_'))).toBeNull();
    const other = succeeded(await rotate(world, ada, { id: apiKey.id })).secret;
    expect([isMeantAsTestKey(other), (await grant(world, other))?.keyId]).toEqual([true, apiKey.id]);
    const plain = await aKey(world, bob);
    expect(await grant(world, plain.secret.replace('mq_', 'mqt_'))).toBeNull();
    const developersAt = async (days: number) => {
      const developers = await testDevelopersAt(world.databaseUrl, new Date(world.clock.now().getTime() + days * DAY));
      return [ada, bob].map(({ id }) => developers.has(id));
    };
    expect(await developersAt(0)).toEqual([true, false]);
    // Thirty days after it has run out.
    expect([await developersAt(119), await developersAt(121)]).toEqual([
      [true, false],
      [false, false],
    ]);
    await revoke(world, ada, apiKey.id);
    expect([await developersAt(29), await developersAt(31)]).toEqual([
      [true, false],
      [false, false],
    ]);
  });

  it('lies nowhere: neither in the rows nor in what they are made of', async () => {
    const ada = await signUp(world);
    const { secret } = await aKey(world, ada);
    const tables = await world.db.pool.query<{ row: string }>(
      `SELECT row_to_json(k)::text AS row FROM api_keys k UNION ALL SELECT row_to_json(s)::text FROM api_key_secrets s
       UNION ALL SELECT row_to_json(i)::text FROM idempotency_keys i UNION ALL SELECT row_to_json(n)::text FROM notifications n`,
    );
    expect(tables.rows.length).toBeGreaterThan(2);
    for (const { row } of tables.rows) expect(row).not.toContain(secret.slice(9));
  });

  it('is made by who has just shown that it is them', async () => {
    const ada = await signUp(world);
    world.clock.advance(10 * MINUTE);
    expect(await create(world, ada.viewer)).toMatchObject({ __typename: 'StepUpRequired', code: 'NOT_ALLOWED_NOW' });
    await stepUp(world, ada);
    const made = await aKey(world, ada, { idempotencyKey: 'k' });
    world.clock.advance(10 * MINUTE);
    // A repeat is not asked for more; another secret is.
    expect((await aKey(world, ada, { idempotencyKey: 'k' })).secret).toBe(made.secret);
    expect((await rotate(world, ada, { id: made.apiKey.id })).__typename).toBe('StepUpRequired');
    // A key makes no keys, and ends none.
    const byKey = { ...ada.viewer, sessionId: (await grant(world, made.secret))!.grantId, keyId: made.apiKey.id };
    await expect(create(world, byKey)).rejects.toThrow('UNAUTHENTICATED');
    await expect(revoke(world, { ...ada, viewer: byKey }, made.apiKey.id)).rejects.toThrow('UNAUTHENTICATED');
    await expect(create(world, null as never)).rejects.toThrow('UNAUTHENTICATED');
  });

  it('says everything that is wrong with what is wanted', async () => {
    const ada = await signUp(world);
    const wrong = {
      name: '',
      scopes: [],
      expiresInDays: 400,
      allowedOrigins: ['http://example.org', 'https://example.org/page', 'nowhere'],
      allowedAddresses: ['203.0.113.0/33', 'example.org', 'fe80::1%eth0'],
    };
    const refused = (await create(world, ada.viewer, wrong)) as unknown as { fields: { path: string }[] };
    expect(refused.fields.map(({ path }) => path).sort()).toEqual(
      ['name', 'scopes', 'expiresInDays', ...[0, 1, 2].flatMap((n) => [`allowedOrigins.${n}`, `allowedAddresses.${n}`])].sort(),
    );
    const { apiKey, secret } = await aKey(world, ada, {
      allowedOrigins: ['https://Example.org:443', 'http://localhost:5173', 'https://example.org'],
      allowedAddresses: ['203.0.113.7', '2001:db8::/32'],
    });
    expect(apiKey).toMatchObject({
      allowedOrigins: ['https://example.org', 'http://localhost:5173'],
      allowedAddresses: ['203.0.113.7/32', '2001:db8::/32'],
    });
    expect(await grant(world, secret)).toMatchObject({ origins: apiKey.allowedOrigins, networks: apiKey.allowedAddresses });
  });

  it('gets another secret, beside which the one before is good for a while, and none before that', async () => {
    const ada = await signUp(world);
    const { apiKey, secret: first } = await aKey(world, ada);
    const before = (await grant(world, first))!;
    const ends = await followEnds(world);
    const second = succeeded(await rotate(world, ada, { id: apiKey.id, overlapHours: 2, idempotencyKey: 'r' }));
    expect(second.apiKey).toMatchObject({
      id: apiKey.id,
      start: second.secret.slice(0, 9),
      previousUntil: new Date(world.clock.now().getTime() + 120 * MINUTE).toISOString(),
    });
    // What gateways remember of the former one is outdated.
    expect(ends.pushed).toEqual([before.grantId]);
    expect(succeeded(await rotate(world, ada, { id: apiKey.id, overlapHours: 2, idempotencyKey: 'r' })).secret).toBe(second.secret);
    expect(await grant(world, first)).toMatchObject({ keyId: apiKey.id, lastsMs: 120 * MINUTE });
    expect(await grant(world, second.secret)).toMatchObject({ keyId: apiKey.id, lastsMs: 90 * DAY });
    const third = succeeded(await rotate(world, ada, { id: apiKey.id, overlapHours: 1 }));
    expect(await grant(world, first)).toBeNull();
    expect(await grant(world, second.secret)).not.toBeNull();
    world.clock.advance(60 * MINUTE);
    expect(await grant(world, second.secret)).toBeNull();
    expect(await grant(world, third.secret)).not.toBeNull();
    expect((await list(world, ada)).nodes).toMatchObject([{ previousUntil: null }]);
  });

  it('is ended at once, by its owner alone, in whatever order and however often', async () => {
    const [ada, eve] = [await signUp(world), await signUp(world)];
    const { apiKey, secret } = await aKey(world, ada);
    const { grantId } = (await grant(world, secret))!;
    const lasts = async () => (await world.run(null, 'query ($id: ID!) { sessionLasts(id: $id) }', { id: grantId }))['sessionLasts'];
    expect(await lasts()).toBe(true);
    expect((await revoke(world, eve, apiKey.id)).__typename).toBe('NotFound');
    expect((await rotate(world, eve, { id: apiKey.id })).__typename).toBe('NotFound');
    const ends = await followEnds(world);
    const ended = succeeded(await revoke(world, ada, apiKey.id, 'k')).apiKey;
    expect(ended).toMatchObject({ status: 'ENDED', endedAt: world.clock.now().toISOString() });
    expect(await grant(world, secret)).toBeNull();
    expect(await lasts()).toBe(false);
    expect(ends.pushed).toEqual([grantId]);
    expect(await ends.listed()).toContain(grantId);
    expect(succeeded(await revoke(world, ada, apiKey.id, 'k')).apiKey).toEqual(ended);
    expect(succeeded(await revoke(world, ada, apiKey.id)).apiKey).toEqual(ended);
    expect((await rotate(world, ada, { id: apiKey.id })).__typename).toBe('NotAllowed');
    const admin = await signUpAs(world, 'admin');
    const { accountEvents } = await world.run(admin.viewer, AccountEventsDocument, { userId: ada.id });
    const kinds = accountEvents.nodes.map(({ kind, detail }) => `${kind} ${detail ?? ''}`);
    expect(kinds).toEqual(expect.arrayContaining([`API_KEY_MADE ${apiKey.start}`, `API_KEY_REVOKED ${apiKey.start}`]));
  });

  it('runs out, and is forgotten 90 days later', async () => {
    const ada = await signUp(world);
    const { secret } = await aKey(world, ada, { expiresInDays: 1 });
    world.clock.advance(DAY);
    expect(await grant(world, secret)).toBeNull();
    expect((await list(world, ada)).nodes).toMatchObject([{ status: 'EXPIRED', endedAt: null }]);
    world.clock.advance(91 * DAY);
    await world.subgraph.runJob('forget-old-sign-ins');
    expect(await world.db.prisma.apiKey.count({ where: { userId: ada.id } })).toBe(0);
  });

  it('is noted as used, to ten minutes', async () => {
    const ada = await signUp(world);
    const { secret } = await aKey(world, ada);
    const used = async () => (await list(world, ada)).nodes[0]!.lastUsedAt;
    const first = world.clock.now().toISOString();
    await grant(world, secret);
    expect(await used()).toBe(first);
    world.clock.advance(9 * MINUTE);
    await grant(world, secret);
    expect(await used()).toBe(first);
    world.clock.advance(MINUTE);
    await grant(world, secret);
    expect(await used()).toBe(world.clock.now().toISOString());
  });

  it('counts by day, in batches of which each counts once, for its owner alone', async () => {
    const [ada, eve] = [await signUp(world), await signUp(world)];
    const [one, two] = [(await aKey(world, ada)).apiKey.id, (await aKey(world, ada)).apiKey.id];
    const today = world.clock.now().toISOString().slice(0, 10);
    const yesterday = new Date(world.clock.now().getTime() - DAY).toISOString().slice(0, 10);
    const entry = { keyId: one, day: today, requests: 2, errors: 1, cost: 10.4 };
    const record = async (idempotencyKey: string, entries: (typeof entry)[]) =>
      succeeded((await world.run(null, RecordApiUsageDocument, { input: { entries, idempotencyKey } })).recordApiUsage).count;
    const batch = [entry, { ...entry, day: yesterday }, { ...entry, keyId: two }, { ...entry, keyId: randomUUID() }];
    const id = randomUUID();
    // Of a key that is gone, nothing is left to count.
    expect(await record(id, batch)).toBe(3);
    expect(await record(id, batch)).toBe(3);
    // Batches of many gateways at the same time, each with both keys, in another order.
    const all = [entry, { ...entry, keyId: two }];
    await Promise.all(Array.from({ length: 10 }, (_, n) => record(randomUUID(), n % 2 ? all : all.toReversed())));
    const usage = async (person: Person, keyId: string, days?: number) =>
      (await world.run(person.viewer, ApiUsageDocument, { keyId, ...(days ? { days } : {}) })).apiUsage;
    expect(await usage(ada, one)).toEqual([
      { day: today, requests: 22, errors: 11, cost: 110 },
      { day: yesterday, requests: 2, errors: 1, cost: 10 },
    ]);
    expect(await usage(ada, one, 1)).toHaveLength(1);
    expect(await usage(ada, two)).toEqual([{ day: today, requests: 22, errors: 11, cost: 110 }]);
    expect(await usage(eve, one)).toBeNull();
    await expect(usage(ada, one, 91)).rejects.toThrow('between 1 and 90');
  });

  it('ends with a suspension and does not come back, with an erasure and with a password by mail', async () => {
    const admin = await signUpAs(world, 'admin');
    const ends = await followEnds(world);
    const ada = await signUp(world);
    const suspended = await aKey(world, ada);
    const { grantId } = (await grant(world, suspended.secret))!;
    succeeded((await world.run(admin.viewer, SuspendUserDocument, { input: { userId: ada.id, reason: 'Spam.' } })).suspendUser);
    expect(await grant(world, suspended.secret)).toBeNull();
    expect(ends.pushed).toContain(grantId);
    await world.db.prisma.user.update({ where: { id: ada.id }, data: { suspendedAt: null } });
    expect(await grant(world, suspended.secret)).toBeNull();

    const bob = await signUp(world);
    const erased = await aKey(world, bob);
    const ofBob = (await grant(world, erased.secret))!.grantId;
    await world.tell('user.erased', bob.id, { userId: bob.id, erasureId: randomUUID() } as never);
    expect(await grant(world, erased.secret)).toBeNull();
    expect(ends.pushed).toContain(ofBob);
    expect(await world.db.prisma.apiKeySecret.count({ where: { keyId: erased.apiKey.id } })).toBe(0);

    const cy = await signUp(world);
    const lost = await aKey(world, cy);
    await world.run(null, RequestPasswordResetDocument, { input: { email: `${cy.username}@people.test` } });
    await world.subgraph.runJob('answer-password-requests');
    const token = await tokenIn(world, `${cy.username}@people.test`, 'reset-password');
    succeeded((await world.run(null, ResetPasswordDocument, { input: { token, newPassword: 'another lantern 43' } })).resetPassword);
    expect(await grant(world, lost.secret)).toBeNull();
  });

  it('loses with its person what a role allowed: what gateways remember is outdated, and the key goes on', async () => {
    const admin = await signUpAs(world, 'admin');
    const ada = await signUpAs(world, 'curator');
    const { secret } = await aKey(world, ada, { scopes: ['STAFF_WRITE'] });
    const before = (await grant(world, secret))!;
    expect(before).toMatchObject({ role: 'curator', permissions: expect.arrayContaining(['review:event']) as string[] });
    const ends = await followEnds(world);
    succeeded((await world.run(admin.viewer, SetUserRoleDocument, { input: { userId: ada.id, role: 'USER' } })).setUserRole);
    expect(ends.pushed).toContain(before.grantId);
    const after = (await grant(world, secret))!;
    expect(after).toMatchObject({ role: 'user', keyId: before.keyId });
    expect(after.permissions).not.toContain('review:event');
    expect(after.grantId).not.toBe(before.grantId);
  });
});

describe('two of a person’s requests for the last of 20 keys', () => {
  const race = async (db?: (own: Database) => Database) => {
    const world = await startWorld(db ? { db } : {});
    const ada = await signUp(world);
    const key = { userId: ada.id, name: 'n', scopes: [], origins: [], networks: [], createdAt: world.clock.now() };
    const expiresAt = new Date(world.clock.now().getTime() + DAY);
    await world.db.prisma.apiKey.createMany({
      data: Array.from({ length: 19 }, () => ({ ...key, id: randomUUID(), grantId: randomUUID(), expiresAt })),
    });
    const outcomes = await Promise.all([create(world, ada.viewer), create(world, ada.viewer)]);
    return outcomes.map(({ __typename }) => __typename).sort();
  };

  it('make one', async () => expect(await race()).toEqual(['CreateApiKeySuccess', 'NotAllowed']));

  it('control: make two without the lock, where each has counted before any is written down', async () => {
    const meet = meetingOf(2);
    const db = (own: Database) => watched(withoutLocks(own), { after: (statement) => (statement === 'apiKey.count' ? meet() : undefined) });
    expect(await race(db)).toEqual(['CreateApiKeySuccess', 'CreateApiKeySuccess']);
  });
});
