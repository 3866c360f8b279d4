import { randomUUID } from 'node:crypto';
import type { Topics } from '@marquee/schema/topics';
import { meetingOf } from '@marquee/platform/testing';
import {
  NotificationsDocument,
  ReinstateUserDocument,
  ReplayWebhookDocument,
  RetryDeliveryDocument,
  SendTestEventDocument,
  SuspendUserDocument,
} from './generated/documents';
import { anOrganization, employ, setRole } from './organizations';
import { aWebhook, isSigned, look, publish, publishAll, QUERY, send, startHookWorld, update, type HookWorld } from './webhooks';
import { anAttendance, anEvent, signUp, signUpAs, succeeded, tellAttendance, tellEvent, type Person } from './world';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const replay = async (world: HookWorld, { viewer }: Person, webhookId: string, from: Date, idempotencyKey?: string) =>
  (await world.run(viewer, ReplayWebhookDocument, { input: { webhookId, from: from.toISOString(), idempotencyKey } })).replayWebhook;
const sendTest = async (world: HookWorld, { viewer }: Person, webhookId: string) =>
  (await world.run(viewer, SendTestEventDocument, { input: { webhookId } })).sendTestEvent;
const retry = async (world: HookWorld, { viewer }: Person, id: string) =>
  (await world.run(viewer, RetryDeliveryDocument, { input: { id } })).retryDelivery;

const told = async (world: HookWorld, person: Person, id: string) => (await look(world, person, id)).deliveries.nodes;
const statuses = async (world: HookWorld, person: Person, id: string) =>
  (await told(world, person, id)).map(({ status }) => status).reverse();
const eventOf = ({ body }: { body: { data: Record<string, unknown> } }) => (body.data['event'] as { id: string }).id;
/** Later than everything that is due after a failure, but for a webhook that rests. */
const aWhileLater = (world: HookWorld) => world.clock.advance(2 * HOUR);

