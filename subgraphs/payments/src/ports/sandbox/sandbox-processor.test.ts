import { randomUUID } from 'node:crypto';
import { FixedClock } from '@marquee/platform';
import { afterTests, freshDatabase } from '@marquee/platform/testing';
import { Pool } from 'pg';
import { ProcessorFault, UNKNOWN_METHOD, type Intent } from '../processor';
import { SandboxProcessor } from './sandbox-processor';

describe('the sandbox processor', () => {
  const clock = new FixedClock(new Date('2026-11-21T12:00:00Z'));
  let pool: Pool;
  let sandbox: SandboxProcessor;
  beforeAll(async () => {
    const { url } = await freshDatabase('payments');
    pool = new Pool({ connectionString: url, max: 5 });
    afterTests(() => pool.end());
    sandbox = new SandboxProcessor(pool, clock);
  });

  const intent = () => sandbox.createIntent({ amountMinor: 10_000n, currency: 'CAD', orderId: randomUUID(), key: randomUUID() });
  const confirm = ({ ref }: Intent, method: string, key: string = randomUUID()) => sandbox.confirm({ ref, method, key });
  const moved = async ({ ref }: Intent) =>
    (await pool.query('SELECT amount_minor, fee_minor FROM sandbox_charges WHERE intent_id = $1 ORDER BY amount_minor', [ref])).rows.map(
      (row) => [Number(row.amount_minor), Number(row.fee_minor)],
    );

  it('charges a good card once, with a fee of 2.9 % and 30, however often and under however many keys it is asked', async () => {
    const payment = await intent();
    const key = randomUUID();
    const answers = await Promise.all([key, key, key, randomUUID(), randomUUID()].map((each) => confirm(payment, 'pm_card_visa', each)));
    for (const { state } of answers) expect(state).toEqual({ status: 'SUCCEEDED', feeMinor: 320n });
    expect(await moved(payment)).toEqual([[10_000, 320]]);
  });

  it('returns its first answer to a known key, and refuses the key with other parameters', async () => {
    const key = randomUUID();
    const request = { amountMinor: 500n, currency: 'CAD', orderId: randomUUID(), key };
    expect(await sandbox.createIntent(request)).toEqual(await sandbox.createIntent(request));
    await expect(sandbox.createIntent({ ...request, amountMinor: 501n })).rejects.toThrow(ProcessorFault);
    const payment = await intent();
    await confirm(payment, 'pm_card_declined', key);
    await confirm(payment, 'pm_card_visa');
    expect((await confirm(payment, 'pm_card_declined', key)).state).toMatchObject({ status: 'DECLINED', code: 'card_declined' });
  });

  it.each([
    ['pm_card_declined', 'card_declined'],
    ['pm_card_insufficient_funds', 'insufficient_funds'],
    ['pm_made_up', UNKNOWN_METHOD],
    ['constructor', UNKNOWN_METHOD],
  ])('declines %s and moves no money', async (method, code) => {
    const payment = await intent();
    expect((await confirm(payment, method)).state).toMatchObject({ status: 'DECLINED', code });
    expect(await moved(payment)).toEqual([]);
  });

  it('wants a step at the bank for pm_card_3ds, and goes by its outcome', async () => {
    const [good, bad] = [await intent(), await intent()];
    expect((await confirm(good, 'pm_card_3ds')).state).toEqual({ status: 'REQUIRES_ACTION', actionUrl: null });
    expect((await sandbox.completeAction({ ref: good.ref, proof: 'approve', key: randomUUID() })).state.status).toBe('SUCCEEDED');
    await confirm(bad, 'pm_card_3ds');
    expect((await sandbox.completeAction({ ref: bad.ref, proof: 'no', key: randomUUID() })).state).toMatchObject({
      status: 'DECLINED',
      code: 'authentication_failed',
    });
  });

  it('lets pm_card_delayed take five seconds', async () => {
    const payment = await intent();
    expect((await confirm(payment, 'pm_card_delayed')).state.status).toBe('PROCESSING');
    clock.advance(4_999);
    expect((await sandbox.retrieve(payment.ref)).state.status).toBe('PROCESSING');
    clock.advance(1);
    const answers = await Promise.all([1, 2, 3].map(() => sandbox.retrieve(payment.ref)));
    for (const { state } of answers) expect(state.status).toBe('SUCCEEDED');
    expect(await moved(payment)).toHaveLength(1);
  });

  it('gives money back with its fee in proportion, never more than it took', async () => {
    const payment = await intent();
    await confirm(payment, 'pm_card_visa');
    const refund = (amountMinor: bigint, key: string = randomUUID()) => sandbox.refund({ ref: payment.ref, amountMinor, key });
    const key = randomUUID();
    expect(await refund(2_500n, key)).toEqual(await refund(2_500n, key));
    await expect(refund(7_501n)).rejects.toThrow(ProcessorFault);
    await refund(7_500n);
    expect(await moved(payment)).toEqual([
      [-7_500, -240],
      [-2_500, -80],
      [10_000, 320],
    ]);
    await expect(refund(1n)).rejects.toThrow(ProcessorFault);
    await expect(sandbox.retrieve('pi_none')).rejects.toThrow(ProcessorFault);
  });
});
