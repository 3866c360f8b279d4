import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterTests, describeWithOwnRedis } from '@marquee/platform/testing';
import { type Data, eventually } from './client';
import { runningServices } from './running-services';
import { Story } from './story';

const GUEST = 'query ($attendanceId: ID!) { attendance(id: $attendanceId) { id user { displayName } } }';
/** What a process that was killed had under way is taken again after a minute. */
const TAKEN_AGAIN_WITHIN_MS = 120_000;

interface Heard {
  id: string;
  guest: string;
}

describeWithOwnRedis('webhooks, in processes of their own', () => {
  test('a process that is killed while it sends loses nothing: what it had comes again, under the same id', async () => {
    const heard: Heard[] = [];
    /** Never answered: the process that waits for it is killed. */
    const held: ServerResponse[] = [];
    let holds = true;
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const { data } = JSON.parse(Buffer.concat(parts).toString()) as { data: Data };
        heard.push({ id: String(request.headers['webhook-id']), guest: data.attendance.user.displayName as string });
        if (holds) held.push(response);
        else response.writeHead(204).end();
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    afterTests(async () => {
      server.closeAllConnections();
      server.close();
    });
    const { world, services } = await runningServices({ WEBHOOKS_INSIDE: '127.0.0.1' });
    const story = new Story(world);
    const olga = await story.person('Olga', 0);
    const names = ['Ann', 'Ben', 'Cem', 'Dee'];
    const guests = [];
    for (const name of names) guests.push(await story.person(name, 1));
    const event = await story.draft(olga.app, { capacity: 10 });
    await story.publish(olga.app, await story.curator(0), event.id as string);
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const topics = [{ topic: 'ATTENDANCE_CHANGED', query: GUEST }];
    await olga.app.succeed('CreateWebhook', { name: 'Guests', url, scopes: ['ATTENDANCE_READ', 'PEOPLE_READ'], topics });
    for (const { app } of guests) {
      await eventually(
        () => story.page(app, event.id as string),
        (page) => page?.status === 'PUBLISHED',
        20_000,
        'the guest sees the event',
      );
    }
    for (const { app } of guests.slice(0, 2)) await app.succeed('Rsvp', { eventId: event.id, status: 'GOING' });
    await eventually(
      async () => new Set(heard.map(({ guest }) => guest)).size,
      (count) => count === 2,
      30_000,
      'two are under way',
    );
    const first = [...heard];
    holds = false;
    const back = services.crash('users');
    // What happens while nobody sends is told afterwards.
    for (const { app } of guests.slice(2)) await app.succeed('Rsvp', { eventId: event.id, status: 'GOING' });
    await back;
    await eventually(
      async () => heard.slice(first.length),
      (again) => names.every((name) => again.some(({ guest }) => guest === name)),
      TAKEN_AGAIN_WITHIN_MS,
      'all of them come',
    );
    const idsOf = (name: string) => new Set(heard.filter(({ guest }) => guest === name).map(({ id }) => id));
    expect(names.map((name) => idsOf(name).size)).toEqual([1, 1, 1, 1]);
    expect(held.length).toBeGreaterThanOrEqual(2);
    await story.end();
  }, 300_000);
});
