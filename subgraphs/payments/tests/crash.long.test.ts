import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { aViewer } from '@marquee/platform/testing';
import type { Orders } from './fixtures/refunding.process';
import { startWorld, TICKET_SECRET, type World } from './world';

const BUYERS = 8;

describe('a process killed by SIGKILL while it refunds an event that was called off (P22)', () => {
  /** Eight paid orders of an event that was just called off. */
  async function calledOff(): Promise<World> {
    const world = await startWorld();
    const tier = await world.aTier();
    for (let n = 0; n < BUYERS; n++) await world.buy(aViewer(), tier.id);
    await world.tell('event.changed', tier.event.eventId, { ...tier.event, version: 2, status: 'CANCELLED' });
    return world;
  }

  const refunded = async (world: World) => (await world.sql(`SELECT 1 FROM orders WHERE status = 'REFUNDED'`)).length;
  const moved = async (world: World) => (await world.sql('SELECT 1 FROM sandbox_charges WHERE amount_minor < 0')).length;
  const noted = async (world: World) => (await world.sql(`SELECT 1 FROM refunds WHERE status = 'MADE'`)).length;

  it.each<[NonNullable<Orders['die']>['when'], { refunded: number; moved: number; noted: number }]>([
    ['settling an order', { refunded: 3, moved: 0, noted: 0 }],
    ['before the refund is made', { refunded: BUYERS, moved: 3, noted: 3 }],
    ['before the answer is noted', { refunded: BUYERS, moved: 4, noted: 3 }],
  ])(
    '%s: the next one goes on where it stopped, and nobody is refunded twice',
    async (when, left) => {
      const world = await calledOff();
      expect(await run(world, { at: 4, when })).toBe('SIGKILL');
      expect({ refunded: await refunded(world), moved: await moved(world), noted: await noted(world) }).toEqual(left);

      expect(await run(world)).toBe(0);
      expect({ refunded: await refunded(world), moved: await moved(world), noted: await noted(world) }).toEqual({
        refunded: BUYERS,
        moved: BUYERS,
        noted: BUYERS,
      });
      expect(await world.sql('SELECT SUM(amount_minor)::int AS kept FROM sandbox_charges')).toEqual([{ kept: 0 }]);
      expect(await world.sql(`SELECT 1 FROM outbox WHERE topic = 'order.refunded'`)).toHaveLength(BUYERS);
      expect(await world.health()).toMatchObject({ healthy: true });
    },
    60_000,
  );
});

/** Runs the process to its end; returns its exit code, or the signal that ended it. */
async function run(world: World, die?: Orders['die']): Promise<NodeJS.Signals | number> {
  const orders: Orders = { databaseUrl: world.databaseUrl, ticketSecret: TICKET_SECRET, now: world.clock.now().toISOString(), die };
  const script = join(__dirname, 'fixtures/refunding.process.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(orders)], { stdio: ['ignore', 'inherit', 'inherit'] });
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.signalCode ?? (child.exitCode as number);
}
