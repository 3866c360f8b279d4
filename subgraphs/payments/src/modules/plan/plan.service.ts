import { currencyDigits, isId, Keyset, notFound, type Connection, type PageArguments } from '@marquee/platform';
import { entitlementsOf } from '@marquee/schema/rules/plans';
import type { Context, Step } from '../../context';
import type { BillingAccount, BillingSubscription, PlanInvoice } from '../../generated/prisma/client';
import type { BillingInterval, BillingPlan } from '../../generated/prisma/enums';
import { ratesOf } from '../ledger/revenue-share';
import { minimumCharge } from '../money/minimum-charge';
import { asRefusals } from '../payment/payment-charging.kept';
import { actionRequired, paymentDeclined } from '../payment/payment.refusals';
import { UNKNOWN_METHOD, type SavedMethod } from '../../ports/processor';
import { paymentsUnavailable } from '../sales/sales.refusals';
import { openInvoice, voidOpenInvoice } from './plan-invoice.store';
import { countSaving } from './plan-method.store';
import { changeOf, endOfPeriod, type PlanChange } from './plan-period';
import { INTERVALS, PAID_PLANS, PLAN_CURRENCIES, priceOf } from './plan-prices';
import { leftOfInvoice, promisePlanRefund } from './plan-refund.store';
import { lowerWorth } from './plan-worth.store';
import type {
  CancelPlan,
  ChangePlan,
  CompleteBillingMethod,
  KeepPlan,
  RefundPlanInvoice,
  SaveBillingMethod,
  StartPlan,
} from './plan.input';
import { planRefused, unknownMethodRefused } from './plan.refusals';
import { endSubscription, liveSubscription, lockAccount, openAccount, setPlan, startTrial, updateSubscription } from './plan.store';
import type { BillingView, PlanOfferView, PlanPreviewView } from './plan.types';

const newestFirst = new Keyset('planInvoices', { createdAt: 'time', id: 'id' }, 'greatest first');

/** Plans that people pay for. Each sees their own; admins see invoices, and give them back. */
export class PlanService {
  constructor(private readonly ctx: Context) {}

  /** What is offered in a currency; nothing in one in which plans are not sold. */
  offers(currency: string): PlanOfferView[] {
    if (!PLAN_CURRENCIES.includes(currency)) return [];
    return PAID_PLANS.flatMap((plan) =>
      INTERVALS.map((interval) => ({ plan, interval, currency, priceMinor: priceOf(plan, interval, currency) })),
    );
  }

  async mine(): Promise<BillingView> {
    const { loaders, viewer } = this.ctx;
    return { userId: viewer.id, account: await loaders.billingAccountByUserId.load(viewer.id) };
  }

  /** What a plan lets its owner do, here and in other subgraphs. */
  entitlementsOf(plan: BillingPlan) {
    const { savedSearches, eventTemplates, lowerShare } = entitlementsOf(plan);
    const { platformBasisPoints } = ratesOf(this.ctx.kept.settings, lowerShare);
    return { savedSearches, eventTemplates, platformShareBasisPoints: Number(platformBasisPoints) };
  }

  hasTrial({ account }: BillingView): boolean {
    return (account?.trialUsedAt ?? null) === null && this.ctx.kept.settings.PLAN_TRIAL_DAYS > 0;
  }

  subscriptionOf({ userId }: BillingView): Promise<BillingSubscription | null> {
    return this.ctx.loaders.liveSubscriptionByUserId.load(userId);
  }

  async invoicesOf({ userId }: BillingView, args: PageArguments): Promise<Connection<PlanInvoice>> {
    const { planInvoice } = this.ctx.kept.db.prisma;
    const page = newestFirst.page(args);
    const where = { userId };
    const rows = await planInvoice.findMany(newestFirst.prisma(page, where));
    return newestFirst.connection(rows, page, { totalCount: () => planInvoice.count({ where }) });
  }

  /** One of the viewer's own, or any for admins; null otherwise. */
  async invoiceById(id: string): Promise<PlanInvoice | null> {
    const { loaders, viewer } = this.ctx;
    const invoice = isId(id) ? await loaders.planInvoiceById.load(id) : null;
    return invoice && (invoice.userId === viewer.id || viewer.role === 'admin') ? invoice : null;
  }

  documentsOf({ id }: PlanInvoice) {
    return this.ctx.loaders.documentsByPlanInvoiceId.load(id);
  }

