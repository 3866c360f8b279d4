import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { Webhook } from '../../generated/prisma/client';
import { webhookDisabled } from '../notification/notification-content';
import { postNotification } from '../notification/notification.store';
import { nextDeliveries, nextWebhook } from './webhook.sql';
import { FAILURES_UNTIL_REST, LEASE_MS, nextTry, restAfter, TRIED_FOR_MS } from './webhook-tries';
import type { Outcome, TakenDelivery, Try } from './webhook.types';

/**
 * Takes what is next of the webhook that waited longest, and what of it may be under way at a time: of one thing never more than the first that
 * is not over. The webhook is locked from before it is counted what is under way until the lease is written down: two workers take nothing twice.
 * Only whoever's rights last is told anything.
 */
export async function takeDeliveries({ tx, now }: Step): Promise<TakenDelivery[]> {
  const next = nextWebhook(now);
  const [webhook] = await tx.$queryRawUnsafe<Pick<Webhook, 'id' | 'failures'>[]>(next.text, ...next.values);
  if (!webhook) return [];
  const { id, failures } = webhook;
  const { text, values } = nextDeliveries(now, id, failures >= FAILURES_UNTIL_REST);
  const heads = await tx.$queryRawUnsafe<{ id: string }[]>(text, ...values);
  await tx.webhook.update({ where: { id }, data: { servedAt: now } });
  if (heads.length === 0) return [];
  const leaseId = randomUUID();
  const ids = heads.map((head) => head.id);
  await tx.webhookDelivery.updateMany({ where: { id: { in: ids } }, data: { leaseId, leasedUntil: new Date(now.getTime() + LEASE_MS) } });
  const {
    deliveries,
    selections,
    secrets,
    user: owner,
    ...row
  } = await tx.webhook.findUniqueOrThrow({
    where: { id },
    include: {
      deliveries: { where: { id: { in: ids } }, orderBy: { sequence: 'asc' } },
      selections: true,
      secrets: { where: { OR: [{ until: null }, { until: { gt: now } }] }, orderBy: { version: 'desc' } },
      user: { select: { id: true, username: true, role: true } },
    },
  });
  const queries = new Map(selections.map(({ topic, query }) => [topic, query]));
  return deliveries.map(({ variables, ...delivery }) => ({
    ...delivery,
    variables: variables as Record<string, string>,
    leaseId,
    webhook: row,
    query: delivery.topic === null ? null : (queries.get(delivery.topic) ?? null),
    secrets,
    owner,
  }));
}

/** Puts down what became of a delivery, unless its lease has lapsed and somebody else has it. */
export async function settleDelivery(step: Step, taken: TakenDelivery, outcome: Outcome): Promise<void> {
  const { tx, now } = step;
  await tx.$queryRaw`SELECT 1 FROM webhooks WHERE id = ${taken.webhookId}::uuid FOR NO KEY UPDATE`;
  const webhook = await tx.webhook.findUnique({ where: { id: taken.webhookId } });
  if (!webhook) return;
  const { status, dueAt } = stateAfter(taken, outcome, now);
  const isTry = 'try' in outcome;
  const written = await tx.webhookDelivery.updateMany({
    where: { id: taken.id, leaseId: taken.leaseId, status: 'WAITING' },
    data: {
      ...{ status, leaseId: null, leasedUntil: null, endedAt: status === 'WAITING' ? null : now },
      ...(dueAt ? { dueAt } : {}),
      ...(isTry ? { attempts: { increment: 1 } } : {}),
    },
  });
  if (written.count === 0) return;
  if (isTry) await addAttempt(step, taken, outcome.try);
  if (outcome.is === 'DELIVERED') await recover(step, webhook);
  else if (outcome.is === 'FAULT' && !outcome.isOurs) await countFailure(step, webhook, outcome);
}

function stateAfter(
  { attempts, wantedAt }: TakenDelivery,
  outcome: Outcome,
  now: Date,
): { status: 'WAITING' | 'DELIVERED' | 'FAILED' | 'SKIPPED'; dueAt?: Date } {
  if (outcome.is === 'DELIVERED') return { status: 'DELIVERED' };
  if (outcome.is === 'NOTHING') return { status: 'SKIPPED' };
  if (outcome.is === 'POSTPONED') {
    // What cannot be read for three days will not be.
    if (now.getTime() >= wantedAt.getTime() + TRIED_FOR_MS) return { status: 'FAILED' };
    return { status: 'WAITING', dueAt: new Date(now.getTime() + outcome.waitMs) };
  }
  const dueAt = nextTry(attempts + 1, { wantedAt, now, random: Math.random() });
  // Where nobody listens it is kept for whoever switches it on again.
  if (!dueAt) return { status: outcome.isGone ? 'WAITING' : 'FAILED' };
  return { status: 'WAITING', dueAt };
}

const addAttempt = ({ tx, now }: Step, { id, attempts }: TakenDelivery, one: Try) =>
  tx.webhookAttempt.upsert({
    where: { deliveryId_number: { deliveryId: id, number: attempts + 1 } },
    create: { deliveryId: id, number: attempts + 1, at: now, ...one },
    update: { at: now, ...one },
  });

/** The consumer is there: what waited because of its failures goes now. */
async function recover({ tx, now }: Step, { id, failures, failingSince }: Webhook): Promise<void> {
  if (failures === 0 && failingSince === null) return;
  await tx.webhook.update({ where: { id }, data: { failures: 0, failingSince: null, restsUntil: null } });
  if (failures < FAILURES_UNTIL_REST) return;
  await tx.webhookDelivery.updateMany({ where: { webhookId: id, status: 'WAITING', dueAt: { gt: now } }, data: { dueAt: now } });
}

async function countFailure(step: Step, webhook: Webhook, { isGone, retryAfterMs }: Extract<Outcome, { is: 'FAULT' }>): Promise<void> {
  const { tx, now } = step;
  const failures = webhook.failures + 1;
  const failingSince = webhook.failingSince ?? now;
  const rest = restAfter(failures, Math.random(), retryAfterMs);
  const isOver = isGone || now.getTime() - failingSince.getTime() >= TRIED_FOR_MS;
  const reason = isGone ? 'GONE' : 'FAILING';
  const disables = isOver && webhook.state === 'ACTIVE';
  await tx.webhook.update({
    where: { id: webhook.id },
    data: {
      ...{ failures, failingSince, restsUntil: rest > 0 ? new Date(now.getTime() + rest) : null },
      ...(disables ? { state: 'DISABLED', disabledReason: reason } : {}),
    },
  });
  if (disables) await postNotification(step, [webhook.userId], webhookDisabled(webhook, reason));
}
