import { invalidInput, notAllowed, notFound } from '@marquee/platform';
import type { Context, Step } from '../../context';
import type { AccountEventKind, Prisma, User as UserRow } from '../../generated/prisma/client';
import { endApiKeys, renewGrants } from '../api-key/api-key.store';
import { endAppsOf } from '../oauth/oauth-authorization.store';
import { renewAppGrants } from '../oauth/oauth-grant.store';
import { recordAccountEvent } from '../history/history.store';
import type { NotificationContent } from '../notification/notification-content';
import { securityAlert } from '../notification/notification-security-content';
import { postNotification } from '../notification/notification.store';
import type { SessionService } from '../session/session.service';
import { endSessions } from '../session/session.store';
import { losesPermissions, mayModerate, roleName } from '../user/user-roles';
import type { UserService } from '../user/user.service';
import { changeUsers, lockUser } from '../user/user.store';
import type { ReinstateUser, SetUserRole, SuspendUser, VerifyUser } from './moderation.input';
import { beginSuspension, endSuspension } from './suspension.store';

/** What follows from how a person is now; null where it is so already. `endSessions`: why their sessions end. */
interface Consequences {
  change: Prisma.UserUpdateManyMutationInput | null;
  endSessions: string | null;
  /** What they are told. */
  alert?: NotificationContent;
  /** What is written down, where anything changes. */
  event: { kind: AccountEventKind; detail?: string };
  /** What else is done, where anything changes. */
  also?: (step: Step) => Promise<unknown>;
}

/** Roles and suspensions: what one person decides about another's account. */
export class ModerationService {
  constructor(
    private readonly ctx: Context,
    private readonly sessions: SessionService,
    private readonly users: UserService,
  ) {}

  setRole(input: SetUserRole): Promise<UserRow> {
    return this.decideAbout('setUserRole', input, (user, { now }) => ({
      change: user.role === input.role ? null : { role: input.role },
      endSessions: losesPermissions(user.role, input.role) ? 'ROLE_CHANGED' : null,
      event: { kind: 'ROLE_CHANGED', detail: roleName(input.role) },
      ...(user.role === input.role ? {} : { alert: securityAlert({ what: 'ROLE_CHANGED', role: input.role }, now) }),
    }));
  }

  suspend(input: SuspendUser): Promise<UserRow> {
    if (input.until && input.until <= this.ctx.kept.clock.now()) throw invalidInput('until', 'must be in the future');
    return this.decideAbout('suspendUser', input, (user, { now }) => ({
      change: user.suspendedAt ? null : { suspendedAt: now, suspensionReason: input.reason },
      endSessions: 'SUSPENDED',
      event: { kind: 'SUSPENDED', detail: input.reason },
      also: (step) => beginSuspension(step, user.id, this.ctx.viewer.id, input),
    }));
  }

  reinstate(input: ReinstateUser): Promise<UserRow> {
    return this.decideAbout('reinstateUser', input, (user) => ({
      change: user.suspendedAt ? { suspendedAt: null, suspensionReason: null } : null,
      endSessions: null,
      event: { kind: 'REINSTATED' },
      also: (step) => endSuspension(step, user.id, 'REINSTATED', this.ctx.viewer.id),
    }));
  }

  verify(input: VerifyUser): Promise<UserRow> {
    return this.decideAbout('verifyUser', input, (user) => ({
      change: user.verified === input.verified ? null : { verified: input.verified },
      endSessions: null,
      event: { kind: input.verified ? 'IDENTITY_CONFIRMED' : 'IDENTITY_UNCONFIRMED' },
    }));
  }

  /** Locks the person, asks `decision` what follows from how they are now, and does that. */
  private async decideAbout(
    operation: string,
    input: ReinstateUser,
    decision: (user: UserRow, step: Step) => Consequences,
  ): Promise<UserRow> {
    const { viewer } = this.ctx;
    if (input.userId === viewer.id) throw notAllowed('Somebody else has to decide about your own account.');
    await this.sessions.requireLive();
    await this.ctx.change(operation, input, async (step) => {
      await this.sessions.requireLive(step.tx);
      const user = await lockUser(step, input.userId);
      if (!user) throw notFound('This person');
      if (!mayModerate(viewer.role, user.role)) throw notAllowed('Only an administrator may decide about this account.');
      const consequences = decision(user, step);
      if (consequences.change) {
        await changeUsers(step, { id: user.id }, consequences.change);
        await recordAccountEvent(step, { ...consequences.event, userId: user.id, actorId: viewer.id });
        await consequences.also?.(step);
      }
      if (consequences.alert) await postNotification(step, [user.id], consequences.alert);
      if (consequences.endSessions) await endSessions(step, { userId: user.id }, consequences.endSessions);
      if (consequences.endSessions) await endOrRenewPrograms(step, user.id, consequences.endSessions);
    });
    return this.users.require(input.userId);
  }
}

/** Programs end with a suspension for good; of another role gateways hear by looking anew. */
async function endOrRenewPrograms(step: Step, userId: string, reason: string): Promise<void> {
  if (reason === 'SUSPENDED') {
    await endApiKeys(step, { userId }, 'SUSPENDED');
    await endAppsOf(step, userId, 'SUSPENDED');
    return;
  }
  await renewGrants(step, { userId });
  await renewAppGrants(step, { userId });
}
