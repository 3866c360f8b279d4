import { aViewer, meetingOf } from '@marquee/platform/testing';
import { ProcessorFault, type Intent, type Processor } from '../src/ports/processor';
import { SandboxProcessor } from '../src/ports/sandbox/sandbox-processor';
import { altered } from './processors';
import { OrderDocument } from './generated/documents';
import { startWorld, type World } from './world';

const charges = (world: World, paymentId: string) =>
  world.sql('SELECT c.* FROM sandbox_charges c JOIN payments p ON p.processor_ref = c.intent_id WHERE p.id = $1 AND c.amount_minor > 0', [
    paymentId,
  ]);
const paidFacts = (world: World, orderId: string) => world.sql(`SELECT 1 FROM outbox WHERE topic = 'order.paid' AND key = $1`, [orderId]);

async function anOrder(world: World) {
  const tier = await world.aTier();
  const buyer = aViewer();
  const { order, payment } = await world.checkout(buyer, [{ tierId: tier.id, quantity: 2 }]);
  return { buyer, order, payment: payment! };
}

/** A processor that may not heed keys: each confirmation it takes for new is a charge. Two confirmations meet before either is answered. */
class SimpleProcessor implements Processor {
  readonly name = 'simple';
  readonly takesMoney = false;
  readonly clientKey = null;
  readonly charged: string[] = [];
  private readonly meet = meetingOf(2);

  constructor(private readonly heedsKeys: boolean) {}

  createIntent = ({ key }: { key: string }): Promise<Intent> =>
    Promise.resolve({ ref: key, clientSecret: 'secret', state: { status: 'REQUIRES_METHOD' } });

  async confirm({ ref, key }: { ref: string; key: string }): Promise<Intent> {
    await this.meet();
    if (!this.heedsKeys || !this.charged.includes(key)) this.charged.push(key);
    return { ref, clientSecret: 'secret', state: { status: 'SUCCEEDED', feeMinor: 10n } };
  }

  completeAction = () => Promise.reject(new ProcessorFault('not here'));
  retrieve = () => Promise.reject(new ProcessorFault('not here'));
  refund = ({ key }: { key: string }) => Promise.resolve({ ref: key, feeReturnedMinor: 0n });
  retrieveRefund = () => Promise.reject(new ProcessorFault('not here'));

  openPayee = () => Promise.reject(new Error('nobody is paid here'));
  onboardingUrl = () => Promise.reject(new Error('nobody is paid here'));
  retrievePayee = () => Promise.reject(new Error('nobody is paid here'));
  transfer = () => Promise.reject(new Error('nobody is paid here'));
  disputesSince = () => Promise.resolve([]);
  retrieveDispute = () => Promise.reject(new ProcessorFault('not here'));
  submitEvidence = () => Promise.reject(new ProcessorFault('not here'));
  findTransfer = () => Promise.reject(new Error('nobody is paid here'));
  cancelIntent = () => Promise.reject(new ProcessorFault('not here'));
  saveMethod = () => Promise.reject(new ProcessorFault('not here'));
  completeSaving = () => Promise.reject(new ProcessorFault('not here'));
  chargeSaved = () => Promise.reject(new ProcessorFault('not here'));
  forgetCustomer = () => Promise.reject(new ProcessorFault('not here'));
}

