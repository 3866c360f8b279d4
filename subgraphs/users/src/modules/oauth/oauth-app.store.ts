import { randomBytes, randomUUID } from 'node:crypto';
import { notAllowed, notFound } from '@marquee/platform';
import type { Step } from '../../context';
import type { App as AppRow, Prisma } from '../../generated/prisma/client';
import { endAppGrants, renewAppGrants } from './oauth-grant.store';
import { appSecretOf, hashOf, startOfSecret } from './oauth-secret';

const MOST = 20;
const HOUR_MS = 60 * 60_000;

type NewApp = Pick<AppRow, 'userId' | 'name' | 'websiteUrl' | 'logoUrl' | 'redirectUris' | 'scopes' | 'confidential'>;

/** Makes an app, and its first secret where it keeps one. Returns its id. Of two at the same time the change's lock of the person's row lets one be first. */
export async function makeApp(step: Step, app: NewApp): Promise<string> {
  const { tx, now } = step;
  if ((await tx.app.count({ where: { userId: app.userId } })) >= MOST)
    throw notAllowed(`At most ${MOST} apps can be had. Delete one first.`);
  const { id } = await tx.app.create({ data: { ...app, id: randomUUID(), createdAt: now, updatedAt: now } });
  if (app.confidential) await addSecret(step, id, 1);
  return id;
}

export type AppChange = Partial<Pick<AppRow, 'name' | 'websiteUrl' | 'logoUrl' | 'redirectUris' | 'scopes'>>;

/** Changes an app; what it may ask for holds for what gateways remember of it, too. */
export async function changeApp(step: Step, { id }: AppRow, change: AppChange): Promise<void> {
  const { tx, now } = step;
  const data: Prisma.AppUpdateInput = { ...change, version: { increment: 1 }, updatedAt: now };
  await tx.app.update({ where: { id }, data });
  if (change.scopes) await renewAppGrants(step, { appId: id });
}

/** Another secret; the present one is good beside it for some hours, those before no more. Returns its number. */
export async function rotateAppSecret(step: Step, { id, confidential }: AppRow, overlapHours: number): Promise<number> {
  const { tx, now } = step;
  if (!confidential) throw notAllowed('This app keeps no secret.');
  const newest = await tx.appSecret.findFirstOrThrow({ where: { appId: id }, orderBy: { version: 'desc' } });
  await tx.appSecret.deleteMany({ where: { appId: id, version: { lt: newest.version } } });
  const until = new Date(now.getTime() + overlapHours * HOUR_MS);
  await tx.appSecret.update({ where: { appId_version: { appId: id, version: newest.version } }, data: { until } });
  const version = newest.version + 1;
  await addSecret(step, id, version);
  await tx.app.update({ where: { id }, data: { version: { increment: 1 }, updatedAt: now } });
  return version;
}

/** Gateways hear of the end of what it does before its rows are gone. */
export async function deleteApp(step: Step, { id }: AppRow): Promise<void> {
  await endAppGrants(step, { appId: id }, 'BY_APP');
  await step.tx.app.delete({ where: { id } });
}

/** Locks an app of a person; refuses (NotFound) where they have no such. */
export async function lockApp({ tx }: Step, id: string, userId: string): Promise<AppRow> {
  await tx.$queryRaw`SELECT 1 FROM apps WHERE id = ${id}::uuid AND user_id = ${userId}::uuid FOR UPDATE`;
  const app = await tx.app.findFirst({ where: { id, userId } });
  if (!app) throw notFound('This app');
  return app;
}

async function addSecret({ tx, kept: { secrets } }: Step, appId: string, version: number): Promise<void> {
  const salt = new Uint8Array(randomBytes(16));
  const secret = appSecretOf(secrets, { appId, version, salt });
  await tx.appSecret.create({ data: { appId, version, salt, hash: hashOf(secrets, secret), start: startOfSecret(secret) } });
}
