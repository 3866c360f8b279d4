import { randomUUID } from 'node:crypto';
import { notAllowed, notFound } from '@marquee/platform';
import type { Step } from '../../context';
import type { Prisma, Webhook } from '../../generated/prisma/client';
import { webhookDisabled } from '../notification/notification-content';
import { recordAct } from '../organization/organization-acts.store';
import { roleIn } from '../organization/organization-members.store';
import { actingRole, mayRun } from '../organization/organization-rights';
import { recordAccountEvent } from '../history/history.store';
import { securityAlert } from '../notification/notification-security-content';
import { postNotification } from '../notification/notification.store';
import { newSecret } from './webhook-signature';
import { KEPT_MS } from './webhook-tries';

const MOST = 10;
const HOUR_MS = 60 * 60_000;

/** Who may have webhooks of an organisation. */
export const HOOK_ROLES = ['OWNER', 'MANAGER'] as const;

export const secretPlace = (id: string) => ({ table: 'webhook_secrets', column: 'sealed', id });

type NewWebhook = Pick<Webhook, 'userId' | 'organizationId' | 'name' | 'url' | 'scopes'> & { topics: readonly Selection[] };
interface Selection {
  topic: string;
  query: string;
}

/** Makes a webhook and its first secret, and tells its person. Returns its id. Of two at the same time the change's lock of the person's row lets one be first. */
export async function makeWebhook(step: Step, { topics, ...webhook }: NewWebhook): Promise<string> {
  const { tx, now } = step;
  const { userId, organizationId } = webhook;
  if (organizationId) await requireRole(step, organizationId, userId);
  if ((await tx.webhook.count({ where: { userId } })) >= MOST) throw notAllowed(`At most ${MOST} webhooks can be had. Delete one first.`);
  const { id } = await tx.webhook.create({ data: { ...webhook, id: randomUUID(), createdAt: now } });
  await tx.webhookSelection.createMany({ data: topics.map((selection) => ({ ...selection, webhookId: id })) });
  await addSecret(step, id, 1);
  await tellOwner(step, 'WEBHOOK_MADE', webhook);
  if (organizationId) await recordAct(step, { organizationId, kind: 'WEBHOOK_MADE', actorId: userId, personId: userId });
  return id;
}

async function requireRole({ tx }: Step, organizationId: string, userId: string): Promise<void> {
  const known = await tx.organization.findUnique({
    where: { id: organizationId },
    select: { members: { where: { userId }, select: { role: true } } },
  });
  if (!known) throw notFound('This organisation');
  const role = known.members[0]?.role ?? null;
  if (!HOOK_ROLES.some((one) => one === role)) throw notAllowed('Only owners and managers of an organisation have webhooks of it.');
}

async function tellOwner(
  step: Step,
  kind: 'WEBHOOK_MADE' | 'WEBHOOK_CHANGED',
  { userId, url }: Pick<Webhook, 'userId' | 'url'>,
): Promise<void> {
  await recordAccountEvent(step, { userId, kind, actorId: userId, detail: new URL(url).host });
  await postNotification(step, [userId], securityAlert({ what: 'WEBHOOK_CHANGED' }, step.now));
}

interface Change {
  name?: string | undefined;
  url?: string | undefined;
  scopes?: string[] | undefined;
  topics?: readonly Selection[] | undefined;
  isPaused?: boolean | undefined;
}

/** Changes a locked webhook. One that goes on, or leads elsewhere, is tried anew: what failed said nothing of it. */
export async function changeWebhook(step: Step, webhook: Webhook, { topics, isPaused, ...fields }: Change): Promise<void> {
  const { tx, now } = step;
  const { id } = webhook;
  const data: Prisma.WebhookUpdateInput = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  const goesOn = isPaused === false && webhook.state !== 'ACTIVE';
  if (isPaused !== undefined) Object.assign(data, { state: isPaused ? 'PAUSED' : 'ACTIVE', disabledReason: null });
  const isAnew = goesOn || (fields.url !== undefined && fields.url !== webhook.url);
  if (isAnew) {
    Object.assign(data, { failures: 0, failingSince: null, restsUntil: null });
    await tx.webhookDelivery.updateMany({ where: { webhookId: id, status: 'WAITING' }, data: { wantedAt: now, dueAt: now } });
  }
  await tx.webhook.update({ where: { id }, data });
  if (topics) {
    await tx.webhookSelection.deleteMany({ where: { webhookId: id } });
    await tx.webhookSelection.createMany({ data: topics.map((selection) => ({ ...selection, webhookId: id })) });
  }
  if (topics || fields.url !== undefined || fields.scopes)
    await tellOwner(step, 'WEBHOOK_CHANGED', { ...webhook, ...(fields.url ? { url: fields.url } : {}) });
}

