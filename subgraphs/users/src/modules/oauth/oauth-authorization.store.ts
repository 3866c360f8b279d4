import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { AppAuthorization, AppEnd, Prisma } from '../../generated/prisma/client';
import { recordAccountEvent } from '../history/history.store';
import { securityAlert } from '../notification/notification-security-content';
import { postNotification } from '../notification/notification.store';
import { endAppGrants, renewAppGrants } from './oauth-grant.store';

interface Allowed {
  app: { id: string; name: string };
  userId: string;
  scopes: readonly string[];
}

/** A person lets an app act for them, and is told. The person's row is locked. Returns the id of what they allowed. */
export async function authorizeApp(step: Step, { app, userId, scopes }: Allowed): Promise<string> {
  const { tx, now } = step;
  const of = { appId_userId: { appId: app.id, userId } };
  const before = await tx.appAuthorization.findUnique({ where: of });
  const isOpen = before !== null && before.endedAt === null;
  const had = isOpen ? before.scopes : [];
  const all = [...new Set([...had, ...scopes])];
  const begun = { scopes: all, createdAt: now, endedAt: null, endReason: null, lastUsedAt: null };
  const { id } = before
    ? await tx.appAuthorization.update({ where: of, data: isOpen ? { scopes: all } : begun })
    : await tx.appAuthorization.create({ data: { ...begun, id: randomUUID(), appId: app.id, userId } });
  // Each time, as for a sign-in from a new device: another copy of an app that is allowed already may be somebody else's.
  await recordAccountEvent(step, { userId, kind: 'APP_AUTHORIZED', actorId: userId, detail: app.name });
  await postNotification(step, [userId], securityAlert({ what: 'APP_AUTHORIZED', app: app.name }, now));
  return id;
}

/** Locks an authorization; null when there is none. */
export async function lockAuthorization({ tx }: Step, id: string): Promise<AppAuthorization | null> {
  await tx.$queryRaw`SELECT 1 FROM app_authorizations WHERE id = ${id}::uuid FOR UPDATE`;
  return tx.appAuthorization.findUnique({ where: { id } });
}

/** Ends those of these authorizations that have not ended, with their codes, devices and tokens. */
export async function endAuthorizations(step: Step, where: Prisma.AppAuthorizationWhereInput, endReason: AppEnd): Promise<void> {
  const { tx, now } = step;
  const ended = await tx.appAuthorization.updateManyAndReturn({
    where: { ...where, endedAt: null },
    data: { endedAt: now, endReason },
    select: { id: true, userId: true, app: { select: { name: true } } },
  });
  const of = { authorizationId: { in: ended.map(({ id }) => id) } };
  await tx.appCode.deleteMany({ where: of });
  await tx.appDevice.deleteMany({ where: of });
  await endAppGrants(step, of, endReason);
  for (const { userId, app } of ended) {
    const actorId = endReason === 'BY_PERSON' ? userId : null;
    await recordAccountEvent(step, { userId, kind: 'APP_REVOKED', actorId, detail: app.name });
  }
}

/**
 * A person may not sign in any more, or takes their account back: apps of others act for them no more, for good, and their own apps do nothing
 * for anybody while they may not sign in.
 */
export async function endAppsOf(step: Step, userId: string, endReason: AppEnd): Promise<void> {
  await endAuthorizations(step, { userId }, endReason);
  // Those of their own apps, which act for them by the app's secret.
  await endAppGrants(step, { userId }, endReason);
  await renewAppGrants(step, { ownerId: userId });
}