  /** What `changePlan` would do at this moment; null where it would be refused. */
  async preview({ plan, interval }: { plan: BillingPlan; interval: BillingInterval }): Promise<PlanPreviewView | null> {
    if (plan === 'FREE') return null;
    const to = { plan, interval };
    const live = await this.ctx.loaders.liveSubscriptionByUserId.load(this.ctx.viewer.id);
    if (!live || live.status === 'PAST_DUE' || live.cancelAtPeriodEnd || isSame(live, to)) return null;
    const now = this.ctx.kept.clock.now();
    const { change, priceMinor } = changeFrom(live, to, now);
    return { change, priceMinor, currency: live.currency, effectiveAt: change.at === 'PERIOD_END' ? live.periodEnd : now };
  }

  async saveMethod(input: SaveBillingMethod): Promise<BillingView> {
    const { kept, caller, viewer } = this.ctx;
    if (!kept.sellsPaid) throw paymentsUnavailable();
    await this.ctx.change('saveBillingMethod', input, async (step) => {
      await countSaving(step, viewer.id);
      return viewer.id;
    });
    refuseUnsaved(await asRefusals(() => kept.plans.saveMethod(viewer.id, input.paymentMethod, caller.correlationId)));
    return this.read();
  }

  async completeMethod(input: CompleteBillingMethod): Promise<BillingView> {
    const { kept, caller, viewer } = this.ctx;
    await this.ctx.change('completeBillingMethod', input, () => Promise.resolve(viewer.id));
    const state = await asRefusals(() => kept.plans.completeSaving(viewer.id, input.proof, caller.correlationId));
    if (state) refuseUnsaved(state);
    // Who lost the answer and asks again hears of the success.
    else if (!(await this.read()).account?.methodRef) throw planRefused('METHOD_NEEDED');
    return this.read();
  }

  async start(input: StartPlan): Promise<BillingView> {
    const { kept, viewer } = this.ctx;
    if (!kept.sellsPaid) throw paymentsUnavailable();
    const invoiceId = await this.ctx.change('startPlan', input, async (step) => {
      const account = await openAccount(step, viewer.id);
      await refuseUnderWay(step, account);
      if (await liveSubscription(step, viewer.id)) throw planRefused('ALREADY_SUBSCRIBED');
      if (!account.methodRef) throw planRefused('METHOD_NEEDED');
      if (this.hasTrial({ userId: viewer.id, account })) {
        await startTrial(step, account, input);
        return null;
      }
      return openInvoice(step, account, { kind: 'START', subscriptionId: null, creditMinor: 0n, ...periodFrom(step.now, input) });
    });
    return this.pay(invoiceId);
  }

  async changeTo(input: ChangePlan): Promise<BillingView> {
    const { viewer } = this.ctx;
    const invoiceId = await this.ctx.change('changePlan', input, async (step) => {
      const account = await openAccount(step, viewer.id);
      const live = await this.requireLive(step, account);
      if (live.status === 'PAST_DUE') throw planRefused('PAST_DUE');
      if (live.cancelAtPeriodEnd) throw planRefused('ENDING');
      const { plan, interval } = input;
      if (isSame(live, input)) {
        if (!live.nextPlan) throw planRefused('SAME_PLAN');
        await updateSubscription(step, live.id, { nextPlan: null, nextInterval: null });
        return null;
      }
      const { change, priceMinor } = changeFrom(live, input, step.now);
      if (change.at === 'NOW') {
        const of = { ...periodFrom(step.now, { ...input, currency: live.currency }), creditMinor: change.creditMinor };
        return openInvoice(step, account, { kind: 'CHANGE', subscriptionId: live.id, ...of });
      }
      if (change.at === 'PERIOD_END') await updateSubscription(step, live.id, { nextPlan: plan, nextInterval: interval });
      else {
        await updateSubscription(step, live.id, { plan, interval, priceMinor });
        await setPlan(step, viewer.id, plan);
      }
      return null;
    });
    return this.pay(invoiceId);
  }

  /** What is paid stays until its end; what is not paid ends at once. */
  async cancel(input: CancelPlan): Promise<BillingView> {
    const { viewer } = this.ctx;
    await this.ctx.change('cancelPlan', input, async (step) => {
      const account = await openAccount(step, viewer.id);
      const live = await this.requireLive(step, account);
      if (live.status === 'PAST_DUE') {
        await voidOpenInvoice(step, viewer.id);
        await endSubscription(step, account, live);
      } else if (!live.cancelAtPeriodEnd) await updateSubscription(step, live.id, { cancelAtPeriodEnd: true });
      return null;
    });
    return this.read();
  }

  /** A plan that was to end goes on. */
  async keep(input: KeepPlan): Promise<BillingView> {
    const { viewer } = this.ctx;
    await this.ctx.change('keepPlan', input, async (step) => {
      const live = await this.requireLive(step, await openAccount(step, viewer.id));
      const open = { in: ['NEEDS_RESPONSE' as const, 'UNDER_REVIEW' as const] };
      if ((await step.tx.planDispute.count({ where: { status: open, invoice: { userId: viewer.id } } })) > 0) throw planRefused('DISPUTED');
      if (live.cancelAtPeriodEnd) await updateSubscription(step, live.id, { cancelAtPeriodEnd: false });
      return null;
    });
    return this.read();
  }

