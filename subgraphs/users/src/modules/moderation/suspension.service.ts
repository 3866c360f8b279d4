import { Keyset, notAllowed, notFound, type Connection, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { Role, Suspension, User as UserRow } from '../../generated/prisma/client';
import type { CredentialsService } from '../account/account-credentials.service';
import { accountNamed, firstNamed } from '../account/account-name';
import { recordAccountEvent } from '../history/history.store';
import type { SessionService } from '../session/session.service';
import { mayModerate } from '../user/user-roles';
import { changeUsers, lockUser } from '../user/user.store';
import type { AppealSuspension, DecideSuspensionAppeal } from './suspension.input';
import { endSuspension, openSuspension } from './suspension.store';

const longestWaitingFirst = new Keyset('suspensionAppeals', { appealedAt: 'time', id: 'id' }, 'least first');

/** Suspensions, and what people say to theirs. */
export class SuspensionService {
  constructor(
    private readonly ctx: Context,
    private readonly sessions: Pick<SessionService, 'requireLive'>,
    private readonly credentials: Pick<CredentialsService, 'check'>,
  ) {}

  /** Of people about whom the viewer may decide. */
  async appeals(args: PageArguments): Promise<Connection<Suspension & { appealedAt: Date }>> {
    const page = longestWaitingFirst.page(args);
    const roles = (['user', 'curator', 'moderator', 'admin'] satisfies Role[]).filter((role) => mayModerate(this.ctx.viewer.role, role));
    const where = { endedAt: null, appealedAt: { not: null }, decidedAt: null, user: { role: { in: roles } } };
    const rows = await this.ctx.kept.db.prisma.suspension.findMany(longestWaitingFirst.prisma(page, where));
    return longestWaitingFirst.connection(rows as (Suspension & { appealedAt: Date })[], page);
  }

  ofUser = (userId: string): Promise<Suspension[]> => this.ctx.loaders.suspensionsByUserId.load(userId);

  /** Staff see whom it is about, suspended or not. */
  person = async (id: string | null): Promise<UserRow | null> => (id === null ? null : this.ctx.loaders.userById.load(id));

  /** There is no session, and so no viewer: who it is, the password says. */
  async appeal({ emailOrUsername, password, text }: AppealSuspension): Promise<Date> {
    const where = accountNamed(this.ctx.kept.fields, emailOrUsername);
    const found = where && (await this.ctx.kept.db.prisma.user.findFirst({ where, orderBy: firstNamed }));
    const { id } = await this.credentials.check(found, emailOrUsername, password);
    const appealedAt = await this.ctx.change(
      'appealSuspension',
      {},
      async (step) => {
        await lockUser(step, id);
        const suspension = await openSuspension(step, id);
        if (!suspension) throw notFound('A suspension of this account');
        if (suspension.appealedAt) throw notAllowed('You have appealed against this suspension already.');
        await step.tx.suspension.update({ where: { id: suspension.id }, data: { appeal: text, appealedAt: step.now } });
        await recordAccountEvent(step, { userId: id, kind: 'SUSPENSION_APPEALED', actorId: id });
        return step.now.toISOString();
      },
      { principal: `appeal:${id}` },
    );
    return new Date(appealedAt);
  }

  async decide(input: DecideSuspensionAppeal): Promise<Suspension> {
    const { viewer } = this.ctx;
    await this.sessions.requireLive();
    await this.ctx.change('decideSuspensionAppeal', input, async (step) => {
      await this.sessions.requireLive(step.tx);
      const seen = await step.tx.suspension.findUnique({ where: { id: input.suspensionId } });
      // The person's row orders all that is decided about them.
      const user = seen && (await lockUser(step, seen.userId));
      const suspension = user && (await openSuspension(step, user.id));
      if (!suspension || suspension.id !== input.suspensionId || !suspension.appealedAt || suspension.decidedAt)
        throw notFound('This appeal');
      if (!mayModerate(viewer.role, user.role)) throw notAllowed('Only an administrator may decide about this account.');
      if (suspension.byId === viewer.id || user.id === viewer.id) throw notAllowed('Somebody else has to decide on this appeal.');
      const decision = { decidedAt: step.now, decidedById: viewer.id, notes: input.notes };
      await step.tx.suspension.update({ where: { id: suspension.id }, data: decision });
      const isLifted = input.outcome === 'LIFT';
      if (isLifted) {
        await endSuspension(step, user.id, 'APPEAL', viewer.id);
        await changeUsers(step, { id: user.id }, { suspendedAt: null, suspensionReason: null });
      }
      const kind = isLifted ? 'REINSTATED' : 'SUSPENSION_UPHELD';
      await recordAccountEvent(step, { userId: user.id, kind, actorId: viewer.id, detail: input.notes });
    });
    return this.ctx.kept.db.prisma.suspension.findUniqueOrThrow({ where: { id: input.suspensionId } });
  }
}
