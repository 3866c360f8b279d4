import { aViewer } from '@marquee/platform/testing';
import { ProcessorFault, type Processor } from '../src/ports/processor';
import { SandboxProcessor } from '../src/ports/sandbox/sandbox-processor';
import { FailedRefundsDocument, RefundsDocument, RetryRefundDocument } from './generated/documents';
import { altered } from './processors';
import { admin, outcome, startWorld, type World } from './world';

const HOUR = 3_600_000;

/** A processor that refuses refunds for as long as a test wants. */
async function refusing(): Promise<{ world: World; asked: () => number; relent: () => void }> {
  let refuses = true;
  let count = 0;
  const world = await startWorld({
    processor: ({ db, clock }): Processor => {
      const sandbox = new SandboxProcessor(db.pool, clock);
      return altered(sandbox, {
        async refund(request) {
          count++;
          if (refuses) throw new ProcessorFault('the account is frozen');
          return sandbox.refund(request);
        },
      });
    },
  });
  return { world, asked: () => count, relent: () => (refuses = false) };
}

describe('a refund that the processor refuses (payments F11)', () => {
  it('is tried less and less often, then put before a person, who has it tried again', async () => {
    const { world, asked, relent } = await refusing();
    const buyer = aViewer();
    const order = await world.buy(buyer, (await world.aTier()).id);
    expect(await world.refund(buyer, { orderId: order.id })).toMatchObject({ refund: { status: 'PROMISED' } });
    const turn = async (afterMs: number) => {
      world.clock.advance(afterMs);
      await world.subgraph.runJob('make-refunds');
      return asked();
    };
    expect([await turn(0), await turn(1_999), await turn(1), await turn(2_000), await turn(2_000)]).toEqual([1, 1, 2, 2, 3]);
    for (let hours = 0; hours < 71; hours++) await turn(HOUR);
    expect(await world.health()).toMatchObject({ healthy: true });
    await turn(HOUR);

    expect((await world.run(buyer, RefundsDocument, { id: order.id })).order!.refunds).toMatchObject([{ status: 'FAILED' }]);
    const before = asked();
    expect(await turn(24 * HOUR)).toBe(before);
    const { healthy, breaks } = await world.health();
    expect(healthy).toBe(false);
    expect(breaks).toEqual([expect.objectContaining({ kind: 'REFUND_FAILED', message: expect.stringContaining('frozen') })]);
    const { nodes, totalCount } = (await world.run(admin, FailedRefundsDocument, {})).failedRefunds;
    expect([totalCount, nodes]).toEqual([
      1,
      [expect.objectContaining({ status: 'FAILED', lastError: 'the account is frozen', attempts: before, order: { id: order.id } })],
    ]);

    relent();
    const retry = async () => outcome((await world.run(admin, RetryRefundDocument, { input: { refundId: nodes[0]!.id } })).retryRefund);
    expect((await retry()).refund).toMatchObject({ status: 'MADE' });
    expect(await retry()).toMatchObject({ __typename: 'Conflict' });
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('is listed, and tried again, for admins only; buyers do not read what the processor says', async () => {
    const { world } = await refusing();
    const buyer = aViewer();
    const order = await world.buy(buyer, (await world.aTier()).id);
    await world.refund(buyer, { orderId: order.id });
    const own = await world.run(buyer, 'query($id: ID!) { order(id: $id) { refunds { id lastError attempts } } }', { id: order.id });
    expect(own.order.refunds).toEqual([{ id: expect.any(String), lastError: null, attempts: null }]);
    for (const [viewer, code] of [
      [null, 'UNAUTHENTICATED'],
      [buyer, 'FORBIDDEN'],
      [aViewer({ role: 'moderator' }), 'FORBIDDEN'],
    ] as const) {
      for (const query of [
        '{ failedRefunds { totalCount } }',
        `mutation { retryRefund(input: { refundId: "${own.order.refunds[0].id}" }) { __typename } }`,
      ])
        expect((await world.execute(viewer, query)).errors![0]!.extensions!.code).toBe(code);
    }
    expect(outcome((await world.run(admin, RetryRefundDocument, { input: { refundId: order.id } })).retryRefund)).toMatchObject({
      __typename: 'NotFound',
    });
  });
});
