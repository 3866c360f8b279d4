import { invalidInput, isId, Keyset, notAllowed, notFound, type Connection, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { GroupBan, GroupLogEntry } from '../../generated/prisma/client';
import { isKnown, lockPair, requirePerson } from '../person/person.store';
import { endInvitations } from './group-invitation.store';
import { endMembership, setRole } from './group-membership.store';
import { endRequest } from './group-request.store';
import { mayGive, mayModerate, mayRemove } from './group-rights';
import type { BanFromGroup, OfGroupPerson, SetGroupRole } from './group.input';
import type { GroupService } from './group.service';
import { noteInLog, visit } from './group.store';
import type { GroupView } from './group.types';

const lastBannedFirst = new Keyset('groupBans', { createdAt: 'time', userId: 'id' }, 'greatest first');
const newestFirst = new Keyset('groupLog', { occurredAt: 'time', id: 'id' }, 'greatest first');

/** Ranks and bans, and what was done with them. Every change is made under the group's lock. */
export class GroupModerationService {
  constructor(
    private readonly ctx: Context,
    private readonly groups: GroupService,
  ) {}

  async setRole(input: SetGroupRole): Promise<GroupView> {
    const me = this.ctx.viewer.id;
    if (input.role === 'OWNER') throw invalidInput('role', 'must be ADMIN, MODERATOR or MEMBER; `transferGroup` makes an owner');
    const id = await this.ctx.change('setGroupRole', input, async (step) => {
      await lockPair(step, me, input.userId);
      await isKnown(step, input.userId);
      const { group, access } = await visit(step, input.groupId, me);
      const member = await step.tx.groupMember.findFirst({ where: { groupId: group.id, userId: input.userId, active: true } });
      if (!mayGive(access.viewerRole, member?.role ?? 'MEMBER', input.role))
        throw notAllowed('You can only give ranks below your own, to members of lower rank.');
      if (!member) throw invalidInput('userId', 'is not a member');
      if (member.role === input.role) return group.id;
      await requirePerson(step, input.userId, me);
      await setRole(step, group, input.userId, input.role, me);
      await noteInLog(step, group.id, { action: 'ROLE_SET', actorId: me, subjectId: input.userId, detail: input.role });
      return group.id;
    });
    return this.groups.require(id);
  }

  async transfer(input: OfGroupPerson): Promise<GroupView> {
    const me = this.ctx.viewer.id;
    if (input.userId === me) throw invalidInput('userId', 'must be somebody else');
    const id = await this.ctx.change('transferGroup', input, async (step) => {
      await lockPair(step, me, input.userId);
      await isKnown(step, input.userId);
      const { group, access } = await visit(step, input.groupId, me);
      if (access.viewerRole !== 'OWNER') throw notAllowed('Only its owner may make somebody else the owner of a group.');
      const heirs = await step.tx.groupMember.count({ where: { groupId: group.id, userId: input.userId, active: true } });
      if (heirs === 0) throw invalidInput('userId', 'is not a member');
      await requirePerson(step, input.userId, me);
      await setRole(step, group, me, 'ADMIN', me);
      await setRole(step, group, input.userId, 'OWNER', me);
      await noteInLog(step, group.id, { action: 'TRANSFERRED', actorId: me, subjectId: input.userId });
      return group.id;
    });
    return this.groups.require(id);
  }

  async ban(input: BanFromGroup): Promise<GroupView> {
    const me = this.ctx.viewer.id;
    const { groupId, userId, reason = null, endsAt = null } = input;
    const id = await this.ctx.change('banFromGroup', input, async (step) => {
      const { tx, now } = step;
      if (endsAt && endsAt <= now) throw invalidInput('endsAt', 'must be in the future');
      // An erasure locks the person first and their groups then.
      if (!(await isKnown(step, userId))) throw notFound('This person');
      const { group, access } = await visit(step, groupId, me);
      const member = await tx.groupMember.findFirst({ where: { groupId, userId, active: true } });
      if (userId === me || !mayRemove(access.viewerRole, member?.role ?? 'MEMBER'))
        throw notAllowed('You can only ban people of lower rank.');
      const ban = { bannedBy: me, reason, createdAt: now, endsAt };
      await tx.groupBan.upsert({ where: { groupId_userId: { groupId, userId } }, create: { groupId, userId, ...ban }, update: ban });
      if (member) await endMembership(step, group, member, me);
      await endInvitations(step, { groupId, userId });
      await endRequest(step, group, userId);
      await noteInLog(step, groupId, { action: 'BANNED', actorId: me, subjectId: userId, detail: reason });
      return groupId;
    });
    return this.groups.require(id);
  }

  async unban(input: OfGroupPerson): Promise<GroupView> {
    const me = this.ctx.viewer.id;
    const { groupId, userId } = input;
    const id = await this.ctx.change('unbanFromGroup', input, async (step) => {
      const { access } = await visit(step, groupId, me);
      if (!mayModerate(access.viewerRole)) throw notAllowed('Only its owner, admins and moderators may lift a ban.');
      const { count } = await step.tx.groupBan.deleteMany({ where: { groupId, userId } });
      if (count > 0) await noteInLog(step, groupId, { action: 'UNBANNED', actorId: me, subjectId: userId });
      return groupId;
    });
    return this.groups.require(id);
  }

  async bans(groupId: string, args: PageArguments): Promise<Connection<GroupBan> | null> {
    const page = lastBannedFirst.page(args);
    if (!(await this.moderates(groupId))) return null;
    const { prisma } = this.ctx.kept.db;
    const where = { groupId, OR: [{ endsAt: null }, { endsAt: { gt: this.ctx.kept.clock.now() } }] };
    return lastBannedFirst.connection(await prisma.groupBan.findMany(lastBannedFirst.prisma(page, where)), page, {
      totalCount: () => prisma.groupBan.count({ where }),
    });
  }

  async log(groupId: string, args: PageArguments): Promise<Connection<GroupLogEntry> | null> {
    const page = newestFirst.page(args);
    if (!(await this.moderates(groupId))) return null;
    const { prisma } = this.ctx.kept.db;
    const where = { groupId };
    return newestFirst.connection(await prisma.groupLogEntry.findMany(newestFirst.prisma(page, where)), page, {
      totalCount: () => prisma.groupLogEntry.count({ where }),
    });
  }

  private async moderates(groupId: string): Promise<boolean> {
    const group = isId(groupId) ? await this.groups.byId(groupId) : null;
    return group !== null && mayModerate(group.viewerRole);
  }
}
