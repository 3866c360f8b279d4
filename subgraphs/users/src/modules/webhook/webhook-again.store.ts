import { randomUUID } from 'node:crypto';
import { invalidInput, notAllowed, notFound } from '@marquee/platform';
import type { Step } from '../../context';
import { tooManyTests } from './webhook.refusals';
import { KEPT_MS } from './webhook-tries';
import { lockWebhook } from './webhook.store';

const MOST_AT_ONCE = 10_000;
const TESTS_A_MINUTE = 10;
const MINUTE_MS = 60_000;

/** Writes a test event down, which goes at once. Returns its id. The webhook is locked: of many at the same time no more than may be are counted. */
export async function writeTestEvent(step: Step, webhookId: string, userId: string): Promise<string> {
  const { tx, now } = step;
  const webhook = await lockWebhook(step, webhookId, userId);
  if (webhook.state !== 'ACTIVE') throw notAllowed('This webhook sends nothing: let it go on first.');
  const since = new Date(now.getTime() - MINUTE_MS);
  const recent = await tx.webhookDelivery.findMany({
    where: { webhookId, topic: null, createdAt: { gt: since } },
    orderBy: { createdAt: 'asc' },
    select: { createdAt: true },
  });
  if (recent.length >= TESTS_A_MINUTE) throw tooManyTests(new Date(recent[0]!.createdAt.getTime() + MINUTE_MS));
  const id = randomUUID();
  const times = { occurredAt: now, createdAt: now, wantedAt: now, dueAt: now };
  await tx.webhookDelivery.create({ data: { id, webhookId, topic: null, entity: `test:${id}`, variables: {}, ...times } });
  return id;
}

/** What was over goes again, in its order, each as if it had just been written down. */
export async function replayDeliveries(
  step: Step,
  { webhookId, userId }: { webhookId: string; userId: string },
  from: Date,
): Promise<{ count: number; next: string | null }> {
  const { tx, now } = step;
  if (from.getTime() < now.getTime() - KEPT_MS) throw invalidInput('from', 'must be within the last 30 days');
  await lockWebhook(step, webhookId, userId);
  const rows = await tx.$queryRaw<{ id: string; createdAt: Date }[]>`
    SELECT id, created_at AS "createdAt" FROM webhook_deliveries
    WHERE webhook_id = ${webhookId}::uuid AND created_at >= ${from} AND status <> 'WAITING' ORDER BY created_at, id LIMIT ${MOST_AT_ONCE + 1}`;
  const taken = rows.slice(0, MOST_AT_ONCE).map(({ id }) => id);
  await tx.$executeRaw`
    UPDATE webhook_deliveries SET status = 'WAITING', ended_at = NULL, wanted_at = ${now}, due_at = ${now} WHERE id = ANY(${taken}::uuid[])`;
  return { count: taken.length, next: rows[MOST_AT_ONCE]?.createdAt.toISOString() ?? null };
}

/** One delivery goes at once, or as soon as those before it about the same thing have. */
export async function retryDelivery(step: Step, id: string, userId: string): Promise<string> {
  const { tx, now } = step;
  const found = await tx.webhookDelivery.findFirst({ where: { id, webhook: { userId } }, select: { webhookId: true } });
  if (!found) throw notFound('This delivery');
  await lockWebhook(step, found.webhookId, userId);
  await tx.webhookDelivery.update({ where: { id }, data: { status: 'WAITING', endedAt: null, wantedAt: now, dueAt: now } });
  await tx.webhook.update({ where: { id: found.webhookId }, data: { restsUntil: null } });
  return id;
}
