import { randomUUID } from 'node:crypto';
import { channels } from '../../channels';
import type { Step } from '../../context';
import { Prisma, type AppEnd, type AppGrant } from '../../generated/prisma/client';
import { tokensOver } from '../session/session-lifetimes';
import { hashOf, newAccessToken, newRefreshToken } from './oauth-secret';
import type { Issued } from './oauth.types';

const ACCESS_SECONDS = 60 * 60;
/** Unused for so long, an app has to ask its person again. */
const REFRESH_MS = 90 * 24 * 60 * 60_000;
/** Copies of one app that act for one person; one more ends the oldest. */
const MOST = 20;

type NewGrant = Pick<AppGrant, 'appId' | 'authorizationId' | 'userId' | 'scopes'>;

/** Begins a row of tokens. The row of its authorization, or of its owner, is locked. */
export async function openGrant(step: Step, wanted: NewGrant): Promise<AppGrant> {
  const { tx, now } = step;
  const { appId, authorizationId, userId } = wanted;
  const open = await tx.appGrant.findMany({
    where: { appId, authorizationId, userId, endedAt: null, expiresAt: { gt: now } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    skip: MOST - 1,
    select: { id: true },
  });
  if (open.length > 0) await endAppGrants(step, { id: { in: open.map(({ id }) => id) } }, 'TOO_MANY');
  return tx.appGrant.create({ data: { ...wanted, id: randomUUID(), accessId: randomUUID(), createdAt: now, expiresAt: now } });
}

/** Gives out tokens. The row of the grant is locked, or was made just now. `scopes`: of the access token, which may have less than the grant. */
export async function issueTokens(step: Step, grant: AppGrant, scopes: string[]): Promise<Issued> {
  const { tx, now, kept } = step;
  const { secrets } = kept;
  const isRefreshed = grant.authorizationId !== null;
  const [accessToken, refreshToken] = [newAccessToken(), isRefreshed ? newRefreshToken() : null];
  const accessUntil = new Date(now.getTime() + ACCESS_SECONDS * 1000);
  const refreshUntil = new Date(now.getTime() + REFRESH_MS);
  const row = { grantId: grant.id, createdAt: now };
  await tx.appToken.createMany({
    data: [
      { ...row, hash: hashOf(secrets, accessToken), kind: 'ACCESS', scopes, expiresAt: accessUntil },
      ...(refreshToken
        ? [{ ...row, hash: hashOf(secrets, refreshToken), kind: 'REFRESH' as const, scopes: grant.scopes, expiresAt: refreshUntil }]
        : []),
    ],
  });
  await tx.appGrant.update({ where: { id: grant.id }, data: { expiresAt: isRefreshed ? refreshUntil : accessUntil } });
  return { accessToken, refreshToken, expiresInSeconds: ACCESS_SECONDS, scopes };
}

/** Locks a grant; null when there is none. */
export async function lockGrant({ tx }: Step, id: string): Promise<AppGrant | null> {
  await tx.$queryRaw`SELECT 1 FROM app_grants WHERE id = ${id}::uuid FOR UPDATE`;
  return tx.appGrant.findUnique({ where: { id } });
}

/** Ends those of these grants that have not ended, at every gateway. */
export async function endAppGrants(step: Step, where: Prisma.AppGrantWhereInput, endReason: AppEnd): Promise<void> {
  const { tx, now } = step;
  const ended = await tx.appGrant.updateManyAndReturn({
    where: { ...where, endedAt: null },
    data: { endedAt: now, endReason },
    select: { accessId: true },
  });
  await tellGateways(step, ended);
}

/** What gateways remember of these grants is outdated: the next request of each is looked up anew, and its sockets are closed. */
export async function renewAppGrants(step: Step, of: { appId: string } | { userId: string } | { ownerId: string }): Promise<void> {
  const outdated = await step.tx.$queryRaw<{ accessId: string }[]>`
    WITH former AS (
      SELECT id, access_id FROM app_grants WHERE ${grantsOf(of)} AND ended_at IS NULL AND expires_at > ${step.now} ORDER BY id FOR UPDATE
    )
    UPDATE app_grants g SET access_id = gen_random_uuid() FROM former WHERE g.id = former.id RETURNING former.access_id::text AS "accessId"`;
  await tellGateways(step, outdated);
}

/** Each by its own index. */
function grantsOf(of: { appId: string } | { userId: string } | { ownerId: string }): Prisma.Sql {
  if ('appId' in of) return Prisma.sql`app_id = ${of.appId}::uuid`;
  if ('userId' in of) return Prisma.sql`user_id = ${of.userId}::uuid`;
  return Prisma.sql`app_id IN (SELECT id FROM apps WHERE user_id = ${of.ownerId}::uuid)`;
}

/** A gateway that misses the push reads the row, as it does for sessions. */
async function tellGateways({ tx, now, push }: Step, grants: readonly { accessId: string }[]): Promise<void> {
  if (grants.length === 0) return;
  const until = tokensOver(now);
  await tx.endedSession.createMany({
    data: grants.map(({ accessId }) => ({ sessionId: accessId, endedAt: now, until })),
    skipDuplicates: true,
  });
  for (const { accessId } of grants) push(channels.sessionsRevoked, { sessionId: accessId });
}
