import type { Step } from '../../context';
import type { BillingAccount, PlanInvoice } from '../../generated/prisma/client';
import { endSubscription, liveSubscription, updateSubscription } from './plan.store';

/**
 * What went back of the period that runs is no worth of it any more: a change credits only what is left. The plan ends where all of the period went back, or
 * the bank has called it back. Periods that are over change nothing.
 */
export async function lowerWorth(
  step: Step,
  account: BillingAccount,
  invoice: PlanInvoice,
  amountMinor: bigint,
  { endsPlan }: { endsPlan: boolean },
): Promise<void> {
  const live = await liveSubscription(step, account.userId);
  if (!live || live.id !== invoice.subscriptionId || live.periodEnd.getTime() !== invoice.periodEnd.getTime()) return;
  const worthMinor = live.worthMinor > amountMinor ? live.worthMinor - amountMinor : 0n;
  if (worthMinor === 0n || endsPlan) return endSubscription(step, account, live);
  await updateSubscription(step, live.id, { worthMinor });
}
