import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { money } from '../money/money';
import {
  cancelPlanInput,
  changePlanInput,
  completeBillingMethodInput,
  keepPlanInput,
  refundPlanInvoiceInput,
  saveBillingMethodInput,
  startPlanInput,
} from './plan.input';

export const planResolvers: Resolvers = {
  Query: {
    planOffers: (_, { currency }, { services }) => services.plans.offers(currency),
    myBilling: (_, __, { services }) => services.plans.mine(),
    planInvoice: (_, { id }, { services }) => services.plans.invoiceById(id),
    planChangePreview: (_, to, { services }) => services.plans.preview(to),
  },
  Mutation: {
    saveBillingMethod: mutation('SaveBillingMethodSuccess', saveBillingMethodInput, async (input, { services }) => ({
      billing: await services.plans.saveMethod(input),
    })),
    completeBillingMethod: mutation('CompleteBillingMethodSuccess', completeBillingMethodInput, async (input, { services }) => ({
      billing: await services.plans.completeMethod(input),
    })),
    startPlan: mutation('StartPlanSuccess', startPlanInput, async (input, { services }) => ({
      billing: await services.plans.start(input),
    })),
    changePlan: mutation('ChangePlanSuccess', changePlanInput, async (input, { services }) => ({
      billing: await services.plans.changeTo(input),
    })),
    cancelPlan: mutation('CancelPlanSuccess', cancelPlanInput, async (input, { services }) => ({
      billing: await services.plans.cancel(input),
    })),
    keepPlan: mutation('KeepPlanSuccess', keepPlanInput, async (input, { services }) => ({ billing: await services.plans.keep(input) })),
    refundPlanInvoice: mutation('RefundPlanInvoiceSuccess', refundPlanInvoiceInput, async (input, { services }) => ({
      invoice: await services.plans.refund(input),
    })),
  },
  PlanOffer: {
    price: ({ priceMinor, currency }) => money(priceMinor, currency),
    entitlements: ({ plan }, _, { services }) => services.plans.entitlementsOf(plan),
  },
  BillingAccount: {
    plan: ({ account }) => account?.plan ?? 'FREE',
    entitlements: ({ account }, _, { services }) => services.plans.entitlementsOf(account?.plan ?? 'FREE'),
    subscription: (view, _, { services }) => services.plans.subscriptionOf(view),
    methodLabel: ({ account }) => account?.methodLabel ?? null,
    hasMethod: ({ account }) => account?.methodRef != null,
    trialAvailable: (view, _, { services }) => services.plans.hasTrial(view),
    invoices: (view, args, { services }) => services.plans.invoicesOf(view, args),
  },
  BillingSubscription: {
    price: ({ priceMinor, currency }) => money(priceMinor, currency),
    endsAtPeriodEnd: ({ cancelAtPeriodEnd }) => cancelAtPeriodEnd,
  },
  PlanInvoice: {
    price: ({ priceMinor, currency }) => money(priceMinor, currency),
    credit: ({ creditMinor, currency }) => money(creditMinor, currency),
    amount: ({ amountMinor, currency }) => money(amountMinor, currency),
    refunded: ({ refundedMinor, currency }) => money(refundedMinor, currency),
    nextTryAt: ({ nextTryAt, trying }) => (trying ? null : nextTryAt),
    documents: (invoice, _, { services }) => services.plans.documentsOf(invoice),
  },
  PlanChangePreview: {
    dueNow: ({ change, currency }) => money(change.at === 'NOW' ? change.amountMinor : 0n, currency),
    credit: ({ change, currency }) => money(change.at === 'NOW' ? change.creditMinor : 0n, currency),
    price: ({ priceMinor, currency }) => money(priceMinor, currency),
  },
};