describe('paying twice at once', () => {
  it('charges once, and both answers tell of the paid order', async () => {
    const world = await startWorld();
    const { buyer, order, payment } = await anOrder(world);
    const answers = await Promise.all(Array.from({ length: 20 }, () => world.confirm(buyer, payment.id)));
    for (const answer of answers)
      expect(answer).toMatchObject({ __typename: 'ConfirmPaymentSuccess', order: { id: order.id, status: 'PAID' } });
    expect(await charges(world, payment.id)).toHaveLength(1);
    expect(await paidFacts(world, order.id)).toHaveLength(1);
    expect(await world.sql('SELECT 1 FROM tickets WHERE order_id = $1', [order.id])).toHaveLength(2);
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('asks with one key, so that the processor sees one charge', async () => {
    const processor = new SimpleProcessor(true);
    const world = await startWorld({ processor: () => processor });
    const { buyer, payment } = await anOrder(world);
    await Promise.all([world.confirm(buyer, payment.id), world.confirm(buyer, payment.id)]);
    expect(processor.charged).toHaveLength(1);
  });

  it('control: a processor that heeds no keys charges twice', async () => {
    const processor = new SimpleProcessor(false);
    const world = await startWorld({ processor: () => processor });
    const { buyer, payment } = await anOrder(world);
    await Promise.all([world.confirm(buyer, payment.id), world.confirm(buyer, payment.id)]);
    expect(processor.charged).toHaveLength(2);
  });
});

describe('a processor whose answers get lost', () => {
  /** Does its work, and then loses the answer, the first time for each kind of call. */
  const losingAnswers = (sandbox: Processor): Processor => {
    const lost = new Set<string>();
    const loseFirst =
      <Args extends unknown[], T>(kind: string, call: (...args: Args) => Promise<T>) =>
      async (...args: Args): Promise<T> => {
        const answer = await call(...args);
        if (lost.has(kind)) return answer;
        lost.add(kind);
        throw new ProcessorFault('the answer was lost');
      };
    return altered(sandbox, {
      createIntent: loseFirst('createIntent', (request) => sandbox.createIntent(request)),
      confirm: loseFirst('confirm', (request) => sandbox.confirm(request)),
      refund: loseFirst('refund', (request) => sandbox.refund(request)),
    });
  };
  const start = () => startWorld({ processor: ({ db, clock }) => losingAnswers(new SandboxProcessor(db.pool, clock)) });

  it('is asked again with the same keys: one intent, one charge, one refund', async () => {
    const world = await start();
    const tier = await world.aTier();
    const buyer = aViewer();
    const checkout = () => world.checkout(buyer, [{ tierId: tier.id, quantity: 1 }], 'k');
    expect(await checkout()).toMatchObject({ __typename: 'ProcessorUnavailable', retryable: true, nextStep: 'REPEAT' });
    const { order, payment } = await checkout();
    expect(await world.confirm(buyer, payment!.id, 'pm_card_visa', 'c')).toMatchObject({ __typename: 'ProcessorUnavailable' });
    expect((await world.confirm(buyer, payment!.id, 'pm_card_visa', 'c')).order.status).toBe('PAID');
    expect((await world.refund(buyer, { orderId: order.id })).refund!.status).toBe('PROMISED');
    world.clock.advance(2_000);
    await world.subgraph.runJob('make-refunds');

    expect(await world.sql('SELECT 1 FROM sandbox_intents')).toHaveLength(1);
    expect(await world.sql('SELECT amount_minor FROM sandbox_charges ORDER BY amount_minor')).toEqual([
      { amount_minor: '-2500' },
      { amount_minor: '2500' },
    ]);
    expect(await world.sql('SELECT status FROM refunds')).toEqual([{ status: 'MADE' }]);
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('is asked by the job when the buyer never comes back', async () => {
    const world = await start();
    const tier = await world.aTier();
    const buyer = aViewer();
    await world.checkout(buyer, [{ tierId: tier.id, quantity: 1 }], 'k');
    const { order, payment } = await world.checkout(buyer, [{ tierId: tier.id, quantity: 1 }], 'k');
    await world.confirm(buyer, payment!.id);
    world.clock.advance(30_000);
    await world.subgraph.runJob('carry-on-payments');
    expect((await world.run(buyer, OrderDocument, { id: order.id })).order).toMatchObject({
      status: 'PAID',
      tickets: [{ code: expect.any(String) }],
    });
    expect(await charges(world, payment!.id)).toHaveLength(1);
  });
});