/** Another secret; what is sent is signed with the present one, too, for some hours. */
export async function rotateWebhookSecret(step: Step, webhookId: string, overlapHours: number): Promise<number> {
  const { tx, now } = step;
  const newest = await tx.webhookSecret.findFirstOrThrow({ where: { webhookId }, orderBy: { version: 'desc' } });
  await tx.webhookSecret.deleteMany({ where: { webhookId, version: { lt: newest.version } } });
  await tx.webhookSecret.update({ where: { id: newest.id }, data: { until: new Date(now.getTime() + overlapHours * HOUR_MS) } });
  const version = newest.version + 1;
  await addSecret(step, webhookId, version);
  return version;
}

async function addSecret({ tx, kept }: Step, webhookId: string, version: number): Promise<void> {
  const id = randomUUID();
  await tx.webhookSecret.create({ data: { id, webhookId, version, sealed: kept.fields.seal(secretPlace(id), newSecret()) } });
}

/** Locks a webhook of a person; refuses (NotFound) where they have no such. */
export async function lockWebhook({ tx }: Step, id: string, userId: string): Promise<Webhook> {
  await tx.$queryRaw`SELECT 1 FROM webhooks WHERE id = ${id}::uuid AND user_id = ${userId}::uuid FOR NO KEY UPDATE`;
  const webhook = await tx.webhook.findFirst({ where: { id, userId } });
  if (!webhook) throw notFound('This webhook');
  return webhook;
}

/** Deletes a webhook with its log; what an organisation's programs hear is in its log. */
export async function deleteWebhook(step: Step, { id, userId, organizationId }: Webhook, actorId: string): Promise<void> {
  await step.tx.webhook.delete({ where: { id } });
  if (organizationId) await recordAct(step, { organizationId, kind: 'WEBHOOK_REMOVED', actorId, personId: userId });
}

/** An owner of its organisation removes a webhook, and who made it is told. Returns the organisation; null where they have no such. */
export async function removeFromOrganization(
  step: Step,
  id: string,
  by: { id: string; permissions: readonly string[] },
): Promise<string | null> {
  const { tx } = step;
  await tx.$queryRaw`SELECT 1 FROM webhooks WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  const webhook = await tx.webhook.findUnique({ where: { id } });
  if (!webhook?.organizationId) return null;
  if (!mayRun(actingRole(await roleIn(step, webhook.organizationId, by.id), by.permissions))) return null;
  await deleteWebhook(step, webhook, by.id);
  if (webhook.userId !== by.id) await postNotification(step, [webhook.userId], webhookDisabled(webhook, 'REMOVED'));
  return webhook.organizationId;
}

/** Whoever takes an account back must not have to look for where somebody else had its news sent. */
export async function pauseWebhooks({ tx }: Step, userId: string): Promise<void> {
  await tx.webhook.updateMany({ where: { userId, state: 'ACTIVE' }, data: { state: 'PAUSED' } });
}

const AT_ONCE = 1_000;

/** Forgets some of what was told more than a month ago; false when there is none. */
export async function forgetDeliveries({ tx, now }: Step): Promise<boolean> {
  const before = new Date(now.getTime() - KEPT_MS);
  return (
    (await tx.$executeRaw`
      DELETE FROM webhook_deliveries WHERE id IN (SELECT id FROM webhook_deliveries WHERE created_at < ${before} ORDER BY created_at LIMIT ${AT_ONCE})`) >
    0
  );
}
