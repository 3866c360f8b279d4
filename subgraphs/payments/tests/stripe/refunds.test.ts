import { DAY, HOUR } from './account';
import { aServer, paid, refusal, typesOf } from './a-server';

describe('a refund', () => {
  test('of a part and then of the rest takes back no more than was paid', async () => {
    const { server, stripe } = await aServer();
    const { id, latest_charge } = await paid(stripe);
    const part = await stripe.refunds.create({ payment_intent: id, amount: 500, metadata: { order: '7' } });
    expect(part).toMatchObject({ status: 'succeeded', amount: 500, charge: latest_charge, metadata: { order: '7' } });
    expect(await refusal(stripe.refunds.create({ payment_intent: id, amount: 1_501 }))).toMatchObject({
      statusCode: 400,
      param: 'amount',
      message: 'Refund amount ($15.01) is greater than unrefunded amount on charge ($15.00)',
    });
    expect(await stripe.refunds.create({ charge: String(latest_charge) })).toMatchObject({ amount: 1_500 });
    expect(await refusal(stripe.refunds.create({ payment_intent: id }))).toMatchObject({ code: 'charge_already_refunded' });
    expect(await stripe.charges.retrieve(String(latest_charge), { expand: ['refunds'] })).toMatchObject({
      refunded: true,
      amount_refunded: 2_000,
      refunds: { data: [{ amount: 1_500 }, { id: part.id }] },
    });
    const listed = await stripe.refunds.list({ payment_intent: id });
    expect(listed.data.map(({ amount }) => amount)).toEqual([1_500, 500]);
    expect(await stripe.refunds.retrieve(part.id, { expand: ['balance_transaction'] })).toMatchObject({
      balance_transaction: { type: 'refund', amount: -500, fee: 0, net: -500, source: part.id },
    });
    expect(typesOf(server).filter((type) => type === 'refund.created')).toHaveLength(2);
    expect(server.events('charge.refunded')[0]!.data.previous_attributes).toEqual({ amount_refunded: 0, refunded: false });
  });

  test('of nothing, of both or of what is unpaid is refused', async () => {
    const { stripe } = await aServer();
    const unpaid = await stripe.paymentIntents.create({ amount: 2_000, currency: 'usd' });
    const debit = await paid(stripe, 'pm_usBankAccount_success');
    const { id } = await paid(stripe);
    expect(await refusal(stripe.refunds.create({}))).toMatchObject({ code: 'parameter_missing' });
    expect(await refusal(stripe.refunds.create({ payment_intent: 'pi_1', charge: 'ch_1' }))).toMatchObject({
      code: 'parameters_exclusive',
    });
    expect(await refusal(stripe.refunds.create({ payment_intent: 'pi_1' }))).toMatchObject({ code: 'resource_missing' });
    expect(await refusal(stripe.refunds.create({ charge: 'ch_1' }))).toMatchObject({ code: 'resource_missing', param: 'charge' });
    expect(await refusal(stripe.refunds.create({ payment_intent: id, amount: 0 }))).toMatchObject({ code: 'parameter_invalid_integer' });
    for (const payment_intent of [unpaid.id, debit.id]) {
      expect((await refusal(stripe.refunds.create({ payment_intent }))).message).toContain('does not have a successful charge to refund');
    }
  });

  test('can fail after it succeeded, and the money is back', async () => {
    const { server, stripe } = await aServer();
    const { id, latest_charge } = await paid(stripe, 'pm_card_refundFail');
    const refund = await stripe.refunds.create({ payment_intent: id });
    expect(refund.status).toBe('succeeded');
    await server.advance(HOUR);
    expect(await stripe.refunds.retrieve(refund.id, { expand: ['failure_balance_transaction'] })).toMatchObject({
      status: 'failed',
      failure_reason: 'lost_or_stolen_card',
      failure_balance_transaction: { type: 'refund_failure', amount: 2_000 },
    });
    expect(await stripe.charges.retrieve(String(latest_charge))).toMatchObject({ refunded: false, amount_refunded: 0 });
    expect(typesOf(server).slice(-4)).toEqual(['refund.failed', 'refund.updated', 'charge.refund.updated', 'charge.updated']);
    expect(await stripe.refunds.create({ payment_intent: id })).toMatchObject({ amount: 2_000 });
  });

  test('can be pending first, and settles or fails when the test says so', async () => {
    const { server, stripe } = await aServer();
    const debit = await paid(stripe, 'pm_usBankAccount_success');
    server.settle(debit.id);
    const card = await paid(stripe, 'pm_card_pendingRefund');
    const [settles, fails, waits] = await Promise.all([
      stripe.refunds.create({ payment_intent: card.id, amount: 100 }),
      stripe.refunds.create({ payment_intent: card.id, amount: 200 }),
      stripe.refunds.create({ payment_intent: debit.id }),
    ]);
    expect([settles, fails, waits].map(({ status }) => status)).toEqual(['pending', 'pending', 'pending']);
    expect(waits.id).toMatch(/^pyr_/);
    server.refundSettles(settles.id);
    server.refundFails(fails.id);
    expect(await stripe.refunds.retrieve(settles.id)).toMatchObject({ status: 'succeeded' });
    expect(await stripe.refunds.retrieve(fails.id)).toMatchObject({ status: 'failed', failure_reason: 'expired_or_canceled_card' });
    await server.advance(HOUR);
    expect(await stripe.refunds.retrieve(waits.id)).toMatchObject({ status: 'succeeded' });
    expect(server.events('refund.updated')).toHaveLength(3);
  });
});

