import { eventually } from '@marquee/platform/testing';
import { aConsumer, aWebhook, look, publish, QUERY, send, startHookWorld, type HookWorld } from './webhooks';
import { anEvent, signUp, tellEvent, type Person } from './world';

const HOUR = 3_600_000;

/** A consumer that keeps the newest title of each event, as it hears it, and knows again what it has had. */
class Program {
  readonly titles = new Map<string, string>();
  readonly history = new Map<string, string[]>();
  private readonly had = new Set<string>();

  hear(id: string, event: { id: string; title: string }): void {
    if (this.had.has(id)) return;
    this.had.add(id);
    this.titles.set(event.id, event.title);
    this.history.set(event.id, [...(this.history.get(event.id) ?? []), id]);
  }
}

/** Two days in which events of this person change every half hour, and half a day more in which nothing does. */
async function twoDays(world: HookWorld, ada: Person, isThere: (hour: number) => boolean): Promise<Program> {
  const program = new Program();
  const titles = new Map<string, string>();
  world.gateway.answers = ({ variables, isDry }) => ({
    data: isDry ? null : { event: { id: variables['eventId'], title: titles.get(variables['eventId']!) } },
  });
  let hour = 0;
  world.consumer.answers = ({ headers, body }) => {
    if (!isThere(hour)) return { status: 503 };
    program.hear(headers['webhook-id'] as string, body.data['event'] as { id: string; title: string });
    return { status: 204 };
  };
  await aWebhook(world, ada, {
    topics: (['EVENT_PUBLISHED', 'EVENT_CHANGED', 'EVENT_CANCELLED'] as const).map((topic) => ({ topic, query: QUERY })),
  });
  const events = Array.from({ length: 6 }, (_, n) =>
    anEvent({ creatorId: ada.id, eventId: `00000000-0000-4000-8000-00000000000${n}`, version: 0 }),
  );
  for (; hour < 60; hour += 0.5) {
    if (hour < 48) {
      const event = events[(hour * 2) % events.length]!;
      const title = `Jazz at ${hour}`;
      titles.set(event.eventId, title);
      await tellEvent(world, Object.assign(event, { version: event.version + 1, title, change: event.version ? 'UPDATED' : 'PUBLISHED' }));
    }
    await send(world);
    world.clock.advance(HOUR / 2);
  }
  return program;
}

it('a consumer that was away for 48 hours ends like one that was there', async () => {
  const [world, other] = [await startHookWorld(), await startHookWorld()];
  const there = await twoDays(world, await signUp(world), () => true);
  const away = await twoDays(other, await signUp(other), (hour) => hour >= 48);
  expect(there.titles.size).toBe(6);
  expect(away.titles).toEqual(there.titles);
  // Each of its deliveries came, once, and in the order in which it happened.
  expect([...away.history.values()].map((ids) => ids.length)).toEqual([...there.history.values()].map((ids) => ids.length));
  const { rows } = await other.db.pool.query<{ id: string; event: string }>(
    `SELECT id::text, variables->>'eventId' AS event FROM webhook_deliveries ORDER BY sequence`,
  );
  for (const [event, ids] of away.history) expect(ids).toEqual(rows.filter((row) => row.event === event).map(({ id }) => id));
  const { rows: open } = await other.db.pool.query(`SELECT FROM webhook_deliveries WHERE status <> 'DELIVERED'`);
  expect(open).toEqual([]);
}, 240_000);

it('a consumer that never answers is given up after ten seconds, and holds up nobody else', async () => {
  const slow = await aConsumer();
  slow.answers = () => null;
  const world = await startHookWorld({ settings: { WEBHOOKS_INSIDE: '127.0.0.1' } });
  const [ada, bob] = [await signUp(world), await signUp(world)];
  const { webhook } = await aWebhook(world, ada, { url: slow.url });
  await aWebhook(world, bob);
  await publish(world, ada);
  let isOver = false;
  const turn = send(world).then(() => (isOver = true));
  await eventually(() => expect(slow.heard).toHaveLength(1));
  for (let count = 1; count <= 3; count++) {
    await publish(world, bob);
    await eventually(() => expect(world.consumer.heard).toHaveLength(count));
  }
  expect(isOver).toBe(false);
  await turn;
  const [delivery] = (await look(world, ada, webhook.id)).deliveries.nodes;
  expect(delivery).toMatchObject({ status: 'WAITING', attempts: [{ httpStatus: null, fault: 'No whole answer came within 10 seconds.' }] });
});
