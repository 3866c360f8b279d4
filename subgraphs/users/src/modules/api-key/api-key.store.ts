import { randomBytes, randomUUID } from 'node:crypto';
import { notAllowed, notFound, startOfApiKey } from '@marquee/platform';
import { channels } from '../../channels';
import type { Step } from '../../context';
import type { ApiKey as ApiKeyRow, ApiKeyEnd, Prisma } from '../../generated/prisma/client';
import { recordAccountEvent } from '../history/history.store';
import { securityAlert } from '../notification/notification-security-content';
import { postNotification } from '../notification/notification.store';
import { tokensOver } from '../session/session-lifetimes';
import { hashOf, secretOf } from './api-key-secret';

const MOST = 20;
const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

type NewKey = Pick<ApiKeyRow, 'userId' | 'name' | 'scopes' | 'origins' | 'networks' | 'isTest'> & { days: number };

/** Makes a key and its first secret, and tells its person. Returns its id. Of two at the same time the change's lock of the person's row lets one be first. */
export async function makeApiKey(step: Step, { userId, days, ...key }: NewKey): Promise<string> {
  const { tx, now } = step;
  if ((await tx.apiKey.count({ where: { userId, endedAt: null, expiresAt: { gt: now } } })) >= MOST)
    throw notAllowed(`At most ${MOST} keys can be good at a time. End one first.`);
  const expiresAt = new Date(now.getTime() + days * DAY_MS);
  const { id } = await tx.apiKey.create({ data: { ...key, id: randomUUID(), userId, grantId: randomUUID(), createdAt: now, expiresAt } });
  const start = await addSecret(step, { id, isTest: key.isTest }, 1);
  await recordAccountEvent(step, { userId, kind: 'API_KEY_MADE', actorId: userId, detail: start });
  await postNotification(step, [userId], securityAlert({ what: 'API_KEY_MADE' }, now));
  return id;
}

/** Another secret for a key that is good; the present one is good beside it for some hours, those before no more. */
export async function rotateSecret(step: Step, { id, userId }: { id: string; userId: string }, overlapHours: number): Promise<number> {
  const { tx, now } = step;
  const key = await lockApiKey(step, id, userId);
  if (!key) throw notFound('This key');
  if (key.endedAt || key.expiresAt <= now) throw notAllowed('This key is not good any more. Make another one.');
  const newest = await tx.apiKeySecret.findFirstOrThrow({ where: { keyId: id }, orderBy: { version: 'desc' } });
  await tx.apiKeySecret.deleteMany({ where: { keyId: id, version: { lt: newest.version } } });
  const until = new Date(now.getTime() + overlapHours * HOUR_MS);
  await tx.apiKeySecret.update({ where: { keyId_version: { keyId: id, version: newest.version } }, data: { until } });
  const version = newest.version + 1;
  const start = await addSecret(step, key, version);
  // Gateways remember whom the former secrets stand for.
  await renewGrants(step, { id });
  await recordAccountEvent(step, { userId, kind: 'API_KEY_ROTATED', actorId: userId, detail: start });
  return version;
}

/** Locks a key of a person; null when they have no such key. */
export async function lockApiKey({ tx }: Step, id: string, userId: string): Promise<ApiKeyRow | null> {
  await tx.$queryRaw`SELECT 1 FROM api_keys WHERE id = ${id}::uuid AND user_id = ${userId}::uuid FOR UPDATE`;
  return tx.apiKey.findFirst({ where: { id, userId } });
}

/** Ends those of these keys that have not ended, at every gateway. */
export async function endApiKeys(step: Step, where: Prisma.ApiKeyWhereInput, endReason: ApiKeyEnd): Promise<void> {
  const { tx, now } = step;
  const ended = await tx.apiKey.updateManyAndReturn({
    where: { ...where, endedAt: null },
    data: { endedAt: now, endReason },
    select: { id: true, userId: true, grantId: true },
  });
  if (ended.length === 0) return;
  await endGrants(step, ended);
  const starts = await tx.apiKeySecret.findMany({ where: { keyId: { in: ended.map(({ id }) => id) } }, orderBy: { version: 'asc' } });
  const startOf = new Map(starts.map(({ keyId, start }) => [keyId, start]));
  for (const { id, userId } of ended) {
    const actorId = endReason === 'BY_OWNER' ? userId : null;
    await recordAccountEvent(step, { userId, kind: 'API_KEY_REVOKED', actorId, detail: startOf.get(id)! });
  }
}

/** What gateways remember of these keys is outdated: the next request with one is looked up anew. */
export async function renewGrants(step: Step, where: Prisma.ApiKeyWhereInput): Promise<void> {
  const keys = await step.tx.apiKey.findMany({ where: { ...where, endedAt: null }, select: { id: true, grantId: true } });
  for (const { id } of keys) await step.tx.apiKey.update({ where: { id }, data: { grantId: randomUUID() } });
  await endGrants(step, keys);
}

/** A gateway that misses the push reads the row, as it does for sessions. */
async function endGrants({ tx, now, push }: Step, keys: readonly { grantId: string }[]): Promise<void> {
  const until = tokensOver(now);
  await tx.endedSession.createMany({
    data: keys.map(({ grantId }) => ({ sessionId: grantId, endedAt: now, until })),
    skipDuplicates: true,
  });
  for (const { grantId } of keys) push(channels.sessionsRevoked, { sessionId: grantId });
}

/** Returns how it begins. */
async function addSecret(
  { tx, kept: { secrets } }: Step,
  { id: keyId, isTest }: Pick<ApiKeyRow, 'id' | 'isTest'>,
  version: number,
): Promise<string> {
  const salt = new Uint8Array(randomBytes(16));
  const secret = secretOf(secrets, { keyId, version, salt, isTest });
  const start = startOfApiKey(secret);
  await tx.apiKeySecret.create({ data: { keyId, version, salt, hash: hashOf(secrets, secret), start } });
  return start;
}