describe('a dispute', () => {
  test('takes the money and a fee, and gives the money back when won', async () => {
    const { server, stripe } = await aServer();
    const { id, latest_charge } = await paid(stripe, 'pm_card_createDispute');
    const [dispute] = (await stripe.disputes.list({ payment_intent: id })).data;
    expect(dispute).toMatchObject({ status: 'needs_response', reason: 'fraudulent', amount: 2_000, charge: latest_charge });
    expect(dispute!.balance_transactions).toMatchObject([{ type: 'adjustment', amount: -2_000, fee: 1_500, net: -3_500 }]);
    expect(await stripe.charges.retrieve(String(latest_charge))).toMatchObject({ disputed: true });
    expect(await refusal(stripe.refunds.create({ payment_intent: id }))).toMatchObject({ code: 'charge_disputed' });
    server.disputeCloses(dispute!.id, 'won');
    expect(await stripe.disputes.retrieve(dispute!.id)).toMatchObject({ status: 'won', balance_transactions: [{}, { net: 2_000 }] });
    expect(typesOf(server).filter((type) => type.startsWith('charge.dispute'))).toEqual([
      'charge.dispute.created',
      'charge.dispute.funds_withdrawn',
      'charge.dispute.funds_reinstated',
      'charge.dispute.closed',
    ]);
  });

  test('is opened on any charge, and lost', async () => {
    const { server, stripe } = await aServer();
    const { latest_charge } = await paid(stripe);
    const { id } = server.disputeOpens(String(latest_charge), { reason: 'product_not_received', amount: 700 });
    server.disputeCloses(id, 'lost');
    expect(await stripe.disputes.retrieve(id)).toMatchObject({ status: 'lost', amount: 700, reason: 'product_not_received' });
    expect(() => server.disputeCloses(id, 'won')).toThrow('lost already');
  });
});

describe('the balance', () => {
  test('is read page by page, by type and by time', async () => {
    const { server, stripe } = await aServer();
    const first = await paid(stripe);
    await server.advance(DAY);
    for (const _ of [1, 2, 3]) await paid(stripe);
    await stripe.refunds.create({ payment_intent: first.id });
    const page = await stripe.balanceTransactions.list({ limit: 2 });
    expect(page).toMatchObject({ has_more: true, data: [{ type: 'refund' }, { type: 'charge' }] });
    const next = await stripe.balanceTransactions.list({ limit: 3, starting_after: page.data[1]!.id });
    expect(next).toMatchObject({ has_more: false, data: [{}, {}, { source: first.latest_charge }] });
    const back = await stripe.balanceTransactions.list({ limit: 2, ending_before: next.data[0]!.id });
    expect(back.data).toEqual(page.data);
    const all: string[] = [];
    for await (const { id } of stripe.balanceTransactions.list({ limit: 2, type: 'charge' })) all.push(id);
    expect(new Set(all).size).toBe(4);
    const recent = await stripe.balanceTransactions.list({ created: { gt: first.created + 3_600 }, expand: ['data.source'] });
    expect(recent.data).toHaveLength(4);
    expect(recent.data[0]!.source).toMatchObject({ object: 'refund', amount: 2_000 });
    expect(await refusal(stripe.balanceTransactions.list({ starting_after: 'txn_1' }))).toMatchObject({ code: 'resource_missing' });
    expect(await refusal(stripe.balanceTransactions.list({ limit: 101 }))).toMatchObject({ param: 'limit' });
  });

  test('is paid out when it is available, and what went out is known', async () => {
    const { server, stripe } = await aServer();
    const { id } = await paid(stripe);
    await paid(stripe);
    expect(await server.advance(0)).toBeUndefined();
    expect(server.payOut('usd')).toBeNull();
    await server.advance(2 * DAY);
    await stripe.refunds.create({ payment_intent: id, amount: 500 });
    const payout = server.payOut('usd')!;
    expect(payout).toMatchObject({ amount: 2 * 1_912 - 500, status: 'in_transit' });
    const { data } = await stripe.balanceTransactions.list({ payout: payout.id });
    expect(data.map(({ type }) => type)).toEqual(['payout', 'refund', 'charge', 'charge']);
    expect(data.reduce((sum, { net }) => sum + net, 0)).toBe(0);
    server.payoutArrives(payout.id);
    expect((await stripe.payouts.list({ status: 'paid' })).data).toMatchObject([{ id: payout.id }]);
    server.payoutFails(payout.id);
    expect(await stripe.payouts.retrieve(payout.id, { expand: ['failure_balance_transaction'] })).toMatchObject({
      status: 'failed',
      failure_code: 'account_closed',
      failure_balance_transaction: { amount: payout.amount },
    });
    expect(typesOf(server).slice(-3)).toEqual(['payout.created', 'payout.paid', 'payout.failed']);
  });
});
