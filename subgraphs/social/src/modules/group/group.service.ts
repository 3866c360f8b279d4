import { invalidInput, isId, notAllowed, notFound } from '@marquee/platform';
import type { Context } from '../../context';
import type { GroupInvitation } from '../../generated/prisma/client';
import { requireWithinHour } from '../person/hourly-limit.store';
import { isKnown, lockPair, requirePerson } from '../person/person.store';
import { putInvitation } from './group-invitation.store';
import { addMember, endMembership, makeGroup } from './group-membership.store';
import { placeRow } from './group-place';
import { isOpenTo, mayInvite, mayRemove, maySee } from './group-rights';
import type { CreateGroup, InviteToGroup, JoinGroup, LeaveGroup, RemoveFromGroup } from './group.input';
import { groupFull, invitationNeeded, mayNotInvite } from './group.refusals';
import { isBanned, noteInLog, requireEntry, takeSeat, visit } from './group.store';
import type { GroupView } from './group.types';

/** Groups and who is in them. Every change of a membership is made under the group's lock. */
export class GroupService {
  constructor(private readonly ctx: Context) {}

  /** Null when it does not exist, has closed, or the viewer may not see it. */
  async byId(id: string): Promise<GroupView | null> {
    const group = isId(id) ? await this.ctx.loaders.groupById.load(id) : null;
    return group && maySee(group) ? group : null;
  }

  async create(input: CreateGroup): Promise<GroupView> {
    const id = await this.ctx.change('createGroup', input, async (step) => {
      const { name, privacy, maxMembers, description, imageUrl, categorySlug, tags, rules, place } = input;
      await requireWithinHour(step, this.ctx.viewer, 'GROUPS');
      const group = await makeGroup(step, this.ctx.viewer.id, {
        ...{ name, description: description || null, privacy, maxMembers, imageUrl: imageUrl ?? null, categorySlug: categorySlug ?? null },
        ...{ tags: tags ?? [], rules: rules ?? [], ...placeRow(place ?? null) },
      });
      return group.id;
    });
    return this.require(id);
  }

  async join(input: JoinGroup): Promise<GroupView> {
    const me = this.ctx.viewer.id;
    const id = await this.ctx.change('joinGroup', input, async (step) => {
      const { group, access, member } = await visit(step, input.groupId, me);
      if (access.viewerRole !== null) return group.id;
      await requireEntry(step, group, me);
      if (!access.invited && (member?.removedAt || !isOpenTo(access))) throw invitationNeeded();
      if (!(await takeSeat(step, group))) throw groupFull(group.maxMembers);
      await addMember(step, group, me, 'MEMBER');
      return group.id;
    });
    return this.require(id);
  }

  /** Returns the group's id. */
  async leave(input: LeaveGroup): Promise<string> {
    return this.ctx.change('leaveGroup', input, async (step) => {
      const { group, access, member } = await visit(step, input.groupId, this.ctx.viewer.id);
      if (access.viewerRole !== null) await endMembership(step, group, member!, null);
      return group.id;
    });
  }

  async invite(input: InviteToGroup): Promise<GroupInvitation> {
    const me = this.ctx.viewer.id;
    const key = { groupId: input.groupId, userId: input.userId };
    await this.ctx.change('inviteToGroup', input, async (step) => {
      const { tx, now } = step;
      await lockPair(step, me, input.userId);
      // An erasure locks the person first and their groups then; so does an invitation.
      await isKnown(step, input.userId);
      const { group, access } = await visit(step, input.groupId, me);
      if (!mayInvite(access)) throw mayNotInvite();
      if (group.archivedAt) throw notAllowed('This group is archived: it takes nobody in any more.');
      await requirePerson(step, input.userId, me);
      if (await isBanned(step, key)) throw invalidInput('userId', 'is banned from this group');
      if ((await tx.groupMember.count({ where: { ...key, active: true } })) > 0) throw invalidInput('userId', 'is a member already');
      const open = await tx.groupInvitation.count({ where: { ...key, inviterId: me, open: true, expiresAt: { gt: now } } });
      if (open > 0) return group.id;
      await requireWithinHour(step, this.ctx.viewer, 'GROUP_INVITATIONS');
      await putInvitation(step, group, input.userId, me);
      return group.id;
    });
    const invitation = await this.ctx.kept.db.prisma.groupInvitation.findUnique({ where: { groupId_userId: key } });
    if (!invitation?.open) throw notFound('This invitation');
    return invitation;
  }

  async remove(input: RemoveFromGroup): Promise<GroupView> {
    const id = await this.ctx.change('removeFromGroup', input, async (step) => {
      const me = this.ctx.viewer.id;
      const { group, access } = await visit(step, input.groupId, me);
      const key = { groupId: group.id, userId: input.userId };
      const member = await step.tx.groupMember.findUnique({ where: { groupId_userId: key } });
      if (!mayRemove(access.viewerRole, member?.active ? member.role : 'MEMBER'))
        throw notAllowed('You can only remove members of lower rank.');
      if (member?.active) {
        await endMembership(step, group, member, me);
        await noteInLog(step, group.id, { action: 'REMOVED', actorId: me, subjectId: input.userId });
      }
      return group.id;
    });
    return this.require(id);
  }

  /** Throws NotFound: a repeated request may come from somebody who may not see the group any more. */
  async require(id: string): Promise<GroupView> {
    const group = await this.byId(id);
    if (!group) throw notFound('This group');
    return group;
  }
}
