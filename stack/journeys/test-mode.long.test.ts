import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { TEST_KEY_HEADER } from '@marquee/gateway';
import { afterTests } from '@marquee/platform/testing';
import { parse } from 'graphql';
import { type App, type Data, eventually } from './client';
import { runningStack } from './running-stack';
import { Story } from './story';

const DAY = 86_400_000;
/** Some hundred jobs at each step of the way. */
const ARRIVES_WITHIN_MS = 240_000;
const SCOPES = ['ACCOUNT_READ', 'ACCOUNT_WRITE', 'EVENTS_READ', 'EVENTS_WRITE', 'ATTENDANCE_WRITE', 'PEOPLE_READ'];
const DEVELOPER = { emailOrUsername: 'developer@demo.test', password: 'marquee-demo' };

/** A world of a developer's own behind the public gateway, with a clock to move (A21). */
describe('test mode: a world of a developer’s own, with a clock to move (A21)', { timeout: 2 * ARRIVES_WITHIN_MS }, () => {
  let running: Awaited<ReturnType<typeof runningStack>>;
  /** Outside, and in the world. */
  let outside: Story;
  let inside: Story;
  let developer: { app: App; id: string };
  let key: { id: string; secret: string };
  let program: App;
  let hookPort: number;
  const heard: Data[] = [];
  let organisers = 0;

  beforeAll(async () => {
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        heard.push(JSON.parse(Buffer.concat(parts).toString()));
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    afterTests(async () => void server.close());
    hookPort = (server.address() as AddressInfo).port;
    // A machine may be busy: that an answer takes long is not what is looked at here.
    const sessions = { lastsWithinMs: 60_000 };
    const patient = { rates: null, maxLoopLagMs: 0, callTimeoutMs: 60_000, operationTimeoutMs: 120_000, sessions };
    running = await runningStack({ WEBHOOKS_INSIDE: `127.0.0.1:${hookPort}` }, { gateway: patient });
    // No database of a world stays behind, whatever fails.
    afterTests(() => running.stack.testMode!.tidy(new Date(Date.now() + 900 * DAY)));
    outside = new Story(running.world);
    developer = await outside.person('Dev', 0);
    key = await aKey(developer.app);
    inside = new Story({ ...running.world, headers: { [TEST_KEY_HEADER]: key.secret } });
    program = outside.visitor();
    program.accessToken = key.secret;
    await isMade();
  }, ARRIVES_WITHIN_MS);
  afterAll(() => Promise.all([outside.end(), inside.end()]));

  async function aKey(app: App, scopes = SCOPES): Promise<{ id: string; secret: string }> {
    const { apiKey, secret } = await app.succeed('CreateApiKey', { name: 'Tests', scopes, testMode: true });
    expect([apiKey.testMode, (secret as string).slice(0, 4)]).toEqual([true, 'mqt_']);
    return { id: apiKey.id as string, secret: secret as string };
  }
  const isMade = () =>
    eventually(
      () => program.ask('TestClock').catch(() => null),
      (answer) => answer?.data?.testClock != null,
      ARRIVES_WITHIN_MS,
      'the world is made',
    );
  const now = async (): Promise<Date> => new Date((await program.do('TestClock')).testClock.now as string);
  async function advance(ms: number): Promise<void> {
    const to = new Date((await now()).getTime() + ms);
    await program.succeed('AdvanceTestClock', { to: to.toISOString() });
    await eventually(
      () => program.do('TestClock'),
      ({ testClock }) => testClock.advancingTo === null && new Date(testClock.now as string) >= to,
      ARRIVES_WITHIN_MS,
      'the clock has arrived',
    );
  }
  const titleOf = async (app: App, id: string): Promise<string | null> =>
    ((await app.do(parse(`{ event(id: "${id}") { title } }`))) as Data).event?.title ?? null;
  const signedIn = async (signIn: object): Promise<App> => {
    const app = inside.visitor();
    app.accessToken = (await app.succeed('Login', { ...signIn })).session.accessToken as string;
    return app;
  };
  const password = (name: string) => ({
    emailOrUsername: `${name.toLowerCase()}_${inside.tag}`,
    password: `lantern-${inside.tag}-${name}`,
  });
  const eventOf = async (details: object = {}) => {
    const organiser = await inside.person(`Olga${++organisers}`, 0);
    const draft = await inside.draft(organiser.app, {
      startsAt: new Date((await now()).getTime() + 10 * DAY).toISOString(),
      endsAt: new Date((await now()).getTime() + 10 * DAY + 7_200_000).toISOString(),
      ...details,
    });
    await inside.publish(organiser.app, await inside.curator(0), draft.id as string);
    return { organiser: organiser.app, id: draft.id as string };
  };

  test('a key acts for the developer in a world with data of its own, within its scopes; nothing of it is outside', async () => {
    const read = parse(`{ user(id: "${developer.id}") { username } searchEvents(query: "", first: 1) { totalCount } }`);
    const there = await program.do(read);
    expect(there.user.username).toBe('developer');
    expect(there.searchEvents.totalCount).toBeGreaterThan(0);
    expect((await developer.app.do(read)).searchEvents.totalCount).toBe(0);
    await expect(program.do(parse('{ chatRooms { totalCount } }'))).rejects.toThrow('CHAT_READ');
    const draft = await inside.draft(program);
    expect(await titleOf(developer.app, draft.id as string)).toBeNull();
    expect(await titleOf(program, draft.id as string)).toBe(draft.title);
  });

  test('the clock: a hold runs out, a guest is reminded, tokens are too old, and no mail is outside', async () => {
    const { organiser, id } = await eventOf();
    const { tier } = await organiser.succeed('CreateTicketTier', {
      eventId: id,
      name: 'Seat',
      price: { amountMinor: 500, currency: 'CAD' },
      quantity: 5,
    });
    const guest = await inside.person('Gus', 0);
    await eventually(
      () => inside.page(guest.app, id),
      (page) => page?.status === 'PUBLISHED',
      60_000,
      'published',
    );
    await guest.app.succeed('Rsvp', { eventId: id, status: 'INTERESTED' });
    const { order } = await eventually(
      () => guest.app.do('Checkout', { input: { items: [{ tierId: tier.id, quantity: 1 }] } }),
      ({ checkout }) => checkout.__typename === 'CheckoutSuccess',
      60_000,
      'tickets are sold',
    ).then(({ checkout }) => checkout as Data);
    expect(order.status).toBe('AWAITING_PAYMENT');
    await advance(3_600_000);
    await expect(guest.app.do('Me')).rejects.toThrow('expired');
    const again = await signedIn(password('Gus'));
    const { me } = await again.do('MyOrders');
    expect(me.user.orders.nodes).toMatchObject([{ id: order.id, status: 'EXPIRED' }]);
    const free = await eventOf({ capacity: 6 });
    const { app: goer } = await inside.person('Gil', 0);
    await eventually(
      () => inside.page(goer, free.id),
      (page) => page?.status === 'PUBLISHED',
      60_000,
      'published',
    );
    await goer.succeed('Rsvp', { eventId: free.id, status: 'GOING' });
    // Half a day before it begins.
    await advance(9.5 * DAY);
    const later = await signedIn(password('Gil'));
    const { notifications } = await later.do('Notifications', { first: 20 });
    expect(notifications.nodes.filter(({ type }: Data) => type === 'EVENT_REMINDER')).toMatchObject([{ target: { id: free.id } }]);
    const mails = (token?: string) =>
      fetch(new URL('/dev/mail', running.world.endpoints[0]), token ? { headers: { authorization: `Bearer ${token}` } } : {}).then((page) =>
        page.text(),
      );
    expect(await mails(key.secret)).toContain(`gus_${inside.tag}@story.test`);
    expect(await mails()).not.toContain(inside.tag);
  });

  test('of two who move the clock at once one does; it is moved forward alone, and not too far', async () => {
    const at = await now();
    const to = new Date(at.getTime() + 60_000).toISOString();
    const outcomes = await Promise.all([1, 2].map(() => program.do('AdvanceTestClock', { input: { to } })));
    const [one, other] = outcomes.map(({ advanceTestClock }) => advanceTestClock.__typename as string).sort();
    // One that comes when the clock has arrived wants what is not later any more.
    expect([one, ['Conflict', 'InvalidInput'].includes(other!)]).toEqual(['AdvanceTestClockSuccess', true]);
    await eventually(
      () => program.do('TestClock'),
      ({ testClock }) => testClock.advancingTo === null,
      ARRIVES_WITHIN_MS,
      'arrived',
    );
    expect((await program.refused('AdvanceTestClock', { to: at.toISOString() })).message).toContain('must be later');
    expect((await program.refused('AdvanceTestClock', { to: new Date(at.getTime() + 402 * DAY).toISOString() })).message).toContain(
      '400 days',
    );
  });

  test('a repeat with the same key moves the clock once', async () => {
    const to = new Date((await now()).getTime() + 60_000).toISOString();
    const input = { to, idempotencyKey: `advance-${inside.tag}` };
    await program.succeed('AdvanceTestClock', input);
    await eventually(
      () => program.do('TestClock'),
      ({ testClock }) => testClock.advancingTo === null,
      ARRIVES_WITHIN_MS,
      'arrived',
    );
    expect((await program.succeed('AdvanceTestClock', input)).testClock.advancingTo).toBeNull();
  });

  test('webhooks of test mode say so', async () => {
    const app = await signedIn(DEVELOPER);
    await app.succeed('CreateWebhook', {
      ...{ name: 'Hook', url: `http://127.0.0.1:${hookPort}/hooks`, scopes: ['ATTENDANCE_READ', 'EVENTS_READ'] },
      topics: [{ topic: 'OWN_ATTENDANCE_CHANGED', query: 'query ($attendanceId: ID!) { attendance(id: $attendanceId) { status } }' }],
    });
    const { id } = await eventOf({ capacity: 5 });
    await eventually(
      () => inside.page(app, id),
      (page) => page?.status === 'PUBLISHED',
      60_000,
      'published',
    );
    await app.succeed('Rsvp', { eventId: id, status: 'GOING' });
    const told = await eventually(async () => heard.find(({ type }) => type === 'own.attendance_changed') as Data, Boolean, 60_000, 'told');
    expect(told).toMatchObject({ testMode: true, data: { attendance: { status: 'GOING' } } });
  });

  test('live, on sockets by key and by a person of the world; the end of the key closes them', async () => {
    const other = await aKey(developer.app);
    const watcher = outside.visitor();
    watcher.accessToken = other.secret;
    const { organiser, id } = await eventOf({ capacity: 7, tags: ['live'] });
    await eventually(
      () => titleOf(program, id),
      (title) => title !== null,
      60_000,
      'published',
    );
    const [byKey, byPerson] = [watcher.live('AttendanceChanged', { eventId: id }), organiser.live('AttendanceChanged', { eventId: id })];
    const guest = await inside.person('Gwen', 0);
    let goes = false;
    // Until both listen, nobody hears it.
    await eventually(
      async () => {
        goes = !goes;
        await guest.app.succeed('Rsvp', { eventId: id, status: goes ? 'GOING' : 'INTERESTED' });
        return [byKey, byPerson].map(({ waiting }) => waiting.some(({ attendanceChanged }) => attendanceChanged.event.id === id));
      },
      (both) => both.every(Boolean),
      ARRIVES_WITHIN_MS,
      'both hear of it',
    );
    byPerson.stop();
    await developer.app.succeed('RevokeApiKey', { id: other.id });
    await expect(watcher.do('TestClock')).rejects.toThrow('not good');
    await eventually(
      () =>
        byKey.next().then(
          () => null,
          (error: Error) => error,
        ),
      (error) => error !== null,
      60_000,
      'the stream has ended',
    );
  });

  test('no key of test mode is made in it, and none that is made up leads there', async () => {
    const app = await signedIn(DEVELOPER);
    expect((await app.refused('CreateApiKey', { name: 'x', scopes: ['EVENTS_READ'], testMode: true })).__typename).toBe('NotAllowed');
    const wrong = `${key.secret.slice(0, -1)}${key.secret.endsWith('0') ? '1' : '0'}`;
    const ask = (headers: Record<string, string>) =>
      fetch(running.world.endpoints[0], {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: '{"query":"{ __typename }"}',
      });
    expect((await ask({ authorization: `Bearer ${wrong}` })).status).toBe(401);
    expect((await ask({ [TEST_KEY_HEADER]: developer.app.accessToken! })).status).toBe(401);
    expect((await ask({ [TEST_KEY_HEADER]: key.secret })).status).toBe(200);
    // Nobody of outside is anybody there.
    expect((await ask({ [TEST_KEY_HEADER]: key.secret, authorization: `Bearer ${developer.app.accessToken}` })).status).toBe(401);
  });

  test('it begins anew when its developer says so, and goes when they have no key any more', async () => {
    const folder = join(running.dataDirectory, 'test', developer.id);
    const draft = await inside.draft(program);
    await program.succeed('ResetTestMode', {});
    await isMade();
    expect(await titleOf(program, draft.id as string)).toBeNull();
    expect(Math.abs((await now()).getTime() - Date.now())).toBeLessThan(60_000);
    expect(existsSync(folder)).toBe(true);
    await running.stack.testMode!.tidy();
    expect(existsSync(folder)).toBe(true);
    await developer.app.succeed('RevokeApiKey', { id: key.id });
    await running.stack.testMode!.tidy(new Date(Date.now() + 29 * DAY));
    expect(existsSync(folder)).toBe(true);
    await running.stack.testMode!.tidy(new Date(Date.now() + 31 * DAY));
    expect(existsSync(folder)).toBe(false);
  });
});
