import { randomBytes, randomUUID } from 'node:crypto';
import { networkPrefixOf, type Caller, type Refusal } from '@marquee/platform';
import { channels } from '../../channels';
import type { Step } from '../../context';
import type { Prisma, SignInWay, User as UserRow } from '../../generated/prisma/client';
import { recordSignIn } from '../history/history.store';
import { postNotification } from '../notification/notification.store';
import { securityAlert } from '../notification/notification-security-content';
import { deviceKey, deviceName } from './session-device';
import { tokensOver } from './session-lifetimes';
import { originOf } from './session-origin';
import { storeRefreshToken } from './session-rotation.store';
import { accountSuspended, passwordChanged } from './session.refusals';

/** For so long after all that the account asks for was shown, sensitive changes ask for no more. */
export const ELEVATED_MS = 10 * 60 * 1000;

const LIFETIME_MS = 90 * 24 * 60 * 60 * 1000;
/** Fewer than the longest page, so that the present session is always to be found in one. */
const MAX_OPEN = 50;

/** What a suspended person is told of it. */
export async function refuseSuspended(tx: Pick<Step['tx'], 'suspension'>, userId: string): Promise<Refusal> {
  const suspension = await tx.suspension.findFirst({ where: { userId, endedAt: null } });
  return accountSuspended({
    statement: suspension?.statement ?? null,
    until: suspension?.until ?? null,
    mayAppeal: suspension !== null && suspension.appealedAt === null,
  });
}

/** Opens a session for a person as they were when their password was checked, and returns its id; refuses a suspended account. */
export async function openSession(
  step: Step,
  { id: userId, passwordVersion }: Pick<UserRow, 'id' | 'passwordVersion'>,
  caller: Caller,
  way: SignInWay = 'PASSWORD',
): Promise<string> {
  const { ip, userAgent, clientName } = caller;
  const { tx, now } = step;
  // Held until the commit, so that a suspension or another password at the same time either sees this session or is seen here, and of two
  // sign-ins at the same time the second counts the first.
  const [present] = await tx.$queryRaw<
    { suspended_at: Date | null; password_version: number; demo: boolean }[]
  >`SELECT suspended_at, password_version, demo FROM users WHERE id = ${userId}::uuid FOR NO KEY UPDATE`;
  if (!present || present.suspended_at) throw await refuseSuspended(tx, userId);
  if (present.password_version !== passwordVersion) throw passwordChanged();
  const devices = await tx.$queryRaw<{ userAgent: string | null; clientName: string | null; network: string }[]>`
    SELECT DISTINCT user_agent AS "userAgent", client_name AS "clientName", network FROM sessions WHERE user_id = ${userId}::uuid`;
  const session = await tx.session.create({
    data: {
      id: randomUUID(),
      userId,
      salt: new Uint8Array(randomBytes(16)),
      ip: ip ?? null,
      network: networkPrefixOf(ip),
      userAgent: label(userAgent, 400),
      clientName: label(clientName, 100),
      createdAt: now,
      lastUsedAt: now,
      expiresAt: new Date(now.getTime() + LIFETIME_MS),
      // Whoever opens a session has just shown all that the account asks for.
      elevatedUntil: new Date(now.getTime() + ELEVATED_MS),
    },
  });
  await storeRefreshToken(step, session);
  await endSurplus(step, userId, session.id);
  const origin = originOf(caller);
  const newDevice = !devices.some((device) => deviceKey(device) === deviceKey(session));
  const newNetwork = !devices.some(({ network }) => network === origin.network);
  await recordSignIn(step, { ...origin, userId, way, newDevice, newNetwork, sessionId: session.id });
  // The first one is new in any case, and everybody uses the demo accounts.
  if (devices.length > 0 && !present.demo && newDevice)
    await postNotification(step, [userId], securityAlert({ what: 'NEW_DEVICE', device: deviceName(session) }, now));
  return session.id;
}

/** Says of a session that its person has just shown all that the account asks for. Returns until when that counts. */
export async function elevateSession({ tx, now }: Step, id: string): Promise<Date> {
  const elevatedUntil = new Date(now.getTime() + ELEVATED_MS);
  await tx.session.updateMany({ where: { id, endedAt: null }, data: { elevatedUntil } });
  return elevatedUntil;
}

/** The account asks for more than these sessions have shown. */
export const endElevations = ({ tx }: Pick<Step, 'tx'>, userId: string) =>
  tx.session.updateMany({ where: { userId, elevatedUntil: { not: null } }, data: { elevatedUntil: null } });

/** Nobody has so many devices: each further session ends the one that was unused for the longest. The session itself stays. */
async function endSurplus(step: Step, userId: string, sessionId: string): Promise<void> {
  const surplus = await step.tx.session.findMany({
    where: { userId, id: { not: sessionId }, endedAt: null, expiresAt: { gt: step.now } },
    orderBy: [{ lastUsedAt: 'desc' }, { id: 'desc' }],
    skip: MAX_OPEN - 1,
    select: { id: true },
  });
  if (surplus.length > 0) await endSessions(step, { id: { in: surplus.map(({ id }) => id) } }, 'TOO_MANY');
}

/**
 * Ends those of these sessions that have not ended, and returns their ids. Gateways are told after the commit; a gateway that misses it,
 * or starts later, reads the row in `ended_sessions`.
 */
export async function endSessions({ tx, now, push }: Step, where: Prisma.SessionWhereInput, endReason: string): Promise<string[]> {
  const ended = await tx.session.updateManyAndReturn({
    where: { ...where, endedAt: null },
    data: { endedAt: now, endReason },
    select: { id: true },
  });
  const until = tokensOver(now);
  await tx.endedSession.createMany({ data: ended.map(({ id }) => ({ sessionId: id, endedAt: now, until })), skipDuplicates: true });
  // One by one and not by the person: a sign-in of a moment later must not be turned away as well.
  for (const { id } of ended) push(channels.sessionsRevoked, { sessionId: id });
  return ended.map(({ id }) => id);
}

/** What a client says of itself: bounded, and without what neither Postgres nor a terminal likes. */
const label = (said: string | undefined, longest: number): string | null => said?.replace(/\p{Cc}/gu, '').slice(0, longest) || null;