  /** permissions.ts lets only admins ask. */
  async refund(input: RefundPlanInvoice): Promise<PlanInvoice> {
    const { kept, caller, loaders, viewer } = this.ctx;
    const { invoiceId } = input;
    const found = await this.invoiceById(invoiceId);
    const refundId = await this.ctx.change('refundPlanInvoice', input, async (step) => {
      const account = found && (await lockAccount(step, found.userId));
      if (!account) throw notFound('The invoice');
      const invoice = await step.tx.planInvoice.findUniqueOrThrow({ where: { id: invoiceId } });
      const left = invoice.status === 'PAID' ? leftOfInvoice(invoice) : 0n;
      const amount = input.amountMinor ?? left;
      if (amount <= 0n || amount > left) throw planRefused('NOTHING_LEFT');
      const id = await promisePlanRefund(step, account, invoice, amount, input.reason);
      await lowerWorth(step, account, invoice, amount, { endsPlan: false });
      step.logger.info({ userId: viewer.id, invoiceId }, 'staff gave money for a plan back');
      return id;
    });
    await kept.plans.makeRefund(refundId, caller.correlationId).catch(() => undefined);
    return loaders.planInvoiceById.clear(invoiceId).load(invoiceId) as Promise<PlanInvoice>;
  }

  private async requireLive(step: Step, account: BillingAccount): Promise<BillingSubscription> {
    const live = await liveSubscription(step, account.userId);
    if (!live) throw planRefused('NOT_SUBSCRIBED');
    await refuseUnderWay(step, account);
    return live;
  }

  /** Charges what was opened; a bank that takes its time is told by the invoice. */
  private async pay(invoiceId: string | null): Promise<BillingView> {
    const { kept, caller } = this.ctx;
    if (invoiceId) {
      await asRefusals(() => kept.plans.charge(invoiceId, caller.correlationId));
      const { status, declineCode, declineReason } = await kept.db.prisma.planInvoice.findUniqueOrThrow({ where: { id: invoiceId } });
      // Without a reason the plan has ended before it was charged.
      if (status === 'VOID') throw declineCode ? paymentDeclined(declineCode, declineReason!) : planRefused('NOT_SUBSCRIBED');
    }
    return this.read();
  }

  private read(): Promise<BillingView> {
    const { loaders, viewer } = this.ctx;
    loaders.billingAccountByUserId.clear(viewer.id);
    loaders.liveSubscriptionByUserId.clear(viewer.id);
    return this.mine();
  }
}

/** A renewal that waits for its next try is no payment under way: it is changed by cancelling, or by another method. */
async function refuseUnderWay({ tx }: Step, { userId }: BillingAccount): Promise<void> {
  const open = await tx.planInvoice.findFirst({ where: { userId, status: 'OPEN' } });
  if (open && (open.trying || open.kind !== 'RENEWAL' || open.declines === 0)) throw planRefused('PAYMENT_UNDER_WAY');
}

function refuseUnsaved(state: SavedMethod['state']): void {
  if (state.status === 'REQUIRES_ACTION') throw actionRequired(state.actionUrl);
  if (state.status !== 'DECLINED') return;
  throw state.code === UNKNOWN_METHOD ? unknownMethodRefused() : paymentDeclined(state.code, state.reason);
}

const isSame = (live: BillingSubscription, to: Pick<ChangePlan, 'plan' | 'interval'>): boolean =>
  live.plan === to.plan && live.interval === to.interval;

const periodFrom = (now: Date, { plan, interval, currency }: Omit<StartPlan, 'idempotencyKey'>) => {
  const anchorDay = now.getUTCDate();
  const priceMinor = priceOf(plan, interval, currency);
  return { plan, interval, currency, priceMinor, periodStart: now, periodEnd: endOfPeriod(now, interval, anchorDay), anchorDay };
};

/** A trial changes for nothing: nobody has paid for it. */
function changeFrom(
  live: BillingSubscription,
  { plan, interval }: Pick<ChangePlan, 'plan' | 'interval'>,
  now: Date,
): { change: PlanChange | { at: 'TRIAL' }; priceMinor: bigint } {
  const priceMinor = priceOf(plan, interval, live.currency);
  if (live.status === 'TRIALING') return { change: { at: 'TRIAL' }, priceMinor };
  const least = BigInt(minimumCharge(live.currency, currencyDigits(live.currency)));
  return { change: changeOf(live, priceMinor, least, now), priceMinor };
}
