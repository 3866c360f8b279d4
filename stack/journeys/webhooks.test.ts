import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterTests } from '@marquee/platform/testing';
import { type App, type Data, eventually } from './client';
import { runningStack } from './running-stack';
import { Story } from './story';

// Who may hear what is up to the gateway and the subgraphs that own it: here with all of them.

interface Heard {
  headers: IncomingHttpHeaders;
  body: { type: string; data: Data; errors?: { message: string; code: string }[] };
}

let story: Story;
let url: string;
const heard: Heard[] = [];
let olga: { app: App; id: string };
let curator: App;

beforeAll(async () => {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      heard.push({ headers: request.headers, body: JSON.parse(Buffer.concat(parts).toString()) as Heard['body'] });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  afterTests(async () => void server.close());
  const { port } = server.address() as AddressInfo;
  url = `http://127.0.0.1:${port}/hooks`;
  const { world } = await runningStack({ WEBHOOKS_INSIDE: `127.0.0.1:${port}` });
  story = new Story(world);
  olga = await story.person('Olga', 0);
  curator = await story.curator(0);
});
afterAll(() => story.end());

const EVENT = 'query ($eventId: ID!) { event(id: $eventId) { id title status } }';
const GUEST = 'query ($attendanceId: ID!) { attendance(id: $attendanceId) { id status user { displayName } event { title } } }';
const OWN_GUEST = 'query ($attendanceId: ID!) { attendance(id: $attendanceId) { status notes } }';

const aWebhook = (app: App, topics: object[], scopes = ['EVENTS_READ', 'ATTENDANCE_READ', 'PEOPLE_READ']) =>
  app.succeed('CreateWebhook', { name: `Hook ${story.tag}`, url, scopes, topics });
const hears = (type: string, what: (data: Data) => boolean) =>
  eventually(
    async () => heard.find(({ body }) => body.type === type && what(body.data)),
    (found) => found !== undefined,
    20_000,
    type,
  );

test('an organiser hears of their event and its guests, and a guest of their own answer, each as they may see it', async () => {
  const mo = await story.person('Mo', 0);
  await aWebhook(olga.app, [
    { topic: 'EVENT_PUBLISHED', query: EVENT },
    { topic: 'EVENT_CANCELLED', query: EVENT },
    { topic: 'ATTENDANCE_CHANGED', query: GUEST },
  ]);
  const own = await aWebhook(mo.app, [{ topic: 'OWN_ATTENDANCE_CHANGED', query: OWN_GUEST }]);
  const event = await story.draft(olga.app, { capacity: 5 });
  await story.publish(olga.app, curator, event.id as string);
  await hears('event.published', (data) => data.event.id === event.id && data.event.status === 'PUBLISHED');
  await eventually(
    () => story.page(mo.app, event.id as string),
    (page) => page?.status === 'PUBLISHED',
    20_000,
    'the guest sees the event',
  );
  await mo.app.succeed('Rsvp', { eventId: event.id, status: 'GOING', notes: 'By the window' });
  await hears('attendance.changed', (data) => data.attendance.user.displayName === 'Mo' && data.attendance.status === 'GOING');
  await hears('own.attendance_changed', (data) => data.attendance.notes === 'By the window');
  const log = await eventually(
    () => mo.app.do('WebhookLog', { id: own.webhook.id }),
    (data) => data.webhook.deliveries.nodes[0]?.status === 'DELIVERED',
    10_000,
    'the delivery is in the log',
  );
  expect(log.webhook.deliveries.nodes).toMatchObject([{ type: 'own.attendance_changed', attempts: [{ number: 1, httpStatus: 204 }] }]);
});

test('a query is refused that the schema does not have, that goes beyond the scopes, that costs too much, or that no key may ask', async () => {
  const refused = async (query: string, scopes = ['EVENTS_READ']) => {
    const outcome = await olga.app.refused('CreateWebhook', { name: 'x', url, scopes, topics: [{ topic: 'EVENT_PUBLISHED', query }] });
    return outcome.fields[0] as { path: string; message: string };
  };
  expect(await refused('{ nonsense }')).toMatchObject({
    path: 'topics.0.query',
    message: expect.stringContaining('Cannot query field') as string,
  });
  expect((await refused('query ($eventId: ID!) { event(id: $eventId) { attendees { nodes { id } } } }')).message).toContain(
    'ATTENDANCE_READ',
  );
  expect((await refused('{ myApiKeys { nodes { id } } }', ['ACCOUNT_WRITE'])).message).toContain('no key reaches it');
  const much = 'attendees(first: 100) { nodes { event { attendees(first: 100) { nodes { id } } } } }';
  expect((await refused(`query ($eventId: ID!) { event(id: $eventId) { ${much} } }`, ['EVENTS_READ', 'ATTENDANCE_READ'])).message).toMatch(
    /cost|complex/i,
  );
});

test('what somebody may not see is not sent to them', async () => {
  const eve = await story.person('Eve', 0);
  const draft = await story.draft(olga.app, {});
  const tryOut = async ({ app }: { app: App }) =>
    (
      await app.do('TryWebhookQuery', {
        input: { scopes: ['EVENTS_READ'], topic: 'EVENT_CHANGED', query: EVENT, subject: { eventId: draft.id } },
      })
    ).webhookDryRun;
  expect(await tryOut(eve)).toEqual(expect.objectContaining({ wouldBeSent: false, body: null }));
  const mine = await tryOut(olga);
  expect(mine.wouldBeSent).toBe(true);
  expect(JSON.parse(mine.body as string)).toMatchObject({ type: 'event.changed', data: { event: { id: draft.id, status: 'DRAFT' } } });
});
