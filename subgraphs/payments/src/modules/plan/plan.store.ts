import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { BillingAccount, BillingSubscription } from '../../generated/prisma/client';
import type { BillingPlan } from '../../generated/prisma/enums';
import { isActive } from '../person/person.store';
import { openInvoice, voidOpenInvoice } from './plan-invoice.store';
import { endOfPeriod } from './plan-period';
import { priceOf, type PaidPlan } from './plan-prices';
import { planChanged, planNoticed, type PlanNews } from './plan.facts';

/*
 * Plans. All that changes what somebody has, or the money of it, happens under the lock of their row in billing_accounts: renewals, changes, tries to charge
 * and what comes of them stand one behind the other.
 */

const DAY = 86_400_000;
/** So long before a trial ends its owner is told what it will cost. */
const REMINDED_BEFORE_MS = 3 * DAY;

/** Locks what is kept of a person; makes it where nothing was. */
export async function openAccount(step: Step, userId: string): Promise<BillingAccount> {
  const { tx, now, kept } = step;
  const data = { userId, processor: kept.processors.chosen.name, createdAt: now, updatedAt: now };
  await tx.billingAccount.createMany({ data: [data], skipDuplicates: true });
  return (await lockAccount(step, userId))!;
}

/** Null where nothing is kept of the person. */
export async function lockAccount({ tx }: Step, userId: string): Promise<BillingAccount | null> {
  await tx.$queryRaw`SELECT 1 AS locked FROM billing_accounts WHERE user_id = ${userId}::uuid FOR UPDATE`;
  return tx.billingAccount.findUnique({ where: { userId } });
}

/** The plan that a person pays for, or tries; null where there is none. Of a locked account. */
export const liveSubscription = ({ tx }: Step, userId: string): Promise<BillingSubscription | null> =>
  tx.billingSubscription.findFirst({ where: { userId, status: { not: 'CANCELLED' } } });

/** What the platform takes of what is sold for this person's events goes by their plan. */
export async function planOf({ tx }: Step, userId: string): Promise<BillingPlan> {
  return (await tx.billingAccount.findUnique({ where: { userId }, select: { plan: true } }))?.plan ?? 'FREE';
}

/** Says what a person has from now on, where that is news. */
export async function setPlan(step: Step, userId: string, plan: BillingPlan): Promise<void> {
  const { tx, now } = step;
  const { count } = await tx.billingAccount.updateMany({
    where: { userId, plan: { not: plan } },
    data: { plan, version: { increment: 1 }, updatedAt: now },
  });
  if (count > 0) await step.tell(planChanged(await tx.billingAccount.findUniqueOrThrow({ where: { userId } })));
}

/** Tells the owner of a plan what they have to know; nobody is left to be told of who was erased. */
export async function notice(step: Step, account: Pick<BillingAccount, 'erased'>, news: PlanNews): Promise<void> {
  if (!account.erased) await step.tell(planNoticed(news));
}

export interface WantedPlan {
  plan: PaidPlan;
  interval: 'MONTH' | 'YEAR';
  currency: string;
}

/** Begins the one trial of a person. */
export async function startTrial(step: Step, account: BillingAccount, { plan, interval, currency }: WantedPlan): Promise<void> {
  const { tx, now, kept } = step;
  const { userId } = account;
  const periodEnd = new Date(now.getTime() + kept.settings.PLAN_TRIAL_DAYS * DAY);
  const priceMinor = priceOf(plan, interval, currency);
  await tx.billingAccount.update({ where: { userId }, data: { trialUsedAt: now, updatedAt: now } });
  await tx.billingSubscription.create({
    data: {
      ...{ id: randomUUID(), userId, plan, interval, status: 'TRIALING', priceMinor, currency },
      ...{ periodStart: now, periodEnd, anchorDay: periodEnd.getUTCDate(), createdAt: now, updatedAt: now },
    },
  });
  await setPlan(step, userId, plan);
  await notice(step, account, { userId, state: 'TRIAL_STARTED', plan, amountMinor: priceMinor, currency, until: periodEnd });
}

