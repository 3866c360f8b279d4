import { takeStep, type Viewer } from '@marquee/platform';
import { aViewer, meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import type { Step } from '../src/context';
import type { Database } from '../src/db';
import { keep, type Kept } from '../src/kept';
import { renewPlan } from '../src/modules/plan/plan.store';
import { ProcessorFault } from '../src/ports/processor';
import { SandboxProcessor } from '../src/ports/sandbox/sandbox-processor';
import { altered } from './processors';
import { DAY, NO_TRIAL, plansIn } from './plans';
import { startWorld, type World } from './world';

const renewalsOf = async (world: World, { id }: Viewer): Promise<number> =>
  (await world.sql(`SELECT 1 FROM plan_invoices WHERE user_id = $1 AND kind = 'RENEWAL'`, [id])).length;
const chargesIn = async (world: World): Promise<number> => (await world.sql('SELECT 1 FROM sandbox_charges WHERE amount_minor > 0')).length;

describe('a plan that two processes renew at the same moment (P12)', () => {
  /** Each as if the lease by which jobs take turns were no help. Returns how many renewals that makes, and how many charges. */
  async function renewedTwice(options: (db: Database) => Database, prepare = '') {
    let basics!: Parameters<typeof keep>[0];
    const world = await startWorld({
      ...NO_TRIAL,
      processor: (given) => ((basics = given as typeof basics), new SandboxProcessor(given.db.pool, given.clock)),
    });
    if (prepare) await world.sql(prepare);
    const who = aViewer();
    const { id: invoiceId } = await plansIn(world).subscribe(who);
    world.clock.advance(31 * DAY);
    const kept: Kept = await keep({ ...basics, db: options(basics.db) });
    const [sub] = (await world.sql<{ id: string }>('SELECT subscription_id AS id FROM plan_invoices WHERE id = $1', [invoiceId])) as [
      { id: string },
    ];
    const renew = () => takeStep(kept, 'test', (step: Step) => renewPlan(step, { id: sub.id, userId: who.id }));
    await Promise.allSettled([renew(), renew()]);
    const open = await world.sql<{ id: string }>(`SELECT id FROM plan_invoices WHERE status = 'OPEN'`);
    const { plans } = await keep(basics);
    await Promise.all(open.flatMap(({ id }) => [plans.charge(id, 'test'), plans.charge(id, 'test')]));
    return { renewals: await renewalsOf(world, who), charges: (await chargesIn(world)) - 1, ...(await world.health()) };
  }

  it('is renewed once, and charged once', async () => {
    expect(await renewedTwice((db) => db)).toMatchObject({ renewals: 1, charges: 1, healthy: true });
  });

  // Both have read that nothing is open before either opens the next period.
  const meeting = () => {
    const meet = meetingOf(2);
    return (db: Database) => withoutLocks(watched(db, { after: (statement) => (statement === 'planInvoice.count' ? meet() : undefined) }));
  };

  it('control: without the lock, and the indexes behind it, it is renewed and charged twice', async () => {
    const unguarded = 'DROP INDEX plan_invoices_one_open; DROP INDEX plan_invoices_one_renewal';
    expect(await renewedTwice(meeting(), unguarded)).toMatchObject({ renewals: 2, charges: 2 });
  });

  it('without the lock alone the database still refuses the second', async () => {
    expect(await renewedTwice(meeting())).toMatchObject({ renewals: 1, charges: 1, healthy: true });
  });
});

describe('a plan about which several things happen at once', () => {
  it('is begun once, however often that is asked', async () => {
    const world = await startWorld(NO_TRIAL);
    const { save, start, billing } = plansIn(world);
    const who = aViewer();
    await save(who);
    await Promise.all(Array.from({ length: 8 }, () => start(who, 'PLUS')));
    expect(await billing(who)).toMatchObject({ plan: 'PLUS', invoices: { totalCount: 1 } });
    expect(await chargesIn(world)).toBe(1);
  });

  it('is tried once a person', async () => {
    const world = await startWorld();
    const { save, start } = plansIn(world);
    const who = aViewer();
    await save(who);
    await Promise.all(Array.from({ length: 8 }, () => start(who, 'PLUS')));
    expect(await world.sql('SELECT 1 FROM billing_subscriptions')).toHaveLength(1);
  });

  it('is changed, cancelled, given back and renewed, and always comes out even', async () => {
    const world = await startWorld(NO_TRIAL);
    const { subscribe, change, cancel, keep: keepGoing, refund, pass } = plansIn(world);
    for (let round = 0; round < 4; round++) {
      const who = aViewer();
      const { id: invoiceId } = await subscribe(who);
      world.clock.advance(31 * DAY);
      await Promise.all([
        world.subgraph.runJob('renew-plans').then(() => world.subgraph.runJob('charge-plans')),
        change(who, 'ORGANISER'),
        cancel(who),
        keepGoing(who),
        refund({ invoiceId, amountMinor: 100, reason: 'Sorry.' }),
        refund({ invoiceId, reason: 'All.' }),
        world.subgraph.runJob('charge-plans'),
      ]);
      await pass(0);
      await pass(0);
    }
    expect(await world.health()).toMatchObject({ healthy: true, breaks: [] });
  });

  it('is charged once where the answer of the processor was lost', async () => {
    let isLost = true;
    const world = await startWorld({
      ...NO_TRIAL,
      processor: ({ db, clock }) => {
        const sandbox = new SandboxProcessor(db.pool, clock);
        return altered(sandbox, {
          async chargeSaved(request) {
            const intent = await sandbox.chargeSaved(request);
            if (isLost) throw new ProcessorFault('the answer was lost');
            return intent;
          },
        });
      },
    });
    const { save, start, billing, pass } = plansIn(world);
    const who = aViewer();
    await save(who);
    expect(await start(who)).toMatchObject({ __typename: 'ProcessorUnavailable' });
    expect(await billing(who)).toMatchObject({ plan: 'FREE', invoices: { nodes: [{ status: 'OPEN' }] } });
    expect(await start(who)).toMatchObject({ reason: 'PAYMENT_UNDER_WAY' });
    isLost = false;
    await pass(1);
    expect(await billing(who)).toMatchObject({ plan: 'PLUS', invoices: { nodes: [{ status: 'PAID' }] } });
    expect(await chargesIn(world)).toBe(1);
    expect(await world.health()).toMatchObject({ healthy: true });
  });
});
