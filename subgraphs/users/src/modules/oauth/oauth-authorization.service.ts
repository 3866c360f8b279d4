import { Keyset, notFound, type Connection, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { SessionService } from '../session/session.service';
import type { RevokeApp } from './oauth-app.input';
import { endAuthorizations, lockAuthorization } from './oauth-authorization.store';
import type { AuthorizedAppView } from './oauth.types';

const newestFirst = new Keyset('authorizedAppsOfUser', { createdAt: 'time', id: 'id' }, 'greatest first');

/** The apps of others that act for the viewer. */
export class AppAuthorizationService {
  constructor(
    private readonly ctx: Context,
    private readonly sessions: SessionService,
  ) {}

  async list(args: PageArguments): Promise<Connection<AuthorizedAppView>> {
    const { prisma } = this.ctx.kept.db;
    const page = newestFirst.page(args);
    const where = { userId: this.ctx.viewer.id, endedAt: null };
    const rows = await prisma.appAuthorization.findMany({ ...newestFirst.prisma(page, where), include: { app: true } });
    return newestFirst.connection(rows, page, { totalCount: () => prisma.appAuthorization.count({ where }) });
  }

  /** Returns the id of what has ended, now or before. */
  async revoke(input: RevokeApp): Promise<string> {
    const { id: userId } = this.ctx.viewer;
    await this.sessions.requireLive();
    return this.ctx.change('revokeApp', input, async (step) => {
      const found = await step.tx.appAuthorization.findUnique({ where: { appId_userId: { appId: input.appId, userId } } });
      if (!found || !(await lockAuthorization(step, found.id))) throw notFound('This app');
      await endAuthorizations(step, { id: found.id }, 'BY_PERSON');
      return found.id;
    });
  }
}
