import type { After, Bus, Clock } from '@marquee/platform';
import { channels } from '../../channels';
import type { Database, Tx } from '../../db';
import type { PresenceState } from '../../generated/prisma/client';
import type { PresencePush } from './presence.types';

/** One connection of a person. */
export interface Sign {
  userId: string;
  sessionId: string;
  connectionId: string;
}

/** A lease whose connection was closed holds a little longer, so that reconnecting is not seen as leaving and coming. */
const GRACE_MS = 5_000;
const EXPIRE_AT_ONCE = 500;

/** SQL: what the state of a person with several leases is; the first of BUSY, ONLINE, AWAY. */
export const bestState = (user: string, now: string) => `(
  SELECT l.state FROM presence_leases l WHERE l.user_id = ${user} AND l.expires_at > ${now} AND l.state <> 'OFFLINE'
  ORDER BY array_position(ARRAY['BUSY', 'ONLINE', 'AWAY']::presence_state[], l.state) LIMIT 1)`;

/**
 * Signs of life, kept in the database so that any replica may take the next one. A person is there while one of their leases is; a lease
 * that nobody renews ends by itself, so whatever crashes, presence is right again within one lease.
 */
export class PresenceLeases {
  constructor(
    private readonly db: Database,
    private readonly bus: Pick<Bus, 'push'>,
    private readonly clock: Clock,
    private readonly leaseMs: number,
  ) {}

  /** Gives or renews a lease. Without a state it shows what the session showed before, at first ONLINE; with one, all of the session does. */
  async sign({ userId, sessionId, connectionId }: Sign, state: PresenceState | null = null): Promise<void> {
    await this.db.transaction(async (tx, after) => {
      const now = await this.hold(tx, userId);
      const expiresAt = new Date(now.getTime() + this.leaseMs);
      await tx.$executeRaw`
        INSERT INTO presence_leases (user_id, connection_id, session_id, state, expires_at)
        VALUES (${userId}::uuid, ${connectionId}, ${sessionId},
                coalesce(${state}::presence_state,
                         (SELECT state FROM presence_leases WHERE user_id = ${userId}::uuid AND session_id = ${sessionId} AND expires_at > ${now}
                          ORDER BY expires_at DESC LIMIT 1),
                         'ONLINE'), ${expiresAt})
        ON CONFLICT (user_id, connection_id) DO UPDATE SET expires_at = excluded.expires_at, state = excluded.state`;
      if (state) await tx.presenceLease.updateMany({ where: { userId, sessionId }, data: { state } });
      await tx.presence.update({ where: { userId }, data: { lastSeenAt: now } });
      await this.settle(tx, after, userId, now);
    });
  }

  /** The connection is closed. */
  async release({ userId, connectionId }: Sign): Promise<void> {
    const soon = new Date(this.clock.now().getTime() + GRACE_MS);
    await this.db.prisma.presenceLease.updateMany({ where: { userId, connectionId, expiresAt: { gt: soon } }, data: { expiresAt: soon } });
  }

  /** Tells of everybody whose leases have ended since it was last called. */
  async expire(): Promise<void> {
    const now = this.clock.now();
    const gone = await this.db.prisma.$queryRaw<Array<{ userId: string }>>`
      SELECT user_id AS "userId" FROM presence_leases WHERE expires_at <= ${now}
      UNION
      SELECT p.user_id FROM presence p
      WHERE p.state <> 'OFFLINE' AND NOT EXISTS (SELECT 1 FROM presence_leases l WHERE l.user_id = p.user_id AND l.expires_at > ${now})
      LIMIT ${EXPIRE_AT_ONCE}`;
    for (const { userId } of gone) {
      await this.db.transaction(async (tx, after) => {
        const present = await this.hold(tx, userId);
        await tx.presenceLease.deleteMany({ where: { userId, expiresAt: { lte: present } } });
        await this.settle(tx, after, userId, present);
      });
    }
  }

  /** Holds the person's row, made when there is none, so that changes are told one behind the other. Answers the time. */
  private async hold(tx: Tx, userId: string): Promise<Date> {
    const now = this.clock.now();
    await tx.$executeRaw`
      INSERT INTO presence (user_id, state, last_seen_at) VALUES (${userId}::uuid, 'OFFLINE', ${now})
      ON CONFLICT (user_id) DO UPDATE SET user_id = excluded.user_id`;
    return now;
  }

  private async settle(tx: Tx, after: After, userId: string, now: Date): Promise<void> {
    const [changed] = await tx.$queryRawUnsafe<Array<{ version: number }>>(
      `UPDATE presence p SET state = s.state, version = p.version + 1
       FROM (SELECT coalesce(${bestState('$1::uuid', '$2')}, 'OFFLINE') AS state) s
       WHERE p.user_id = $1::uuid AND p.state <> s.state RETURNING p.version`,
      userId,
      now,
    );
    if (!changed) return;
    const push: PresencePush = { userId, version: changed.version };
    after(() => this.bus.push(channels.presence(userId), push));
  }
}
