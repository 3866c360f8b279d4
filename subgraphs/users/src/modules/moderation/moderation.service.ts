import { notAllowed, notFound, once, parseInput, type Bus, type Caller, type Clock } from '@marquee/platform';
import type { Database, Tx } from '../../db';
import type { Prisma, User as UserRow } from '../../generated/prisma/client';
import { viewerOf } from '../../viewer';
import { requireLiveSession } from '../session/session.live';
import { announceEnd } from '../session/session.revocation';
import { tellUserUpdated } from './user.facts';
import { reinstateUserInput, setUserRoleInput, suspendUserInput } from './user.input';
import { losesPermissions, mayModerate } from './user.roles';

/** Roles and suspensions: what one person decides about another's account. */
export class UserModeration {
  constructor(private readonly parts: { db: Database; bus: Bus; clock: Clock; caller: Caller }) {}

  async setRole(raw: unknown): Promise<UserRow> {
    const { idempotencyKey, ...input } = parseInput(setUserRoleInput, raw);
    return this.decide('setUserRole', input, idempotencyKey, (user) => ({
      change: user.role === input.role ? null : { role: input.role },
      endSessions: losesPermissions(user.role, input.role) ? 'ROLE_CHANGED' : null,
    }));
  }

  async suspend(raw: unknown): Promise<UserRow> {
    const { idempotencyKey, ...input } = parseInput(suspendUserInput, raw);
    const now = this.parts.clock.now();
    return this.decide('suspendUser', input, idempotencyKey, (user) => ({
      change: user.suspendedAt ? null : { suspendedAt: now, suspensionReason: input.reason },
      endSessions: 'SUSPENDED',
    }));
  }

  async reinstate(raw: unknown): Promise<UserRow> {
    const { idempotencyKey, ...input } = parseInput(reinstateUserInput, raw);
    return this.decide('reinstateUser', input, idempotencyKey, (user) => ({
      change: user.suspendedAt ? { suspendedAt: null, suspensionReason: null } : null,
      endSessions: null,
    }));
  }

  /** Locks the person, asks `decision` what follows from how they are now, and does that. A decision that is in force already changes nothing. */
  private async decide(
    operation: string,
    input: { userId: string },
    key: string | null | undefined,
    decision: (user: UserRow) => { change: Prisma.UserUpdateManyMutationInput | null; endSessions: string | null },
  ): Promise<UserRow> {
    const { db, bus, clock, caller } = this.parts;
    const viewer = viewerOf(caller);
    if (input.userId === viewer.id) throw notAllowed('Somebody else has to decide about your own account.');
    await requireLiveSession(db.prisma, viewer);
    await db.transaction((tx, after) =>
      once(tx, { principal: viewer.id, operation, key, args: input }, async () => {
        const user = await lockUser(tx, input.userId);
        if (!user) throw notFound('This person');
        if (!mayModerate(viewer.role, user.role)) throw notAllowed('Only an administrator may decide about this account.');
        const { change, endSessions } = decision(user);
        if (change) {
          const data = { ...change, version: { increment: 1 }, updatedAt: clock.now() };
          await tellUserUpdated(tx, await tx.user.updateManyAndReturn({ where: { id: user.id }, data }), caller.correlationId);
        }
        if (endSessions) {
          const ended = await tx.session.updateManyAndReturn({
            where: { userId: user.id, endedAt: null },
            data: { endedAt: clock.now(), endReason: endSessions },
            select: { id: true },
          });
          // One by one and not by the person: whoever signs in again a moment later must not be turned away as well.
          for (const { id } of ended) after(() => announceEnd(bus, { sessionId: id }));
        }
        return user.id;
      }),
    );
    return db.prisma.user.findUniqueOrThrow({ where: { id: input.userId } });
  }
}

async function lockUser(tx: Tx, userId: string): Promise<UserRow | null> {
  await tx.$queryRaw`SELECT 1 FROM users WHERE id = ${userId}::uuid FOR UPDATE`;
  return tx.user.findUnique({ where: { id: userId } });
}
