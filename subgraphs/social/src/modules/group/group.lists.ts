import { parsePage, toConnection, type Connection, type PageArguments } from '@marquee/platform';
import { viewerOf, type Deps } from '../../deps';
import type { GroupInvitation, GroupMember } from '../../generated/prisma/client';
import { afterCursor, olderThan } from '../../keyset';
import { PersonService } from '../person/person.service';
import { GROUP_VIEW } from './group.loaders';
import { maySeeMembers } from './group.rights';
import type { GroupView } from './group.types';

/** Lists of groups, members and invitations. */
export class GroupLists {
  private readonly people: PersonService;

  constructor(private readonly deps: Deps) {
    this.people = new PersonService(deps);
  }

  /** Groups everybody may find, newest first. */
  async listed(args: PageArguments): Promise<Connection<GroupView>> {
    const page = parsePage(args, { list: 'groups', keyLength: 2 });
    const from = page.from && afterCursor(page.from);
    const rows = await this.deps.db.query<GroupView>({
      name: 'social.groups-listed',
      text: `${GROUP_VIEW}
             WHERE g.closed_at IS NULL AND g.privacy IN ('PUBLIC', 'INVITE_ONLY')
               AND ${olderThan('g.created_at', 'g.id', ['$3', '$4'])}
             ORDER BY g.created_at DESC, g.id DESC LIMIT $5`,
      values: [this.deps.caller.viewer?.id ?? null, this.deps.clock.now(), from?.at ?? null, from?.id ?? null, page.limit + 1],
    });
    return toConnection(rows, page, (group) => [group.createdAt.toISOString(), group.id]);
  }

  async ofUser(userId: string, args: PageArguments): Promise<Connection<GroupView> | null> {
    const page = parsePage(args, { list: 'groupsOfUser', keyLength: 2 });
    if (page.from) afterCursor(page.from);
    if (!(await this.people.shows(userId, 'PUBLIC'))) return null;
    const { groupsOfUserPage, groupById } = this.deps.loaders;
    const rows = await groupsOfUserPage.load({ id: userId, page });
    const groups = await Promise.all(rows.map(async (row) => ({ ...row, group: await groupById.load(row.id) })));
    const open = groups.flatMap(({ group, ...row }) => (group ? [{ ...row, group }] : []));
    return toConnection(open, page, (row) => [row.joinedAt.toISOString(), row.id], { node: (row) => row.group });
  }

  async members(group: GroupView, args: PageArguments): Promise<Connection<GroupMember> | null> {
    const page = parsePage(args, { list: 'groupMembers', keyLength: 2 });
    if (page.from) afterCursor(page.from);
    if (!maySeeMembers(group)) return null;
    const rows = await this.deps.loaders.groupMembersPage.load({ id: group.id, page });
    return toConnection(rows, page, (member) => [member.joinedAt.toISOString(), member.userId]);
  }

  async viewerMembership(group: GroupView): Promise<GroupMember | null> {
    if (group.viewerRole === null) return null;
    return this.deps.loaders.groupMember.load({ groupId: group.id, userId: viewerOf(this.deps).id });
  }

  async invitations(): Promise<GroupInvitation[]> {
    return this.deps.db.prisma.groupInvitation.findMany({
      where: { userId: viewerOf(this.deps).id, expiresAt: { gt: this.deps.clock.now() }, group: { closedAt: null } },
      orderBy: { createdAt: 'desc' },
      take: 100,
    });
  }
}
