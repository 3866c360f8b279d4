import type { Person } from './world';
import { randomUUID } from 'node:crypto';
import { meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import type { Database } from '../src/db';
import {
  DeleteWebhookDocument,
  NotificationsDocument,
  OrganizationLogDocument,
  OrganizationWebhooksDocument,
  RemoveOrganizationWebhookDocument,
  RequestPasswordResetDocument,
  ResetPasswordDocument,
  RotateWebhookSecretDocument,
  StepUpDocument,
  WebhookDryRunDocument,
  WebhooksDocument,
  type RotateWebhookSecretInput,
  type WebhookDryRunInput,
} from './generated/documents';
import { tokenIn } from './mails';
import { anOrganization, employ } from './organizations';
import { aWebhook, create, isSigned, look, publish, QUERY, send, startHookWorld, update, wanted, type HookWorld } from './webhooks';
import { PASSWORD, signUp, startWorld, succeeded } from './world';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const rotate = async (world: HookWorld, { viewer }: Person, input: RotateWebhookSecretInput) =>
  (await world.run(viewer, RotateWebhookSecretDocument, { input })).rotateWebhookSecret;
const remove = async (world: HookWorld, { viewer }: Person, id: string, idempotencyKey?: string) =>
  (await world.run(viewer, DeleteWebhookDocument, { input: { id, idempotencyKey } })).deleteWebhook;
const dryRun = async (world: HookWorld, { viewer }: Person, parts: Partial<WebhookDryRunInput> = {}) =>
  (
    await world.run(viewer, WebhookDryRunDocument, {
      input: { scopes: ['EVENTS_READ'], topic: 'EVENT_PUBLISHED', query: QUERY, subject: { eventId: randomUUID() }, ...parts },
    })
  ).webhookDryRun;
const faultsOf = (refused: object) =>
  Object.fromEntries((refused as { fields: { path: string; message: string }[] }).fields.map(({ path, message }) => [path, message]));

describe('a webhook (A18)', () => {
  let world: HookWorld;
  beforeAll(async () => void (world = await startHookWorld()));

  it('is made by who has just shown that it is them, and its secret is shown once', async () => {
    const ada = await signUp(world);
    world.clock.advance(10 * MINUTE);
    expect((await create(world, ada)).__typename).toBe('StepUpRequired');
    succeeded((await world.run(ada.viewer, StepUpDocument, { input: { password: PASSWORD } })).stepUp);
    const made = await aWebhook(world, ada, { idempotencyKey: 'k' });
    expect(made.webhook).toMatchObject({
      status: 'ACTIVE',
      name: 'Calendar',
      scopes: ['EVENTS_READ'],
      topics: [{ topic: 'EVENT_PUBLISHED', query: QUERY }],
    });
    expect(made.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    world.clock.advance(10 * MINUTE);
    // A repeat is not asked for more.
    expect((await aWebhook(world, ada, { idempotencyKey: 'k' })).secret).toBe(made.secret);
    const { notifications } = await world.run(ada.viewer, NotificationsDocument, {});
    expect(notifications.nodes.map(({ title }) => title)).toContain('A webhook of your account was made or changed');
    const rows = await world.db.pool.query<{ row: string }>(
      `SELECT row_to_json(s)::text AS row FROM webhook_secrets s UNION ALL SELECT row_to_json(w)::text FROM webhooks w UNION ALL SELECT row_to_json(i)::text FROM idempotency_keys i`,
    );
    expect(rows.rows.length).toBeGreaterThan(2);
    for (const { row } of rows.rows) expect(row).not.toContain(made.secret.slice(6));
  });

  it('has each query checked by the gateway, as it will be asked: by a token of its person within its scopes', async () => {
    const ada = await signUp(world);
    const refused = await create(world, ada, {
      topics: [
        { topic: 'EVENT_PUBLISHED', query: QUERY },
        { topic: 'EVENT_CANCELLED', query: 'query ($eventId: ID!) { event(id: $eventId) { nonsense } }' },
      ],
    });
    expect(faultsOf(refused)).toEqual({ 'topics.1.query': 'is not answered: Cannot query field "nonsense".' });
    const { isDry, claims, typ } = world.gateway.asked.find(({ query, claims: { sub } }) => query === QUERY && sub === ada.id)!;
    expect(isDry).toBe(true);
    expect(typ).toBe('at+jwt');
    expect(claims).toMatchObject({ sub: ada.id, username: ada.username, scopes: ['EVENTS_READ'], keyId: expect.any(String) as string });
    expect(claims.exp! - claims.iat!).toBe(60);
  });

  it('says everything that is wrong with what is wanted', async () => {
    const ada = await signUp(world);
    const wrong = await create(world, ada, {
      name: '',
      url: 'http://10.0.0.8/hooks',
      scopes: [],
      topics: [
        { topic: 'EVENT_PUBLISHED', query: 'mutation { a }' },
        { topic: 'EVENT_CHANGED', query: 'query ($userId: ID!) { user(id: $userId) { id } }' },
        { topic: 'EVENT_CANCELLED', query: '{ event(' },
        { topic: 'EVENT_COMPLETED', query: 'query ($eventId: String!) { event(id: $eventId) { id } }' },
      ],
    });
    expect(faultsOf(wrong)).toEqual({
      name: 'must not be empty',
      url: 'must be an address that everybody can open',
      scopes: 'must not be empty',
      'topics.0.query': 'must be one query',
      'topics.1.query': 'has the variable $userId; EVENT_CHANGED has $eventId',
      'topics.2.query': expect.stringContaining('must be GraphQL: Syntax Error') as string,
      'topics.3.query': 'must declare $eventId as ID!',
    });
    for (const url of [
      'ftp://example.org',
      'nowhere',
      'https://localhost/x',
      'https://[::1]/',
      'https://169.254.169.254/',
      'https://a:b@example.org/',
      'https://example.org/#x',
    ])
      expect(faultsOf(await create(world, ada, { url }))).toHaveProperty('url');
    expect(faultsOf(await create(world, ada, { topics: [{ topic: 'MEMBER_CHANGED', query: '{ me { user { id } } }' }] }))).toEqual({
      'topics.0.topic': 'is told to webhooks of organisations only',
    });
    const twice = { topic: 'EVENT_PUBLISHED' as const, query: QUERY };
    expect(faultsOf(await create(world, ada, { topics: [twice, twice] }))).toEqual({ topics: 'must have each topic once' });
  });

  it('of an organisation is for its owners and managers', async () => {
    const [ada, eve] = [await signUp(world), await signUp(world)];
    const organizationId = await anOrganization(world, ada);
    expect((await create(world, eve, { organizationId })).__typename).toBe('NotAllowed');
    expect((await create(world, eve, { organizationId: randomUUID() })).__typename).toBe('NotFound');
    const { webhook } = await aWebhook(world, ada, {
      organizationId,
      topics: [{ topic: 'MEMBER_CHANGED', query: '{ me { user { id } } }' }],
    });
    expect(webhook.status).toBe('ACTIVE');
    expect(
      faultsOf(await update(world, ada, { id: webhook.id, topics: [{ topic: 'OWN_ORDER_PAID', query: '{ me { user { id } } }' }] })),
    ).toEqual({
      'topics.0.topic': 'is told to webhooks of persons only',
    });
    await world.db.prisma.organizationMember.updateMany({ where: { organizationId, userId: ada.id }, data: { role: 'STAFF' } });
    expect((await look(world, ada, webhook.id)).status).toBe('NOT_ALLOWED');
  });

  it('of an organisation is known to its owners, who remove it, and is in its log', async () => {
    const [ada, bob, eve] = [await signUp(world), await signUp(world), await signUp(world)];
    const id = await anOrganization(world, ada);
    await employ(world, ada, id, bob, 'MANAGER');
    const { webhook } = await aWebhook(world, bob, { organizationId: id });
    const seenBy = async ({ viewer }: Person) => (await world.run(viewer, OrganizationWebhooksDocument, { id })).organization!.webhooks;
    const host = world.consumer.host;
    expect(await seenBy(ada)).toEqual([
      { id: webhook.id, name: 'Calendar', host, topics: ['EVENT_PUBLISHED'], status: 'ACTIVE', madeBy: { id: bob.id } },
    ]);
    for (const person of [bob, eve]) expect(await seenBy(person)).toBeNull();
    const removed = async ({ viewer }: Person, idempotencyKey?: string) =>
      (await world.run(viewer, RemoveOrganizationWebhookDocument, { input: { id: webhook.id, idempotencyKey } })).removeOrganizationWebhook;
    for (const person of [bob, eve]) expect((await removed(person)).__typename).toBe('NotFound');
    expect(succeeded(await removed(ada, 'k'))).toMatchObject({ deletedId: webhook.id, organization: { webhooks: [] } });
    expect((await removed(ada, 'k')).__typename).toBe('RemoveOrganizationWebhookSuccess');
    expect((await removed(ada)).__typename).toBe('NotFound');
    const { auditLog } = (await world.run(ada.viewer, OrganizationLogDocument, { id, first: 20 })).organization!;
    const kinds = auditLog!.nodes.map(({ kind, actor, person }) => [kind, actor?.id, person?.id]);
    expect(kinds).toEqual(
      expect.arrayContaining([
        ['WEBHOOK_MADE', bob.id, bob.id],
        ['WEBHOOK_REMOVED', ada.id, bob.id],
      ]),
    );
    const { notifications } = await world.run(bob.viewer, NotificationsDocument, {});
    const told = notifications.nodes.find(({ title }) => title === 'Your webhook “Calendar” is switched off');
    expect(told?.body).toBe('An owner of its organisation removed it.');
  });

  it('is nobody else’s, and no key makes one', async () => {
    const [ada, eve] = [await signUp(world), await signUp(world)];
    const { webhook } = await aWebhook(world, ada);
    expect((await world.run(eve.viewer, WebhooksDocument, {})).webhooks).toMatchObject({ nodes: [], totalCount: 0 });
    expect((await update(world, eve, { id: webhook.id, name: 'Mine' })).__typename).toBe('NotFound');
    expect((await rotate(world, eve, { id: webhook.id })).__typename).toBe('NotFound');
    expect((await remove(world, eve, webhook.id)).__typename).toBe('NotFound');
    const byKey = { ...ada, viewer: { ...ada.viewer, sessionId: randomUUID(), keyId: randomUUID(), scopes: ['WEBHOOKS_WRITE'] } };
    await expect(create(world, byKey)).rejects.toThrow('no key reaches it');
    await expect(update(world, byKey, { id: webhook.id, url: 'https://example.org/' })).rejects.toThrow('no key reaches it');
    await expect(dryRun(world, byKey)).rejects.toThrow('no key reaches it');
  });

  it('is changed, and deleted with its log, as often as one says so', async () => {
    const ada = await signUp(world);
    const { webhook } = await aWebhook(world, ada);
    await publish(world, ada);
    const changed = succeeded(
      await update(world, ada, { id: webhook.id, name: 'Other', url: 'https://hooks.example.org/x', isPaused: true, idempotencyKey: 'u' }),
    );
    expect(changed.webhook).toMatchObject({ name: 'Other', url: 'https://hooks.example.org/x', status: 'PAUSED', topics: webhook.topics });
    expect(
      succeeded(
        await update(world, ada, {
          id: webhook.id,
          name: 'Other',
          url: 'https://hooks.example.org/x',
          isPaused: true,
          idempotencyKey: 'u',
        }),
      ).webhook,
    ).toEqual(changed.webhook);
    world.clock.advance(10 * MINUTE);
    // Where it leads is asked for again; its name is not.
    expect((await update(world, ada, { id: webhook.id, url: world.consumer.url })).__typename).toBe('StepUpRequired');
    expect(succeeded(await update(world, ada, { id: webhook.id, name: 'Third', isPaused: false })).webhook).toMatchObject({
      name: 'Third',
      status: 'ACTIVE',
    });
    expect(succeeded(await remove(world, ada, webhook.id, 'd')).deletedId).toBe(webhook.id);
    expect(succeeded(await remove(world, ada, webhook.id, 'd')).deletedId).toBe(webhook.id);
    expect((await remove(world, ada, webhook.id)).__typename).toBe('NotFound');
    expect(await world.db.prisma.webhookDelivery.count({ where: { webhookId: webhook.id } })).toBe(0);
  });

  it('gets another secret; for a while what is sent is signed with both', async () => {
    const ada = await signUp(world);
    const { webhook, secret: first } = await aWebhook(world, ada);
    const rotated = succeeded(await rotate(world, ada, { id: webhook.id, overlapHours: 2, idempotencyKey: 'r' }));
    expect(rotated.webhook.previousSecretUntil).toBe(new Date(world.clock.now().getTime() + 2 * HOUR).toISOString());
    expect(succeeded(await rotate(world, ada, { id: webhook.id, overlapHours: 2, idempotencyKey: 'r' })).secret).toBe(rotated.secret);
    const heardAbout = async () => {
      const eventId = await publish(world, ada);
      await send(world);
      return world.consumer.heard.find(({ body }) => (body.data['event'] as { id: string }).id === eventId)!;
    };
    const during = await heardAbout();
    expect([isSigned(first, during), isSigned(rotated.secret, during)]).toEqual([true, true]);
    const third = succeeded(await rotate(world, ada, { id: webhook.id, overlapHours: 1 }));
    const again = await heardAbout();
    expect([first, rotated.secret, third.secret].map((secret) => isSigned(secret, again))).toEqual([false, true, true]);
    world.clock.advance(HOUR);
    const after = await heardAbout();
    expect([first, rotated.secret, third.secret].map((secret) => isSigned(secret, after))).toEqual([false, false, true]);
  });

  it('is tried without being sent anything', async () => {
    const ada = await signUp(world);
    const before = world.consumer.heard.length;
    const eventId = randomUUID();
    const { wouldBeSent, body, headers } = await dryRun(world, ada, { subject: { eventId } });
    expect(wouldBeSent).toBe(true);
    expect(JSON.parse(body!)).toEqual({
      type: 'event.published',
      timestamp: world.clock.now().toISOString(),
      data: { event: { id: eventId } },
    });
    expect(headers.map((header) => header.split(':')[0])).toEqual(
      expect.arrayContaining(['webhook-id', 'webhook-timestamp', 'webhook-signature']),
    );
    expect(await dryRun(world, ada, { subject: {} })).toEqual({ wouldBeSent: false, body: null, headers: [] });
    await expect(dryRun(world, ada, { query: '{ nonsense }' })).rejects.toThrow('Cannot query field');
    expect(world.consumer.heard.length).toBe(before);
  });

  it('is paused when its person sets a password by mail: somebody else may have made it', async () => {
    const cy = await signUp(world);
    const { webhook } = await aWebhook(world, cy);
    await world.run(null, RequestPasswordResetDocument, { input: { email: `${cy.username}@people.test` } });
    await world.subgraph.runJob('answer-password-requests');
    const token = await tokenIn(world, `${cy.username}@people.test`, 'reset-password');
    succeeded((await world.run(null, ResetPasswordDocument, { input: { token, newPassword: 'another lantern 43' } })).resetPassword);
    expect(await world.db.prisma.webhook.findUnique({ where: { id: webhook.id } })).toMatchObject({ state: 'PAUSED' });
  });
});

it('leads nowhere but to https in production, and nowhere at all where no gateway is known', async () => {
  const world = await startHookWorld();
  const ada = await signUp(world);
  world.kept.settings.NODE_ENV = 'production';
  expect(faultsOf(await create(world, ada, { url: 'http://hooks.example.org/' }))).toEqual({ url: 'must begin with https://' });
  const without = await startWorld();
  const bob = await signUp(without);
  const input = { ...wanted(world), url: 'https://hooks.example.org/' };
  const refused = await without.run(
    bob.viewer,
    'mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { ... on UserError { message } } }',
    { input },
  );
  expect(refused['createWebhook']).toEqual({ message: 'This installation sends no webhooks.' });
});

describe('two of a person’s requests for the last of 10 webhooks', () => {
  const race = async (db?: (own: Database) => Database) => {
    const world = await startHookWorld(db ? { db } : {});
    const ada = await signUp(world);
    const row = { userId: ada.id, name: 'n', url: world.consumer.url, scopes: [], createdAt: world.clock.now() };
    await world.db.prisma.webhook.createMany({ data: Array.from({ length: 9 }, () => ({ ...row, id: randomUUID() })) });
    const outcomes = await Promise.all([create(world, ada), create(world, ada)]);
    return outcomes.map(({ __typename }) => __typename).sort();
  };

  it('make one', async () => expect(await race()).toEqual(['CreateWebhookSuccess', 'NotAllowed']));

  it('control: make two without the lock, where each has counted before any is written down', async () => {
    const meet = meetingOf(2);
    const db = (own: Database) =>
      watched(withoutLocks(own), { after: (statement) => (statement === 'webhook.count' ? meet() : undefined) });
    expect(await race(db)).toEqual(['CreateWebhookSuccess', 'CreateWebhookSuccess']);
  });
});
