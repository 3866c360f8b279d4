import type { Step } from '../../context';
import type { App as AppRow } from '../../generated/prisma/client';
import { isActive } from '../user/user.store';
import { lockAuthorization } from './oauth-authorization.store';
import { invalidGrant, OAuthFault } from './oauth-fault';
import { endAppGrants, issueTokens, lockGrant, openGrant } from './oauth-grant.store';
import { askedScopes } from './oauth-scopes';
import { challengeOf } from './oauth-secret';
import type { Issued } from './oauth.types';

/** What came of asking for tokens. A fault is returned and not thrown where what it leaves behind has to stay: a row that was ended, a wait. */
export type Outcome = Issued | OAuthFault;

type Hash = Uint8Array<ArrayBuffer>;

/** Exchanges a code, once: whoever brings it again ends what it was exchanged for. Locks the person, the authorization, the code. */
export async function exchangeCode(
  step: Step,
  app: AppRow,
  { hash, redirectUri, verifier }: { hash: Hash; redirectUri: string; verifier: string },
): Promise<Outcome> {
  const { tx, kept } = step;
  const named = await tx.appCode.findUnique({ where: { hash }, include: { authorization: true } });
  if (!named || named.authorization.appId !== app.id || !(await isActive(tx, named.authorization.userId))) return invalidGrant();
  const authorization = await lockAuthorization(step, named.authorizationId);
  const code = await tx.appCode.findUnique({ where: { hash } });
  if (!authorization || authorization.endedAt || !code) return invalidGrant();
  if (code.usedAt) {
    if (code.grantId) await endAppGrants(step, { id: code.grantId }, 'REUSED');
    step.after(() => step.logger.warn({ appId: app.id }, 'a code of an app came back; what it was exchanged for was ended'));
    return invalidGrant();
  }
  const isGood = code.expiresAt > kept.clock.now() && code.redirectUri === redirectUri && challengeOf(verifier) === code.challenge;
  const { id: authorizationId, userId, appId } = authorization;
  const grant = isGood ? await openGrant(step, { appId, authorizationId, userId, scopes: code.scopes }) : null;
  // One try: who has the code without the rest has stolen it.
  await tx.appCode.update({ where: { hash }, data: { usedAt: step.now, grantId: grant?.id ?? null } });
  return grant ? issueTokens(step, grant, grant.scopes) : invalidGrant();
}

/** Exchanges a refresh token for the next one: one that was exchanged already ends them all. Locks the person, the grant. */
export async function rotateTokens(step: Step, app: AppRow, { hash, asked }: { hash: Hash; asked: string | null }): Promise<Outcome> {
  const { tx, kept } = step;
  const named = await tx.appToken.findUnique({ where: { hash }, include: { grant: true } });
  if (named?.kind !== 'REFRESH' || named.grant.appId !== app.id || !(await isActive(tx, named.grant.userId))) return invalidGrant();
  const grant = await lockGrant(step, named.grantId);
  const token = await tx.appToken.findUnique({ where: { hash } });
  if (!grant || grant.endedAt || !token) return invalidGrant();
  if (token.usedAt) {
    await endAppGrants(step, { id: grant.id }, 'REUSED');
    step.after(() =>
      step.logger.warn({ appId: app.id, grantId: grant.id }, 'a spent refresh token of an app came back; its tokens were ended'),
    );
    return invalidGrant();
  }
  if (token.expiresAt <= kept.clock.now()) return invalidGrant();
  const scopes = askedScopes(asked, grant.scopes);
  await tx.appToken.update({ where: { hash }, data: { usedAt: step.now } });
  return issueTokens(step, grant, scopes);
}

/** A device asks whether it was let in. Locks the person and the authorization where it was, and the device. */
export async function pollDevice(step: Step, app: AppRow, hash: Hash): Promise<Outcome> {
  const { tx, kept } = step;
  const named = await tx.appDevice.findUnique({ where: { hash }, include: { authorization: true } });
  if (named?.appId !== app.id) return invalidGrant();
  if (named.authorization && !(await isActive(tx, named.authorization.userId))) return invalidGrant();
  const authorization = named.authorization && (await lockAuthorization(step, named.authorization.id));
  await tx.$queryRaw`SELECT 1 FROM app_devices WHERE hash = ${hash} FOR UPDATE`;
  const device = await tx.appDevice.findUnique({ where: { hash } });
  const now = kept.clock.now();
  if (!device || device.state === 'USED') return invalidGrant();
  if (device.expiresAt <= now)
    return new OAuthFault('expired_token', 'Nobody let this device in within a quarter of an hour. Begin again.');
  if (device.state === 'DENIED') return new OAuthFault('access_denied', 'The person said no.');
  // Let in since it was looked at: the next try has its person locked.
  if (device.state === 'WAITING' || !authorization) return wait(step, { ...device, hash }, now);
  if (authorization.endedAt) return new OAuthFault('access_denied', 'The person has taken it back.');
  await tx.appDevice.update({ where: { hash }, data: { state: 'USED' } });
  const { id: authorizationId, userId } = authorization;
  const grant = await openGrant(step, { appId: app.id, authorizationId, userId, scopes: device.scopes });
  return issueTokens(step, grant, grant.scopes);
}

/** Who asks too soon is told to ask less often (RFC 8628, 3.5). */
async function wait(
  { tx }: Step,
  { hash, polledAt, intervalSeconds }: { hash: Hash; polledAt: Date | null; intervalSeconds: number },
  now: Date,
): Promise<OAuthFault> {
  const isTooSoon = polledAt !== null && now.getTime() - polledAt.getTime() < intervalSeconds * 1000;
  await tx.appDevice.update({ where: { hash }, data: { polledAt: now, intervalSeconds: intervalSeconds + (isTooSoon ? 5 : 0) } });
  return isTooSoon
    ? new OAuthFault('slow_down', 'Ask five seconds less often from now on.')
    : new OAuthFault('authorization_pending', 'Nobody has decided yet.');
}

/** An app that keeps a secret acts for its own owner, within what it may ask for. */
export async function grantOwner(step: Step, { id: appId, userId }: AppRow, scopes: string[]): Promise<Outcome> {
  if (!(await isActive(step.tx, userId))) return invalidGrant();
  const grant = await openGrant(step, { appId, authorizationId: null, userId, scopes });
  return issueTokens(step, grant, scopes);
}

/** An app gives a token back, and with it all of its row. What is not its own stays as it is. */
export async function giveBack(step: Step, app: AppRow, hash: Hash): Promise<null> {
  const named = await step.tx.appToken.findUnique({ where: { hash }, include: { grant: true } });
  if (named?.grant.appId !== app.id) return null;
  await lockGrant(step, named.grantId);
  await endAppGrants(step, { id: named.grantId }, 'BY_APP');
  return null;
}
