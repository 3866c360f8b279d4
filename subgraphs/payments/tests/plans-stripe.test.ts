import { randomUUID } from 'node:crypto';
import { aViewer } from '@marquee/platform/testing';
import { DAY, NO_TRIAL, plansIn } from './plans';
import { aPerson } from './people';
import { startStripeWorld, type StripeWorld } from './stripe-world';

const held = ({ stripe }: StripeWorld) => [...stripe.account.balance.values()].reduce((sum, { net }) => sum + net, 0);
const clearing = async ({ world }: StripeWorld) =>
  (await world.health()).balances.find(({ account }) => account === 'PROCESSOR_CLEARING')?.balanceMinor ?? 0;

describe('plans by Stripe (P6, P12)', () => {
  it('keep a method after a step at the bank, are charged with it off session, and agree with Stripe to the cent', async () => {
    const both = await startStripeWorld({}, NO_TRIAL.settings);
    const { world, stripe } = both;
    const { save, complete, start, billing, pass, refund } = plansIn(world);
    const who = aViewer();
    expect(await save(who, 'pm_nobody_has_this')).toMatchObject({ __typename: 'InvalidInput' });
    expect(await save(who, 'pm_card_chargeDeclined')).toMatchObject({ __typename: 'PaymentDeclined' });
    expect(await save(who, 'pm_card_authenticationRequiredOnSetup')).toMatchObject({ __typename: 'PaymentActionRequired' });
    expect(await complete(who, 'done')).toMatchObject({ __typename: 'PaymentActionRequired' });
    const setup = [...stripe.account.setups.values()].find(({ status }) => status === 'requires_action')!;
    stripe.personAuthenticates(setup.id, { approve: true });
    expect(await complete(who, 'done')).toMatchObject({ billing: { methodLabel: 'visa 3155' } });
    expect(await start(who)).toMatchObject({ billing: { plan: 'PLUS', subscription: { status: 'ACTIVE' } } });
    await pass(31);
    expect((await billing(who)).invoices).toMatchObject({ totalCount: 2, nodes: [{ status: 'PAID' }, { status: 'PAID' }] });
    expect(stripe.account.customers.size).toBe(1);
    const { id: invoiceId } = (await billing(who)).invoices.nodes[0]!;
    await refund({ invoiceId, amountMinor: 250, reason: 'Sorry.' });
    await pass(0);
    expect(await clearing(both)).toBe(held(both));
    await stripe.webhooks.deliver({ twice: true, shuffled: true });
    expect(stripe.webhooks.undelivered()).toEqual([]);
    expect(await clearing(both)).toBe(held(both));
    expect(await world.health()).toMatchObject({ healthy: true, breaks: [] });
  });

  it('that cannot be charged are tried again, and a bank that wants to see its customer is a refusal', async () => {
    const both = await startStripeWorld({}, NO_TRIAL.settings);
    const { world } = both;
    const { subscribe, save, billing, pass } = plansIn(world);
    const [poor, seen] = [aViewer(), aViewer()];
    await subscribe(poor);
    await subscribe(seen);
    await save(poor, 'pm_card_chargeCustomerFail');
    await pass(31);
    expect(await billing(poor)).toMatchObject({
      subscription: { status: 'PAST_DUE' },
      invoices: { nodes: [{ declineCode: 'card_declined' }, {}] },
    });
    for (let day = 0; day < 9; day++) await pass(1);
    expect(await billing(poor)).toMatchObject({ plan: 'FREE', subscription: null });
    expect(await clearing(both)).toBe(held(both));
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('hear from webhooks alone what came of a charge whose answer was lost, and of what a bank calls back', async () => {
    const both = await startStripeWorld({}, NO_TRIAL.settings);
    const { world, stripe } = both;
    const { subscribe, save, start, billing, pass } = plansIn(world);
    const who = aViewer();
    await save(who);
    stripe.faults.next('POST /v1/payment_intents', { kind: 'lost' }, 2);
    expect(await start(who)).toMatchObject({ __typename: 'ProcessorUnavailable' });
    await stripe.webhooks.deliver({});
    expect(await billing(who)).toMatchObject({ plan: 'PLUS', invoices: { totalCount: 1, nodes: [{ status: 'PAID' }] } });
    const other = aViewer();
    await subscribe(other, 'PLUS', 'YEAR', 'pm_card_createDispute');
    await stripe.advance(DAY);
    await stripe.webhooks.deliver({});
    expect(await billing(other)).toMatchObject({ subscription: { endsAtPeriodEnd: true } });
    stripe.disputeCloses([...stripe.account.disputes.keys()][0]!, 'lost');
    await stripe.webhooks.deliver({});
    expect(await billing(other)).toMatchObject({ plan: 'FREE', subscription: null });
    await pass(0);
    expect(await clearing(both)).toBe(held(both));
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('of erased people are forgotten there, too', async () => {
    const { world, stripe } = await startStripeWorld({}, NO_TRIAL.settings);
    const { subscribe, pass } = plansIn(world);
    const who = await aPerson(world);
    await subscribe(who);
    await world.tell('user.erased', who.id, {
      userId: who.id,
      version: 9,
      erasedAt: world.clock.now().toISOString(),
      erasureId: randomUUID(),
    });
    await pass(0);
    expect(stripe.account.customers.size).toBe(0);
    expect(await world.sql('SELECT customer_ref FROM billing_accounts')).toEqual([{ customer_ref: null }]);
  });
});
