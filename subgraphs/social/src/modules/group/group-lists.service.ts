import { Keyset, type Connection, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { GroupInvitation, GroupMember } from '../../generated/prisma/client';
import type { PersonService } from '../person/person.service';
import { maySeeMembers } from './group-rights';
import { groupsListed, groupsListedCount, GROUPS_OF_USER, MEMBERS_OF_GROUP, newestGroupsFirst, wordsOf } from './group.sql';
import type { GroupSearch, GroupView } from './group.types';

const lastInvitedFirst = new Keyset('groupInvitations', { createdAt: 'time', groupId: 'id' }, 'greatest first');

const USUAL_RADIUS_KM = 25;

/** Lists of groups, members and invitations. */
export class GroupListService {
  constructor(
    private readonly ctx: Context,
    private readonly people: PersonService,
  ) {}

  /** Groups everybody may find, newest first. */
  async listed({ query, near, category, ...args }: PageArguments & GroupSearch): Promise<Connection<GroupView>> {
    const { viewerId, kept } = this.ctx;
    const page = newestGroupsFirst.page(args);
    const by = {
      words: wordsOf(query ?? ''),
      near: near ? { ...near, radiusKm: near.radiusKm ?? USUAL_RADIUS_KM } : null,
      category: category ?? null,
    };
    const rows = await kept.db.query<GroupView>(groupsListed(viewerId, kept.clock.now(), by, page));
    return newestGroupsFirst.connection(rows, page, {
      totalCount: async () => (await kept.db.query<{ count: number }>(groupsListedCount(by)))[0]!.count,
    });
  }

  async ofUser(userId: string, args: PageArguments): Promise<Connection<GroupView> | null> {
    const page = GROUPS_OF_USER.keyset.page(args);
    if (!(await this.people.shows(userId, 'PUBLIC'))) return null;
    const { groupsOfUserPage, groupCountByUserId, groupById } = this.ctx.loaders;
    const rows = await groupsOfUserPage.load({ id: userId, page });
    const groups = await Promise.all(rows.map(async (row) => ({ ...row, group: await groupById.load(row.id) })));
    const open = groups.flatMap(({ group, ...row }) => (group ? [{ ...row, group }] : []));
    return GROUPS_OF_USER.keyset.connection(open, page, {
      node: ({ group }) => group,
      totalCount: async () => (await groupCountByUserId.load(userId))?.count ?? 0,
    });
  }

  async members(group: GroupView, args: PageArguments): Promise<Connection<GroupMember> | null> {
    const page = MEMBERS_OF_GROUP.keyset.page(args);
    if (!maySeeMembers(group)) return null;
    const { groupMembersPage, groupMemberCountByGroupId } = this.ctx.loaders;
    return MEMBERS_OF_GROUP.keyset.connection(await groupMembersPage.load({ id: group.id, page }), page, {
      totalCount: async () => (await groupMemberCountByGroupId.load(group.id))?.count ?? 0,
    });
  }

  async viewerMembership(group: GroupView): Promise<GroupMember | null> {
    if (group.viewerRole === null) return null;
    return this.ctx.loaders.groupMember.load({ groupId: group.id, userId: this.ctx.viewer.id });
  }

  async invitations(args: PageArguments): Promise<Connection<GroupInvitation>> {
    const { viewer, kept } = this.ctx;
    const page = lastInvitedFirst.page(args);
    const where = { userId: viewer.id, open: true, expiresAt: { gt: kept.clock.now() }, group: { closedAt: null } };
    const { prisma } = kept.db;
    const rows = await prisma.groupInvitation.findMany(lastInvitedFirst.prisma(page, where));
    return lastInvitedFirst.connection(rows, page, { totalCount: () => prisma.groupInvitation.count({ where }) });
  }
}