export async function updateSubscription({ tx, now }: Step, id: string, data: Partial<BillingSubscription>): Promise<void> {
  await tx.billingSubscription.update({ where: { id }, data: { ...data, version: { increment: 1 }, updatedAt: now } });
}

/** Ends a plan: what its owner has from now on is FREE. */
export async function endSubscription(step: Step, account: BillingAccount, of: BillingSubscription): Promise<void> {
  const { now } = step;
  const { userId, plan, priceMinor: amountMinor, currency } = of;
  await voidOpenInvoice(step, userId);
  await updateSubscription(step, of.id, {
    ...{ status: 'CANCELLED', endedAt: now, cancelAtPeriodEnd: false, nextPlan: null, nextInterval: null },
  });
  await setPlan(step, userId, 'FREE');
  await notice(step, account, { userId, state: 'ENDED', plan, amountMinor, currency, until: null });
}

/**
 * Goes on with a plan whose period is over: it ends, or its next period is to be paid. Looks again under the lock: whoever else renews at this moment has done
 * it, or waits. Of who is suspended or was erased nothing is charged.
 */
export async function renewPlan(step: Step, { id, userId }: Pick<BillingSubscription, 'id' | 'userId'>): Promise<void> {
  const { tx, now } = step;
  const account = await lockAccount(step, userId);
  const sub = await tx.billingSubscription.findUnique({ where: { id } });
  if (!account || !sub || (sub.status !== 'TRIALING' && sub.status !== 'ACTIVE') || sub.periodEnd > now) return;
  if ((await tx.planInvoice.count({ where: { userId, status: 'OPEN' } })) > 0) return;
  const isOver = sub.cancelAtPeriodEnd || account.erased || !(await isActive(tx, userId));
  if (isOver) return endSubscription(step, account, sub);
  const plan = (sub.nextPlan ?? sub.plan) as PaidPlan;
  const interval = sub.nextInterval ?? sub.interval;
  // Who changes pays what is asked now; who stays pays what was agreed.
  const priceMinor = sub.nextPlan ? priceOf(plan, interval, sub.currency) : sub.priceMinor;
  const { periodEnd: periodStart, anchorDay } = sub;
  await openInvoice(step, account, {
    ...{ kind: 'RENEWAL', subscriptionId: id, plan, interval, priceMinor, creditMinor: 0n, currency: sub.currency },
    ...{ periodStart, periodEnd: endOfPeriod(periodStart, interval, anchorDay), anchorDay },
  });
}

/** Tells once that a trial is about to end, and what comes then. */
export async function remindOfTrial(step: Step, { id, userId }: Pick<BillingSubscription, 'id' | 'userId'>): Promise<void> {
  const { tx, now } = step;
  const account = await lockAccount(step, userId);
  const sub = await tx.billingSubscription.findUnique({ where: { id } });
  if (!account || sub?.status !== 'TRIALING' || sub.remindedAt || sub.periodEnd > remindedUntil(now)) return;
  await updateSubscription(step, id, { remindedAt: now });
  if (sub.cancelAtPeriodEnd) return;
  const { plan, priceMinor: amountMinor, currency, periodEnd: until } = sub;
  await notice(step, account, { userId, state: 'TRIAL_ENDING', plan, amountMinor, currency, until });
}

/** Trials that end until then are told of. */
export const remindedUntil = (now: Date): Date => new Date(now.getTime() + REMINDED_BEFORE_MS);

/** Puts a pseudonym in the place of an erased person. Their plan ends; a charge that is under way is given back when it has come. */
export async function forgetBillingOf(step: Step, { userId, pseudonym }: { userId: string; pseudonym: string }): Promise<void> {
  const { tx, now } = step;
  const account = await lockAccount(step, userId);
  if (!account) return;
  const erased = { ...account, erased: true };
  const sub = await liveSubscription(step, userId);
  if (sub) await endSubscription(step, erased, sub);
  else await voidOpenInvoice(step, userId);
  const forgotten = { methodRef: null, methodLabel: null, setupRef: null, erased: true, updatedAt: now };
  await tx.billingAccount.update({ where: { userId }, data: { userId: pseudonym, ...forgotten } });
}
