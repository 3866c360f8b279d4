import { randomBytes, randomUUID } from 'node:crypto';
import type { Caller } from '@marquee/platform';
import { channels } from '../../channels';
import type { Step } from '../../context';
import type { Prisma } from '../../generated/prisma/client';
import { networkPrefixOf } from './session-network';
import { storeRefreshToken } from './session-rotation.store';
import { accountSuspended } from './session.refusals';

const LIFETIME_MS = 90 * 24 * 60 * 60 * 1000;

/** Opens a session for a person and returns its id; refuses a suspended account. */
export async function openSession(step: Step, userId: string, { ip, userAgent, clientName }: Caller): Promise<string> {
  const { tx, now } = step;
  // Held until the commit, so that a suspension at the same time either sees this session or is seen here.
  const [allowed] = await tx.$queryRaw<
    { suspended_at: Date | null }[]
  >`SELECT suspended_at FROM users WHERE id = ${userId}::uuid FOR SHARE`;
  if (!allowed || allowed.suspended_at) throw accountSuspended();
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
    },
  });
  await storeRefreshToken(step, session);
  return session.id;
}

/** Ends those of these sessions that have not ended, tells the gateways after the commit, and returns their ids. */
export async function endSessions({ tx, now, push }: Step, where: Prisma.SessionWhereInput, endReason: string): Promise<string[]> {
  const ended = await tx.session.updateManyAndReturn({
    where: { ...where, endedAt: null },
    data: { endedAt: now, endReason },
    select: { id: true },
  });
  // One by one and not by the person: a sign-in of a moment later must not be turned away as well.
  for (const { id } of ended) push(channels.sessionsRevoked, { sessionId: id });
  return ended.map(({ id }) => id);
}

/** What a client says of itself: bounded, and without what neither Postgres nor a terminal likes. */
const label = (said: string | undefined, longest: number): string | null => said?.replace(/\p{Cc}/gu, '').slice(0, longest) || null;