describe('what a webhook is told (A18)', () => {
  let world: HookWorld;
  let ada: Person;
  beforeEach(async () => {
    world = await startHookWorld();
    ada = await signUp(world);
  });

  it('comes signed, with an id, and as its person sees it', async () => {
    const { webhook, secret } = await aWebhook(world, ada);
    const eventId = await publish(world, ada);
    await publish(world, { id: randomUUID() });
    await publish(world, ada, { status: 'DRAFT', change: 'CREATED' });
    await publish(world, ada, { organizationId: randomUUID() });
    await send(world);
    const [heard, ...more] = world.consumer.heard;
    expect(more).toEqual([]);
    expect(isSigned(secret, heard!)).toBe(true);
    const [delivery] = await told(world, ada, webhook.id);
    expect(heard!.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': delivery!.id,
      'webhook-timestamp': String(Math.floor(world.clock.now().getTime() / 1000)),
    });
    expect(heard!.body).toEqual({ type: 'event.published', timestamp: delivery!.occurredAt, data: { event: { id: eventId } } });
    expect(delivery).toMatchObject({
      ...{ topic: 'EVENT_PUBLISHED', type: 'event.published', status: 'DELIVERED', nextTryAt: null, attemptCount: 1 },
      attempts: [{ number: 1, httpStatus: 204, fault: null, answer: '' }],
    });
    expect(world.gateway.asked.at(-1)).toMatchObject({
      isDry: false,
      variables: { eventId },
      claims: { sub: ada.id, scopes: ['EVENTS_READ'] },
    });
    await send(world);
    expect(world.consumer.heard).toHaveLength(1);
  });

  it('is of what happens to events, guests, orders and people, each by its ids', async () => {
    const bob = await signUp(world);
    const organizationId = await anOrganization(world, ada);
    const ask = (names: string[]) =>
      `query (${names.map((name) => `$${name}: ID!`).join(', ')}) { asked(${names.map((name) => `${name}: $${name}`).join(', ')}) }`;
    world.gateway.answers = ({ variables, isDry }) => ({ data: isDry ? null : { asked: variables } });
    const event = ask(['eventId']);
    const guest = ask(['eventId', 'attendanceId', 'userId']);
    const order = ask(['eventId', 'orderId', 'userId']);
    const ofOrganization = await aWebhook(world, ada, {
      organizationId,
      topics: [
        ...(['EVENT_PUBLISHED', 'EVENT_CHANGED', 'EVENT_CANCELLED', 'EVENT_COMPLETED'] as const).map((topic) => ({ topic, query: event })),
        ...(['ATTENDANCE_CHANGED', 'GUEST_CHECKED_IN'] as const).map((topic) => ({ topic, query: guest })),
        ...(['ORDER_PAID', 'ORDER_REFUNDED'] as const).map((topic) => ({ topic, query: order })),
        { topic: 'REVIEW_CHANGED', query: ask(['eventId', 'reviewId', 'userId']) },
        { topic: 'MEMBER_CHANGED', query: ask(['organizationId', 'userId']) },
      ],
    });
    const own = await aWebhook(world, bob, {
      topics: [
        { topic: 'OWN_ATTENDANCE_CHANGED', query: guest },
        ...(['OWN_ORDER_PAID', 'OWN_ORDER_REFUNDED'] as const).map((topic) => ({ topic, query: order })),
      ],
    });
    const state = anEvent({ creatorId: ada.id, organizationId });
    const { eventId } = state;
    const becomes = async (parts: Partial<Topics['event.changed']>) =>
      void (await tellEvent(world, Object.assign(state, { version: state.version + 1 }, parts)));
    await becomes({ change: 'CREATED', status: 'DRAFT' });
    await becomes({ change: 'PUBLISHED', status: 'PUBLISHED' });
    await becomes({ change: 'UPDATED', title: 'Jazz Nights' });
    const attendance = anAttendance({ eventId, userId: bob.id });
    const { attendanceId } = attendance;
    await tellAttendance(world, attendance);
    await tellAttendance(world, { ...attendance, version: 2, checkedInAt: world.clock.now().toISOString() });
    // What is told late changes nothing.
    await tellAttendance(world, attendance);
    const orderId = randomUUID();
    const buying = { orderId, version: 1, userId: bob.id, eventId, paidAt: world.clock.now().toISOString() };
    await world.tell('order.paid', orderId, { ...buying, total: { amountMinor: 500, currency: 'CAD' }, tickets: [] } as never);
    const refund = { ...buying, version: 2, amount: { amountMinor: 500, currency: 'CAD' }, status: 'REFUNDED', remainingTicketIds: [] };
    await world.tell('order.refunded', orderId, refund as never);
    const reviewId = randomUUID();
    const rated = { reviewId, version: 1, eventId, authorId: bob.id, rating: 5, eventRating: 4, eventReviewCount: 1 };
    await world.tell('review.changed', eventId, rated);
    await employ(world, ada, organizationId, bob, 'STAFF');
    await becomes({ change: 'COMPLETED', status: 'COMPLETED' });
    await becomes({ change: 'CANCELLED', status: 'CANCELLED' });
    await send(world);
    const heardBy = async (person: Person, id: string) => {
      const ids = new Set((await told(world, person, id)).map((one) => one.id));
      return world.consumer.heard
        .filter(({ headers }) => ids.has(headers['webhook-id'] as string))
        .map(({ body }) => [body.type, body.data['asked']]);
    };
    const theirs = [
      ...['event.published', 'event.changed', 'event.completed', 'event.cancelled'].map((type) => [type, { eventId }]),
      ...['attendance.changed', 'attendance.changed', 'guest.checked_in'].map((type) => [type, { eventId, attendanceId, userId: bob.id }]),
      ...['order.paid', 'order.refunded'].map((type) => [type, { eventId, orderId, userId: bob.id }]),
      ['review.changed', { eventId, reviewId, userId: bob.id }],
      ['member.changed', { organizationId, userId: bob.id }],
    ];
    const order2 = (rows: unknown[]) => rows.map((row) => JSON.stringify(row)).sort();
    expect(order2(await heardBy(ada, ofOrganization.webhook.id))).toEqual(order2(theirs));
    expect(order2(await heardBy(bob, own.webhook.id))).toEqual(
      order2([
        ...['own.attendance_changed', 'own.attendance_changed'].map((type) => [type, { eventId, attendanceId, userId: bob.id }]),
        ...['own.order_paid', 'own.order_refunded'].map((type) => [type, { eventId, orderId, userId: bob.id }]),
      ]),
    );
  });

  it('is told, too, of what overtook the event that it is about', async () => {
    const [bob, event] = [await signUp(world), anEvent({ creatorId: ada.id })];
    const { eventId } = event;
    const query = 'query ($attendanceId: ID!) { asked(attendanceId: $attendanceId) }';
    world.gateway.answers = ({ variables, isDry }) => ({ data: isDry ? null : { asked: variables } });
    await aWebhook(world, ada, { topics: [{ topic: 'ATTENDANCE_CHANGED', query }] });
    const attendance = anAttendance({ eventId, userId: bob.id });
    await tellAttendance(world, attendance);
    await send(world);
    expect(world.consumer.heard).toEqual([]);
    await tellEvent(world, event);
    await tellEvent(world, { ...event, version: 2, change: 'UPDATED', title: 'Jazz' });
    await send(world);
    expect(world.consumer.heard.map(({ body }) => [body.type, body.data['asked']])).toEqual([
      ['attendance.changed', { attendanceId: attendance.attendanceId }],
    ]);
  });

  it('of somebody goes with them, also from the logs of others', async () => {
    const [bob, cem, eventId] = [await signUp(world), await signUp(world), await publish(world, ada)];
    const { webhook } = await aWebhook(world, ada, { topics: [{ topic: 'ATTENDANCE_CHANGED', query: QUERY }] });
    for (const { id: userId } of [bob, cem]) await tellAttendance(world, anAttendance({ eventId, userId }));
    await send(world);
    await tellAttendance(world, anAttendance({ eventId, userId: bob.id }));
    expect(await told(world, ada, webhook.id)).toHaveLength(3);
    await world.tell('user.erased', bob.id, { userId: bob.id, erasureId: randomUUID() } as never);
    // What is told late of them is not kept.
    await tellAttendance(world, anAttendance({ eventId, userId: bob.id }));
    await send(world);
    expect(await told(world, ada, webhook.id)).toHaveLength(1);
    const { rows } = await world.db.pool.query<{ row: string }>(`SELECT row_to_json(d)::text AS row FROM webhook_deliveries d`);
    expect(rows).toHaveLength(1);
    expect(rows[0]!.row).not.toContain(bob.id);
  });

  it('is nothing of what its person does not see, and waits while that cannot be said', async () => {
    const { webhook } = await aWebhook(world, ada);
    const usual = world.gateway.answers;
    world.gateway.answers = () => ({ data: { event: null } });
    world.clock.advance(SECOND);
    await publish(world, ada);
    await send(world);
    world.gateway.answers = () => ({
      status: 503,
      errors: [{ message: 'away', extensions: { code: 'SUBGRAPH_UNAVAILABLE', retryable: true } }],
    });
    world.clock.advance(SECOND);
    await publish(world, ada);
    await send(world);
    expect(await statuses(world, ada, webhook.id)).toEqual(['SKIPPED', 'WAITING']);
    // The consumer had no part in it.
    expect(await look(world, ada, webhook.id)).toMatchObject({ failingSince: null });
    world.gateway.answers = usual;
    world.clock.advance(MINUTE);
    await send(world);
    expect(await statuses(world, ada, webhook.id)).toEqual(['SKIPPED', 'DELIVERED']);
    world.gateway.answers = () => ({
      data: { event: { id: 'x', hidden: null } },
      errors: [{ message: 'not yours', extensions: { code: 'FORBIDDEN' } }],
    });
    world.clock.advance(SECOND);
    await publish(world, ada);
    await send(world);
    expect(world.consumer.heard.at(-1)!.body).toMatchObject({
      data: { event: { hidden: null } },
      errors: [{ message: 'not yours', code: 'FORBIDDEN' }],
    });
    // A query that the schema has outgrown is a fault that its person reads.
    world.gateway.answers = () => ({
      status: 400,
      errors: [{ message: 'Cannot query field "id".', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
    });
    world.clock.advance(SECOND);
    await publish(world, ada);
    await send(world);
    expect((await told(world, ada, webhook.id))[0]).toMatchObject({
      status: 'WAITING',
      attempts: [{ httpStatus: null, fault: 'The query is not answered: Cannot query field "id".' }],
    });
    expect(await look(world, ada, webhook.id)).toMatchObject({ failingSince: null });
  });

  it('about one thing comes in its order, also where the first is refused, and holds up nothing else', async () => {
    const { webhook } = await aWebhook(world, ada, {
      topics: (['EVENT_PUBLISHED', 'EVENT_CHANGED', 'EVENT_CANCELLED'] as const).map((topic) => ({ topic, query: QUERY })),
    });
    const event = anEvent({ creatorId: ada.id });
    await tellEvent(world, event);
    await tellEvent(world, { ...event, version: 2, change: 'UPDATED', title: 'Jazz' });
    await tellEvent(world, { ...event, version: 3, change: 'CANCELLED', status: 'CANCELLED', title: 'Jazz' });
    const other = await publish(world, ada);
    let refuses = true;
    world.consumer.answers = (heard) => ({ status: refuses && eventOf(heard) === event.eventId ? 500 : 200 });
    await send(world);
    expect(world.consumer.heard.map((heard) => [heard.body.type, eventOf(heard)]).sort()).toEqual(
      [
        ['event.published', event.eventId],
        ['event.published', other],
      ].sort(),
    );
    refuses = false;
    world.clock.advance(10 * SECOND);
    await send(world);
    expect(world.consumer.heard.slice(2).map(({ body }) => body.type)).toEqual(['event.published', 'event.changed', 'event.cancelled']);
    // The same id at each try, by which a consumer knows it again.
    const ids = world.consumer.heard.filter((heard) => eventOf(heard) === event.eventId).map(({ headers }) => headers['webhook-id']);
    expect(ids[0]).toBe(ids[1]);
    expect(new Set(ids).size).toBe(3);
    expect(await look(world, ada, webhook.id)).toMatchObject({ failingSince: null });
  });

  it('is under way five at a time', async () => {
    await aWebhook(world, ada);
    await publishAll(world, ada, 12);
    const meet = meetingOf(5);
    let [now, most] = [0, 0];
    world.consumer.holds = async () => {
      most = Math.max(most, ++now);
      await meet();
      now--;
    };
    await send(world);
    expect(world.consumer.heard).toHaveLength(12);
    expect(most).toBe(5);
  });

  it('is tried for three days, further and further apart, and then the webhook is switched off, and its person told', async () => {
    const { webhook } = await aWebhook(world, ada);
    await publish(world, ada);
    world.consumer.answers = () => ({ status: 500, body: `${'x'.repeat(2_000)}\0` });
    const since = world.clock.now().getTime();
    for (let turn = 0; turn < 200; turn++) {
      await send(world);
      const { status, restsUntil, deliveries } = await look(world, ada, webhook.id);
      const [delivery] = deliveries.nodes;
      if (status !== 'ACTIVE') break;
      if (turn === 0)
        expect(delivery!.attempts[0]).toMatchObject({ httpStatus: 500, fault: 'The consumer answered 500.', answer: 'x'.repeat(1_000) });
      // Nothing comes before it is due.
      await send(world);
      expect((await told(world, ada, webhook.id))[0]!.attemptCount).toBe(delivery!.attemptCount);
      const next = Date.parse(String(restsUntil ?? delivery!.nextTryAt));
      world.clock.advance(next - world.clock.now().getTime());
    }
    const { status, disabledReason, failingSince, deliveries } = await look(world, ada, webhook.id);
    expect({ status, disabledReason, failingSince }).toEqual({
      status: 'DISABLED',
      disabledReason: 'FAILING',
      failingSince: new Date(since).toISOString(),
    });
    const [delivery] = deliveries.nodes;
    expect(delivery!.status).toBe('FAILED');
    expect(world.clock.now().getTime() - since).toBeGreaterThanOrEqual(3 * DAY);
    expect(world.clock.now().getTime() - since).toBeLessThan(3 * DAY + 2 * HOUR);
    expect(delivery!.attemptCount).toBeGreaterThan(20);
    expect(delivery!.attempts).toHaveLength(10);
    const { notifications } = await world.run(ada.viewer, NotificationsDocument, {});
    expect(notifications.nodes.map(({ title }) => title)).toContain('Your webhook “Calendar” is switched off');
    // What happens meanwhile is kept, and goes when it is switched on again; so does what failed, when its person says so.
    world.consumer.answers = () => ({ status: 200 });
    const later = await publish(world, ada);
    const before = world.consumer.heard.length;
    await send(world);
    expect(world.consumer.heard).toHaveLength(before);
    succeeded(await update(world, ada, { id: webhook.id, isPaused: false }));
    await send(world);
    expect(world.consumer.heard.slice(before).map(eventOf)).toEqual([later]);
    expect(succeeded(await retry(world, ada, delivery!.id)).delivery).toMatchObject({ id: delivery!.id, status: 'WAITING' });
    await send(world);
    expect(world.consumer.heard.at(-1)!.headers['webhook-id']).toBe(delivery!.id);
    expect(await statuses(world, ada, webhook.id)).toEqual(['DELIVERED', 'DELIVERED']);
  });

  it('comes one at a time to a consumer that fails, and all at once when it is there again', async () => {
    const { webhook } = await aWebhook(world, ada);
    const ids = await publishAll(world, ada, 8);
    world.consumer.answers = () => ({ status: 502 });
    await send(world);
    // Five at a time, until five have failed.
    expect(world.consumer.heard).toHaveLength(5);
    expect((await look(world, ada, webhook.id)).restsUntil).not.toBeNull();
    await send(world);
    expect(world.consumer.heard).toHaveLength(5);
    world.clock.advance(90 * SECOND);
    await send(world);
    expect(world.consumer.heard).toHaveLength(6);
    world.consumer.answers = () => ({ status: 200 });
    world.clock.advance(5 * MINUTE);
    await send(world);
    expect(new Set(world.consumer.heard.slice(6).map(eventOf))).toEqual(new Set(ids));
    expect(await look(world, ada, webhook.id)).toMatchObject({ failingSince: null, restsUntil: null });
  });

  it('stops at once where the consumer says that it is gone, and comes later where it asks for that', async () => {
    const { webhook } = await aWebhook(world, ada);
    world.consumer.answers = () => ({ status: 429, headers: { 'retry-after': '600' } });
    await publish(world, ada);
    await send(world);
    const { restsUntil } = await look(world, ada, webhook.id);
    expect(restsUntil).toBe(new Date(world.clock.now().getTime() + 10 * MINUTE).toISOString());
    world.clock.advance(9 * MINUTE);
    await send(world);
    expect(world.consumer.heard).toHaveLength(1);
    world.consumer.answers = () => ({ status: 410 });
    world.clock.advance(MINUTE);
    await send(world);
    expect(await look(world, ada, webhook.id)).toMatchObject({ status: 'DISABLED', disabledReason: 'GONE' });
    aWhileLater(world);
    await send(world);
    expect(world.consumer.heard).toHaveLength(2);
    expect(await statuses(world, ada, webhook.id)).toEqual(['WAITING']);
  });

  it('goes where it leads and nowhere else: not after a redirect, and not into a network', async () => {
    const { webhook } = await aWebhook(world, ada);
    world.consumer.answers = ({ path }) => (path === '/hooks' ? { status: 307, headers: { location: '/elsewhere' } } : { status: 200 });
    await publish(world, ada);
    await send(world);
    expect(world.consumer.heard.map(({ path }) => path)).toEqual(['/hooks']);
    expect((await told(world, ada, webhook.id))[0]!.attempts).toMatchObject([
      { httpStatus: 307, fault: 'The consumer redirects, which is not followed.' },
    ]);
    const { port } = new URL(world.consumer.url);
    for (const [turn, host] of ['127.0.0.2', 'localhost', '[::ffff:127.0.0.1]'].entries()) {
      // As if its name had led elsewhere when it was looked at.
      await world.db.prisma.webhook.update({ where: { id: webhook.id }, data: { url: `http://${host}:${port}/hooks`, restsUntil: null } });
      aWhileLater(world);
      await send(world);
      expect((await told(world, ada, webhook.id))[0]).toMatchObject({
        attemptCount: turn + 2,
        attempts: expect.arrayContaining([expect.objectContaining({ number: turn + 2, httpStatus: null })]) as object[],
      });
    }
    expect(world.consumer.heard).toHaveLength(1);
  });

  it('is told again from a moment on, in its order and under the ids that it had', async () => {
    const { webhook } = await aWebhook(world, ada);
    await publishAll(world, ada, 2);
    await send(world);
    world.clock.advance(HOUR);
    const from = world.clock.now();
    const later = await publishAll(world, ada, 3);
    await send(world);
    const first = world.consumer.heard.filter((heard) => later.includes(eventOf(heard)));
    const before = world.consumer.heard.length;
    const again = succeeded(await replay(world, ada, webhook.id, from, 'r'));
    expect(again).toMatchObject({ count: 3, next: null });
    await send(world);
    const heard = world.consumer.heard.slice(before);
    expect(heard.map(({ headers }) => headers['webhook-id']).sort()).toEqual(first.map(({ headers }) => headers['webhook-id']).sort());
    // A repeat of the request is none of the replay.
    expect(succeeded(await replay(world, ada, webhook.id, from, 'r')).count).toBe(3);
    await send(world);
    expect(world.consumer.heard).toHaveLength(before + 3);
    expect((await replay(world, ada, webhook.id, new Date(from.getTime() - 31 * DAY))).__typename).toBe('InvalidInput');
    expect((await replay(world, await signUp(world), webhook.id, from)).__typename).toBe('NotFound');
  });

  it('can be a test, ten times a minute', async () => {
    const { webhook, secret } = await aWebhook(world, ada);
    const { delivery } = succeeded(await sendTest(world, ada, webhook.id));
    expect(delivery).toMatchObject({ topic: null, type: 'webhook.test', status: 'WAITING' });
    await send(world);
    expect(world.consumer.heard[0]).toMatchObject({ body: { type: 'webhook.test', data: { webhookId: webhook.id } } });
    expect(isSigned(secret, world.consumer.heard[0]!)).toBe(true);
    const more = await Promise.all(Array.from({ length: 12 }, () => sendTest(world, ada, webhook.id)));
    expect(more.filter(({ __typename }) => __typename === 'SendTestEventSuccess')).toHaveLength(9);
    expect(new Set(more.map(({ __typename }) => __typename))).toEqual(new Set(['SendTestEventSuccess', 'TooManyRequests']));
    succeeded(await update(world, ada, { id: webhook.id, isPaused: true }));
    world.clock.advance(2 * MINUTE);
    expect((await sendTest(world, ada, webhook.id)).__typename).toBe('NotAllowed');
    expect((await sendTest(world, await signUp(world), webhook.id)).__typename).toBe('NotFound');
  });

  it('waits while its person is suspended, or does not run the organisation, and goes with them', async () => {
    const admin = await signUpAs(world, 'admin');
    const bob = await signUp(world);
    const organizationId = await anOrganization(world, bob);
    await employ(world, bob, organizationId, ada, 'MANAGER');
    const { webhook } = await aWebhook(world, ada, { organizationId });
    await publish(world, ada, { organizationId });
    succeeded((await world.run(admin.viewer, SuspendUserDocument, { input: { userId: ada.id, reason: 'Spam.' } })).suspendUser);
    await send(world);
    expect(world.consumer.heard).toHaveLength(0);
    succeeded((await world.run(admin.viewer, ReinstateUserDocument, { input: { userId: ada.id } })).reinstateUser);
    await send(world);
    expect(world.consumer.heard).toHaveLength(1);
    const waiting = await publish(world, ada, { organizationId });
    succeeded(await setRole(world, bob, organizationId, ada, 'STAFF'));
    await publish(world, ada, { organizationId });
    await send(world);
    expect(world.consumer.heard).toHaveLength(1);
    succeeded(await setRole(world, bob, organizationId, ada, 'MANAGER'));
    await send(world);
    // What happened in between is none of theirs.
    expect(world.consumer.heard.slice(1).map(eventOf)).toEqual([waiting]);
    await publish(world, ada, { organizationId });
    await world.tell('user.erased', ada.id, { userId: ada.id, erasureId: randomUUID() } as never);
    await send(world);
    expect(world.consumer.heard).toHaveLength(2);
    expect(await world.db.prisma.webhookDelivery.count({ where: { webhookId: webhook.id } })).toBe(0);
  });

  it('is forgotten after 30 days', async () => {
    const { webhook } = await aWebhook(world, ada);
    await publish(world, ada);
    await send(world);
    world.clock.advance(29 * DAY);
    const kept = await publish(world, ada);
    world.clock.advance(DAY + MINUTE);
    await world.subgraph.runJob('forget-old-deliveries');
    await send(world);
    expect(await statuses(world, ada, webhook.id)).toEqual(['DELIVERED']);
    expect(eventOf(world.consumer.heard.at(-1)!)).toBe(kept);
  });

  it('is listed in pages, and by what became of it', async () => {
    const { webhook } = await aWebhook(world, ada);
    await publishAll(world, ada, 3);
    await send(world);
    await publish(world, ada);
    const all = (await look(world, ada, webhook.id)).deliveries;
    expect([all.totalCount, all.nodes.length]).toEqual([4, 4]);
    expect((await look(world, ada, webhook.id, 'DELIVERED')).deliveries).toMatchObject({ totalCount: 3 });
    expect((await look(world, ada, webhook.id, 'WAITING')).deliveries).toMatchObject({ totalCount: 1 });
    const before = world.subgraph.statements.count;
    await look(world, ada, webhook.id);
    const one = world.subgraph.statements.count - before;
    await publishAll(world, ada, 10);
    const again = world.subgraph.statements.count;
    await look(world, ada, webhook.id);
    expect(world.subgraph.statements.count - again).toBe(one);
  });
});
