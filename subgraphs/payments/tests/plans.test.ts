import { randomUUID } from 'node:crypto';
import { aViewer } from '@marquee/platform/testing';
import { PlanChangePreviewDocument, PlanInvoiceDocument, PlanOffersDocument } from './generated/documents';
import { aPerson } from './people';
import { DAY, NO_TRIAL, plansIn } from './plans';
import { admin, startWorld, type World } from './world';

const balanceOf = async (world: World, account: string) =>
  (await world.health()).balances.find((balance) => balance.account === account)?.balanceMinor ?? 0;
const heldBySandbox = async (world: World) =>
  Number((await world.sql<{ held: string }>('SELECT SUM(amount_minor - fee_minor) AS held FROM sandbox_charges'))[0]!.held);
const erase = (world: World, userId: string) =>
  world.tell('user.erased', userId, { userId, version: 9, erasedAt: world.clock.now().toISOString(), erasureId: randomUUID() });

describe('plans (P1, P12)', () => {
  it('are offered to everybody in some currencies, with what they unlock', async () => {
    const world = await startWorld();
    const { planOffers } = await world.run(null, PlanOffersDocument, { currency: 'JPY' });
    expect(planOffers).toHaveLength(4);
    expect(planOffers[3]).toEqual({
      ...{ plan: 'ORGANISER', interval: 'YEAR', price: { amountMinor: 29_000, currency: 'JPY' } },
      entitlements: { savedSearches: 200, eventTemplates: 500, platformShareBasisPoints: 300 },
    });
    expect((await world.run(null, PlanOffersDocument, { currency: 'XYZ' })).planOffers).toEqual([]);
    expect(await plansIn(world).billing(aViewer())).toMatchObject({
      plan: 'FREE',
      subscription: null,
      trialAvailable: true,
      hasMethod: false,
    });
  });

  it('begin with a trial, once a person, are told of before it ends, and are paid from then on, with a receipt each time', async () => {
    const world = await startWorld();
    const { save, start, billing, pass, news, told, cancel } = plansIn(world);
    const who = aViewer();
    expect(await start(who)).toMatchObject({ __typename: 'PlanRefused', reason: 'METHOD_NEEDED' });
    expect(await save(who)).toMatchObject({ billing: { methodLabel: 'visa', hasMethod: true } });
    expect(await start(who, 'PLUS')).toMatchObject({
      billing: { plan: 'PLUS', trialAvailable: false, subscription: { status: 'TRIALING' }, invoices: { totalCount: 0 } },
    });
    expect(await start(who, 'PLUS')).toMatchObject({ reason: 'ALREADY_SUBSCRIBED' });
    await pass(11);
    await pass(0);
    expect(await news(who)).toEqual(['TRIAL_STARTED', 'TRIAL_ENDING']);
    await pass(3);
    const paid = await billing(who);
    expect(paid).toMatchObject({
      subscription: { status: 'ACTIVE' },
      invoices: {
        nodes: [
          { status: 'PAID', amount: { amountMinor: 600 }, documents: [{ kind: 'RECEIPT', total: { amountMinor: 600 }, order: null }] },
        ],
      },
    });
    await pass(31);
    await pass(0);
    expect((await billing(who)).invoices).toMatchObject({ totalCount: 2 });
    expect(await news(who)).toEqual(['TRIAL_STARTED', 'TRIAL_ENDING', 'RENEWED', 'RENEWED']);
    await cancel(who);
    await pass(31);
    expect(await billing(who)).toMatchObject({ plan: 'FREE', subscription: null, trialAvailable: false });
    // Who comes back pays at once.
    expect(await start(who)).toMatchObject({ billing: { subscription: { status: 'ACTIVE' }, invoices: { totalCount: 3 } } });
    expect(await told(who)).toEqual(['PLUS', 'FREE', 'PLUS']);
    expect(await balanceOf(world, 'PROCESSOR_CLEARING')).toBe(await heldBySandbox(world));
    expect(await balanceOf(world, 'PROCESSING_FEES')).toBe(0);
    expect(await world.health()).toMatchObject({ healthy: true, breaks: [] });
  });

  it('have invoices with tax, numbered without gaps, where the platform says who it is', async () => {
    const world = await startWorld({
      settings: { ...NO_TRIAL.settings, PLAN_SELLER_NAME: 'Marquee Inc', PLAN_SELLER_ADDRESS: '1 Main St', PLAN_TAX_BASIS_POINTS: '1300' },
    });
    const { subscribe } = plansIn(world);
    const numbers: string[] = [];
    for (let n = 0; n < 3; n++) {
      const { documents } = await subscribe(aViewer());
      expect(documents).toMatchObject([{ kind: 'INVOICE', eventTitle: 'Marquee PLUS, a month', tax: { amountMinor: 69 } }]);
      numbers.push(documents[0]!.number);
    }
    expect(numbers.map((number) => number.slice(-6))).toEqual(['000001', '000002', '000003']);
    expect(await balanceOf(world, 'TAX_PAYABLE')).toBe(-207);
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('refuse a card that the bank refuses, keep one after a step at the bank, and stop who tries many', async () => {
    const world = await startWorld(NO_TRIAL);
    const { save, complete, start, billing } = plansIn(world);
    const who = aViewer();
    expect(await save(who, 'pm_card_declined')).toMatchObject({ __typename: 'PaymentDeclined', declineCode: 'card_declined' });
    expect(await save(who, 'pm_nobody_has_this')).toMatchObject({ __typename: 'InvalidInput', fields: [{ path: 'paymentMethod' }] });
    expect(await save(who, '4111111111111111')).toMatchObject({ __typename: 'InvalidInput' });
    expect(await complete(who, 'approve')).toMatchObject({ reason: 'METHOD_NEEDED' });
    expect(await save(who, 'pm_card_3ds')).toMatchObject({ __typename: 'PaymentActionRequired' });
    expect(await complete(who, 'no')).toMatchObject({ __typename: 'PaymentDeclined' });
    await save(who, 'pm_card_3ds');
    expect(await complete(who, 'approve')).toMatchObject({ billing: { methodLabel: '3ds' } });
    expect(await complete(who, 'approve')).toMatchObject({ billing: { methodLabel: '3ds' } });
    expect(await start(who)).toMatchObject({ billing: { plan: 'PLUS' } });
    await save(who, 'pm_card_charge_fails');
    for (let n = 0; n < 5; n++) await save(who);
    expect(await save(who)).toMatchObject({ __typename: 'TooManyRequests' });
    expect((await billing(who)).hasMethod).toBe(true);
    const other = aViewer();
    await save(other, 'pm_card_charge_fails');
    expect(await start(other)).toMatchObject({ __typename: 'PaymentDeclined' });
    expect(await billing(other)).toMatchObject({ plan: 'FREE', subscription: null, invoices: { nodes: [{ status: 'VOID' }] } });
  });

  it('change at once for the difference, and at the end of the period where nothing is owed', async () => {
    const world = await startWorld(NO_TRIAL);
    const { subscribe, change, billing, pass, news } = plansIn(world);
    const who = aViewer();
    const first = await subscribe(who, 'PLUS', 'MONTH');
    const length = Date.parse(first.periodEnd) - Date.parse(first.periodStart);
    world.clock.advance(length / 2);
    const { planChangePreview: preview } = await world.run(who, PlanChangePreviewDocument, { plan: 'ORGANISER', interval: 'MONTH' });
    expect(preview).toMatchObject({ dueNow: { amountMinor: 2_200 }, credit: { amountMinor: 300 }, price: { amountMinor: 2_500 } });
    expect(await change(who, 'ORGANISER')).toMatchObject({
      billing: {
        ...{ plan: 'ORGANISER', subscription: { status: 'ACTIVE', price: { amountMinor: 2_500 } } },
        invoices: { nodes: [{ credit: { amountMinor: 300 }, amount: { amountMinor: 2_200 } }, {}] },
      },
    });
    expect(await change(who, 'ORGANISER')).toMatchObject({ reason: 'SAME_PLAN' });
    expect(await change(who, 'PLUS')).toMatchObject({
      billing: { plan: 'ORGANISER', subscription: { nextPlan: 'PLUS', nextInterval: 'MONTH' } },
    });
    expect(await change(who, 'ORGANISER')).toMatchObject({ billing: { subscription: { nextPlan: null } } });
    await change(who, 'PLUS', 'YEAR');
    expect(await billing(who)).toMatchObject({ plan: 'PLUS', subscription: { interval: 'YEAR', price: { amountMinor: 6_000 } } });
    await change(who, 'PLUS', 'MONTH');
    await pass(366);
    expect(await billing(who)).toMatchObject({ subscription: { interval: 'MONTH', status: 'ACTIVE', nextPlan: null } });
    expect(await news(who)).toEqual(['STARTED', 'CHANGED', 'CHANGED', 'RENEWED']);
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('that cannot be renewed are tried again on days, told each time, and end; another card saves them', async () => {
    const world = await startWorld(NO_TRIAL);
    const { subscribe, save, billing, pass, news, change, cancel } = plansIn(world);
    const [poor, late, gone] = [aViewer(), aViewer(), aViewer()];
    for (const who of [poor, late, gone]) {
      await subscribe(who);
      await save(who, 'pm_card_charge_fails');
    }
    await pass(31);
    expect(await billing(poor)).toMatchObject({
      plan: 'PLUS',
      subscription: { status: 'PAST_DUE' },
      invoices: { nodes: [{ declineCode: 'card_declined' }, {}] },
    });
    expect(await change(poor, 'ORGANISER')).toMatchObject({ reason: 'PAST_DUE' });
    expect(await cancel(gone)).toMatchObject({
      billing: { plan: 'FREE', subscription: null, invoices: { nodes: [{ status: 'VOID' }, {}] } },
    });
    expect(await save(late)).toMatchObject({
      billing: { subscription: { status: 'ACTIVE' }, invoices: { nodes: [{ status: 'PAID' }, {}] } },
    });
    const triesOf = async () => (await world.sql('SELECT 1 FROM sandbox_requests WHERE key LIKE $1', ['charge:%'])).length;
    const before = await triesOf();
    for (let day = 0; day < 9; day++) await pass(1);
    expect((await triesOf()) - before).toBe(3);
    expect(await billing(poor)).toMatchObject({
      plan: 'FREE',
      subscription: null,
      invoices: { nodes: [{ status: 'VOID', nextTryAt: null }, {}] },
    });
    expect(await news(poor)).toEqual(['STARTED', 'PAYMENT_FAILED', 'PAYMENT_FAILED', 'PAYMENT_FAILED', 'ENDED']);
    expect(await news(late)).toEqual(['STARTED', 'PAYMENT_FAILED', 'RENEWED']);
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('end with their period when they are cancelled, and go on when that is taken back', async () => {
    const world = await startWorld(NO_TRIAL);
    const { subscribe, cancel, keep, billing, pass, change, news } = plansIn(world);
    const who = aViewer();
    expect(await cancel(who)).toMatchObject({ reason: 'NOT_SUBSCRIBED' });
    await subscribe(who);
    expect(await cancel(who)).toMatchObject({ billing: { plan: 'PLUS', subscription: { endsAtPeriodEnd: true } } });
    expect(await change(who, 'ORGANISER')).toMatchObject({ reason: 'ENDING' });
    expect(await keep(who)).toMatchObject({ billing: { subscription: { endsAtPeriodEnd: false } } });
    await pass(31);
    expect(await billing(who)).toMatchObject({ subscription: { status: 'ACTIVE' }, invoices: { totalCount: 2 } });
    await cancel(who);
    await pass(31);
    expect(await billing(who)).toMatchObject({ plan: 'FREE', subscription: null, invoices: { totalCount: 2 } });
    expect(await keep(who)).toMatchObject({ reason: 'NOT_SUBSCRIBED' });
    expect(await news(who)).toEqual(['STARTED', 'RENEWED', 'ENDED']);
  });

  it('ORGANISER takes less of what is sold for the events of its owner, while they have it (P9)', async () => {
    const world = await startWorld(NO_TRIAL);
    const { subscribe, cancel, pass } = plansIn(world);
    const platformOf = async (orderId: string) =>
      Number(
        (await world.sql<{ share: string }>('SELECT platform_minor AS share FROM revenue_shares WHERE order_id = $1', [orderId]))[0]!.share,
      );
    const tier = await world.aTier({ price: 10_000 });
    const soon = { ...tier.event, version: 2, startsAt: new Date(world.clock.now().getTime() + 300 * DAY).toISOString() };
    await world.anEvent({ ...soon, endsAt: new Date(Date.parse(soon.startsAt) + DAY).toISOString() });
    expect(await platformOf((await world.buy(aViewer(), tier.id)).id)).toBe(400);
    await subscribe(tier.organiser, 'ORGANISER');
    expect(await platformOf((await world.buy(aViewer(), tier.id)).id)).toBe(300);
    await cancel(tier.organiser);
    await pass(31);
    expect(await platformOf((await world.buy(aViewer(), tier.id)).id)).toBe(400);
  });

  it('are read by their owner and admins alone, and given back by admins, whole or in part', async () => {
    const world = await startWorld({ settings: { ...NO_TRIAL.settings, PLAN_TAX_BASIS_POINTS: '1300' } });
    const { subscribe, refund, billing, pass, change } = plansIn(world);
    const who = aViewer();
    const { id: invoiceId } = await subscribe(who, 'ORGANISER', 'YEAR');
    expect((await world.run(aViewer(), PlanInvoiceDocument, { id: invoiceId })).planInvoice).toBeNull();
    expect((await world.run(admin, PlanInvoiceDocument, { id: invoiceId })).planInvoice).toMatchObject({ id: invoiceId });
    await expect(refund({ invoiceId, reason: 'Mine.' }, who)).rejects.toThrow();
    expect(await refund({ invoiceId, amountMinor: 99_999, reason: 'Too much.' })).toMatchObject({ reason: 'NOTHING_LEFT' });
    expect(await refund({ invoiceId: randomUUID(), reason: 'None.' })).toMatchObject({ __typename: 'NotFound' });
    for (const amountMinor of [7_001, 333]) await refund({ invoiceId, amountMinor, reason: 'Sorry.' });
    // What a change takes off is what is left of the period.
    world.clock.advance(DAY);
    expect(await change(who, 'PLUS', 'YEAR')).toMatchObject({ billing: { subscription: { nextPlan: 'PLUS' } } });
    expect(await refund({ invoiceId, reason: 'All of it.' })).toMatchObject({ invoice: { refunded: { amountMinor: 25_000 } } });
    await pass(0);
    expect(await billing(who)).toMatchObject({
      plan: 'FREE',
      subscription: null,
      invoices: { nodes: [{ documents: [{}, {}, {}, { kind: 'CREDIT_NOTE' }] }] },
    });
    expect(await balanceOf(world, 'TAX_PAYABLE')).toBe(0);
    expect(await balanceOf(world, 'REFUNDS_PAYABLE')).toBe(0);
    expect(await balanceOf(world, 'PROCESSOR_CLEARING')).toBe(await heldBySandbox(world));
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('that a bank calls back are not renewed, and end when it is lost', async () => {
    const world = await startWorld(NO_TRIAL);
    const { subscribe, billing, keep, pass } = plansIn(world);
    const who = aViewer();
    await subscribe(who, 'PLUS', 'YEAR', 'pm_card_dispute');
    await world.subgraph.runJob('watch-disputes');
    expect(await billing(who)).toMatchObject({ plan: 'PLUS', subscription: { endsAtPeriodEnd: true } });
    expect(await keep(who)).toMatchObject({ reason: 'DISPUTED' });
    expect(await world.health()).toMatchObject({ healthy: true });
    await pass(8);
    expect(await billing(who)).toMatchObject({
      plan: 'FREE',
      subscription: null,
      invoices: { nodes: [{ documents: [{}, { kind: 'CREDIT_NOTE' }] }] },
    });
    expect(await balanceOf(world, 'PROCESSOR_CLEARING')).toBe(await heldBySandbox(world));
    expect(await balanceOf(world, 'DISPUTES')).toBe(0);
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('of suspended people end with their period, and those of erased people at once, with nothing of them left but amounts', async () => {
    const world = await startWorld(NO_TRIAL);
    const { subscribe, save, billing, pass, told, news } = plansIn(world);
    const [suspended, owing, erased, slow] = [await aPerson(world), await aPerson(world), await aPerson(world), await aPerson(world)];
    for (const who of [suspended, owing]) await subscribe(who);
    await save(owing, 'pm_card_charge_fails');
    await subscribe(erased);
    await subscribe(slow, 'PLUS', 'MONTH', 'pm_card_delayed');
    await aPerson(world, { viewer: suspended, version: 2, active: false });
    await erase(world, erased.id);
    await erase(world, slow.id);
    await pass(31);
    await pass(0);
    expect(await billing(suspended)).toMatchObject({ plan: 'FREE', invoices: { totalCount: 1 } });
    // What was refused once is not tried again.
    await aPerson(world, { viewer: owing, version: 2, active: false });
    await pass(9);
    expect(await news(owing)).toEqual(['STARTED', 'PAYMENT_FAILED', 'ENDED']);
    expect(await told(erased)).toEqual(['PLUS', 'FREE']);
    for (const { id } of [erased, slow])
      for (const table of ['billing_accounts', 'billing_subscriptions', 'plan_invoices'])
        expect(await world.sql(`SELECT 1 FROM ${table} WHERE user_id = $1`, [id])).toEqual([]);
    expect(await world.sql('SELECT method_ref, customer_ref FROM billing_accounts WHERE erased')).toEqual([
      { method_ref: null, customer_ref: null },
      { method_ref: null, customer_ref: null },
    ]);
    // What came after they were gone went back whole.
    expect(
      await world.sql(`SELECT status, refunded_minor = amount_minor AS back FROM plan_invoices WHERE subscription_id IS NULL`),
    ).toEqual([{ status: 'PAID', back: true }]);
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('tell of a person who has another plan than they pay for', async () => {
    const world = await startWorld(NO_TRIAL);
    const who = aViewer();
    await plansIn(world).subscribe(who);
    await world.sql(`UPDATE billing_accounts SET plan = 'ORGANISER' WHERE user_id = $1`, [who.id]);
    expect((await world.health()).breaks).toMatchObject([{ kind: 'PLAN_MISMATCH', subjectId: who.id }]);
  });
});
