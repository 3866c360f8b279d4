import { isId, Keyset, type Connection, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { GroupInvitation, GroupLink, GroupRequest } from '../../generated/prisma/client';
import { mayModerate } from './group-rights';
import type { GroupService } from './group.service';
import { groupRequests, groupRequestCount, lastAskedFirst } from './group.sql';
import type { GroupView } from './group.types';

const lastInvitedFirst = new Keyset('sentGroupInvitations', { createdAt: 'time', userId: 'id' }, 'greatest first');
const newestFirst = new Keyset('groupLinks', { createdAt: 'time', id: 'id' }, 'greatest first');

/** Who asks, who was invited and which links there are, for those who run a group. */
export class GroupEntryListService {
  constructor(
    private readonly ctx: Context,
    private readonly groups: GroupService,
  ) {}

  async requests(groupId: string, args: PageArguments): Promise<Connection<GroupRequest> | null> {
    const page = lastAskedFirst.page(args);
    const group = await this.byId(groupId);
    if (!group || !mayModerate(group.viewerRole)) return null;
    const { db } = this.ctx.kept;
    const rows = await db.query<GroupRequest>(groupRequests(groupId, this.ctx.viewer.id, page));
    return lastAskedFirst.connection(rows, page, {
      totalCount: async () => (await db.query<{ count: number }>(groupRequestCount(groupId, this.ctx.viewer.id)))[0]!.count,
    });
  }

  async invitations(groupId: string, args: PageArguments): Promise<Connection<GroupInvitation> | null> {
    const page = lastInvitedFirst.page(args);
    const group = await this.byId(groupId);
    if (!group || group.viewerRole === null) return null;
    const { prisma } = this.ctx.kept.db;
    const own = mayModerate(group.viewerRole) ? {} : { inviterId: this.ctx.viewer.id };
    const where = { groupId, open: true, expiresAt: { gt: this.ctx.kept.clock.now() }, ...own };
    return lastInvitedFirst.connection(await prisma.groupInvitation.findMany(lastInvitedFirst.prisma(page, where)), page, {
      totalCount: () => prisma.groupInvitation.count({ where }),
    });
  }

  async links(groupId: string, args: PageArguments): Promise<Connection<GroupLink> | null> {
    const page = newestFirst.page(args);
    const group = await this.byId(groupId);
    if (!group || !mayModerate(group.viewerRole)) return null;
    const { prisma } = this.ctx.kept.db;
    const where = { groupId };
    return newestFirst.connection(await prisma.groupLink.findMany(newestFirst.prisma(page, where)), page, {
      totalCount: () => prisma.groupLink.count({ where }),
    });
  }

  private async byId(groupId: string): Promise<GroupView | null> {
    return isId(groupId) ? this.groups.byId(groupId) : null;
  }
}
